package io.pult.mtproto;

import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;

/** The smallest call that can be told from another: a long, which comes back. */
record NumberCall(long number) implements Call<Long> {
    static final int ID = 0x7ab1e000;
    static final int LENGTH = 12;

    @Override
    public String method() {
        return "bench.number";
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void write(TlWriter out) {
        out.int32(ID);
        out.int64(number);
    }

    @Override
    public Long read(TlReader in) {
        if (in.int32() != LoadCentre.ANSWER) {
            throw new IllegalStateException("not the answer of the load's data centre");
        }
        return in.int64();
    }
}
