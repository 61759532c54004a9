package io.pult.mtproto.session;

import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;

/** A function that no schema has: answers its text, and is counted by its number. */
record Echo(long number, boolean repeatable, String text) implements Call<String> {
    static final int ID = 0x0e0e0001;
    static final int ANSWER = 0x0e0e0002;

    static Echo of(long number, String text) {
        return new Echo(number, true, text);
    }

    static Echo once(long number, String text) {
        return new Echo(number, false, text);
    }

    @Override
    public String method() {
        return "test.echo";
    }

    @Override
    public void write(TlWriter out) {
        out.int32(ID);
        out.int64(number);
        out.string(text);
    }

    @Override
    public String read(TlReader in) {
        int id = in.int32();
        if (id != ANSWER) {
            throw new io.pult.mtproto.tl.TlFailure.UnknownConstructor(id);
        }
        return in.string();
    }

    static byte[] answer(String text) {
        var out = new TlWriter();
        out.int32(ANSWER);
        out.string(text);
        return out.toByteArray();
    }
}
