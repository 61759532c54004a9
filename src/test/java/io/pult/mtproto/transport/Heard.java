package io.pult.mtproto.transport;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that a link told. */
class Heard implements LinkListener {
    final List<byte[]> frames = new CopyOnWriteArrayList<>();
    final List<Integer> refusals = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public void frame(byte[] bytes, int offset, int length) {
        frames.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void refused(int code) {
        refusals.add(code);
    }

    @Override
    public void closed(String why) {
        closed.add(why);
    }
}
