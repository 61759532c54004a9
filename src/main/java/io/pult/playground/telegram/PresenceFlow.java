package io.pult.playground.telegram;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import java.time.Duration;

/** People come and go at a rate: so many status updates a second reach those who listen. */
final class PresenceFlow {
    private static final Duration STEP = Duration.ofMillis(50);

    private final World world;
    private final Ticker ticker;
    private volatile int perSecond;
    private long last = System.nanoTime();
    private double owed;

    PresenceFlow(World world, Ticker ticker) {
        this.world = world;
        this.ticker = ticker;
    }

    void rate(int updates) {
        perSecond = updates;
    }

    void run() {
        ticker.every(STEP, "telegram stand-in: people come and go", () -> {
            step(System.nanoTime());
            return Future.succeededFuture();
        });
    }

    private void step(long now) {
        double seconds = (now - last) / 1e9;
        last = now;
        // What a pause kept back is not made up for: a second's worth at most.
        owed = Math.min(perSecond, owed + perSecond * seconds);
        if (owed >= 1) {
            owed -= world.comeAndGo((int) owed);
        }
    }
}
