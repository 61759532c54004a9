package io.pult.mtproto.session;

import java.util.concurrent.TimeUnit;

/** The time that sessions live by. */
public interface Ticks {
    /**
     * Milliseconds since 1970 as the machine knew them once, moved on by its monotonic clock: never goes back, and no step of
     * NTP moves it. How far it is off shows when the server speaks. On any thread.
     */
    long millis();

    static Ticks system() {
        long start = System.nanoTime();
        long wall = System.currentTimeMillis();
        return () -> wall + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
