package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** A lease that runs out while a test can wait for it. */
public final class QuickLease {
    private static final LeaseTimes TIMES = new LeaseTimes(
            Duration.ofMillis(3_000), Duration.ofMillis(300), Duration.ofMillis(2_200), Duration.ofMillis(500));

    /** How long the silence of an incarnation lasts before others may claim what it held. */
    public static final Duration SILENCE = TIMES.silence();

    private QuickLease() {}

    public static Future<Lease> take(Vertx vertx, PgSettings postgres, String name) {
        return Lease.take(vertx, postgres, name, "127.0.0.1", InstantSource.system(), System::nanoTime, TIMES);
    }
}
