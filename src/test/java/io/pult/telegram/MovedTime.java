package io.pult.telegram;

import io.pult.mtproto.session.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time of the engine and of what Telegram orders to wait, which a test moves on. */
final class MovedTime implements InstantSource, Ticks {
    private final Ticks ticks = Ticks.system();
    private final AtomicLong ahead = new AtomicLong();

    void pass(Duration time) {
        ahead.addAndGet(time.toMillis());
    }

    @Override
    public long millis() {
        return ticks.millis() + ahead.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
