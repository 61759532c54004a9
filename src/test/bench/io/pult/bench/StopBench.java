package io.pult.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One of two nodes is stopped while both are asked. */
final class StopBench {
    private static final int RATE = 2_000;
    private static final int REQUESTS = 12_000;
    private static final int WARM_UP = 20_000;
    private static final int CONNECTIONS = 32;
    private static final long STOP_AFTER_MS = 2_000;
    /** How often a load balancer looks at the health of its servers. */
    private static final long LOOK_MS = 100;

    private final Instance instance;

    StopBench(Instance instance) {
        this.instance = instance;
    }

    List<Measure> call() throws IOException, InterruptedException {
        Progress.say("starting two nodes, to stop one of them under load");
        ScheduledExecutorService balancer = Executors.newScheduledThreadPool(2);
        try (NodeProcess stays = instance.node();
                NodeProcess leaves = instance.node()) {
            String path = stays.finishedJob(instance.key());
            Target toStay = stays.target(path, instance.key());
            Target toLeave = leaves.target(path, instance.key());
            var targets = List.of(toStay, toLeave);
            LoadClient.run(Pace.open(RATE, WARM_UP), CONNECTIONS, targets).flawless();
            balancer.scheduleWithFixedDelay(
                    () -> toLeave.healthy(leaves.ready()), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
            balancer.schedule(leaves.process()::askToStop, STOP_AFTER_MS, TimeUnit.MILLISECONDS);
            Load load = LoadClient.run(Pace.open(RATE, REQUESTS), CONNECTIONS, targets);
            int exit = leaves.process().await(Duration.ofSeconds(40));
            Progress.say(
                    "%d answered, %d failed, %d connections refused, exit code %d; %s",
                    load.answered(), load.failed(), load.refused(), exit, load.trouble());
            return List.of(row(load));
        } finally {
            balancer.shutdownNow();
        }
    }

    private static Measure row(Load load) {
        String how =
                REQUESTS + " sent in an open loop at " + RATE + "/s to two full nodes in turns, one gets SIGTERM after "
                        + STOP_AFTER_MS / 1_000 + " s; the client looks at the health every " + LOOK_MS
                        + " ms, gives up a connection when told to, turns to the other node when one refuses, and repeats nothing; "
                        + load.answered() + " answered as expected, longest " + Math.round(load.millis(100)) + " ms, "
                        + load.refused() + " connections refused";
        boolean holds = load.failed() == 0 && load.answered() == REQUESTS;
        return new Measure(
                "requests failed in a graceful stop of one of two nodes", load.failed(), "requests", "0", holds, how);
    }
}
