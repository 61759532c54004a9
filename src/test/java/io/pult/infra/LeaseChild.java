package io.pult.infra;

import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own, to be stopped and woken by {@link LeasePauseIT}: claims the only thing, and says
 * {@code frame} every few milliseconds for as long as the guard lets it. When it does not any more it says so, and then
 * what a late write of its epoch would have touched.
 */
final class LeaseChild {
    private LeaseChild() {}

    public static void main(String[] args) throws Exception {
        // The log goes elsewhere: every line of ours is one that the test counts.
        PrintStream said = System.out;
        System.setOut(System.err);
        Map<String, String> env = System.getenv();
        Vertx vertx = Vertx.vertx();
        PgSettings settings = PgSettings.of(env.get("POSTGRES"));
        var times = new LeaseTimes(
                millis(env, "LEASE"), millis(env, "RENEW"), millis(env, "DEADLINE"), millis(env, "GRACE"));
        Pg pg = Pg.open(vertx, settings);
        Lease lease = Lease.take(vertx, settings, "child", "localhost", InstantSource.system(), System::nanoTime, times)
                .await(10, TimeUnit.SECONDS);
        long epoch = new LeaseThings(pg)
                .claim(lease.owner(), lease.dead().await(10, TimeUnit.SECONDS))
                .await(10, TimeUnit.SECONDS)
                .orElseThrow();
        said.println("claimed " + epoch);
        while (lease.held()) {
            said.println("frame");
            Thread.sleep(5);
        }
        said.println("silent");
        int touched = new LeaseThings(pg).write(lease.owner(), epoch).await(10, TimeUnit.SECONDS);
        said.println("touched " + touched);
        System.exit(0);
    }

    private static Duration millis(Map<String, String> env, String name) {
        return Duration.ofMillis(Long.parseLong(env.get(name)));
    }
}
