package io.pult.mtproto.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time that sessions live by. */
public interface Ticks {
    /**
     * Milliseconds since 1970 as the machine knew them once, moved on by its monotonic clock: never goes back, and no step of
     * NTP moves it. How far it is off shows when the server speaks. On any thread.
     */
    long millis();

    static Ticks system() {
        return of(System::nanoTime, System.currentTimeMillis());
    }

    /**
     * @param nanoTime of a monotonic clock with any origin
     * @param wall milliseconds since 1970, now
     */
    static Ticks of(LongSupplier nanoTime, long wall) {
        long start = nanoTime.getAsLong();
        return () -> wall + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
    }
}
