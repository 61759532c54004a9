package io.pult.mtproto.session;

import java.util.concurrent.atomic.AtomicLong;

/** Time that a test moves; by itself it goes on as the machine's does. */
final class TestTicks implements Ticks {
    private final Ticks system = Ticks.system();
    private final AtomicLong jumped = new AtomicLong();

    @Override
    public long millis() {
        return system.millis() + jumped.get();
    }

    /** Forwards, or backwards when negative. */
    void jump(long millis) {
        jumped.addAndGet(millis);
    }
}
