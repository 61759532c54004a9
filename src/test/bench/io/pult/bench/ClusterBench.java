package io.pult.bench;

import com.hazelcast.instance.GeneratedBuildProperties;
import io.pult.bus.Cluster;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** How long a cluster of two takes to form, to notice a death, to register addresses and to leave. */
final class ClusterBench implements Callable<List<Measure>> {
    private static final int ROUNDS = 7;
    private static final int ADDRESSES = 500;

    private record Round(double first, double second, double register, double death, double leave) {}

    private record Member(Vertx vertx, Cluster cluster) {}

    @Override
    public List<Measure> call() throws Exception {
        var rounds = new ArrayList<Round>();
        for (int i = 0; i <= ROUNDS; i++) {
            Round round = round();
            if (i > 0) {
                rounds.add(round);
            }
        }
        String how = "median of " + ROUNDS + " rounds in one JVM after one to warm up, Hazelcast "
                + GeneratedBuildProperties.VERSION;
        return List.of(
                Measure.told("first member ready", Stats.median(rounds, Round::first), "ms", how),
                Measure.told("second member joined", Stats.median(rounds, Round::second), "ms", how),
                Measure.told(
                        ADDRESSES + " addresses registered by the second",
                        Stats.median(rounds, Round::register),
                        "ms",
                        how),
                Measure.told("sudden death noticed", Stats.median(rounds, Round::death), "ms", how),
                Measure.told("survivor left", Stats.median(rounds, Round::leave), "ms", how));
    }

    private static Round round() throws Exception {
        String name = UUID.randomUUID().toString();
        int port = freePort();
        long start = System.nanoTime();
        Member first = join(name, port);
        double firstReady = since(start);
        start = System.nanoTime();
        Member second = join(name, port);
        double joined = since(start);
        start = System.nanoTime();
        var registrations = new ArrayList<io.vertx.core.Future<?>>();
        for (int i = 0; i < ADDRESSES; i++) {
            registrations.add(second.vertx
                    .eventBus()
                    .consumer("address-" + i, message -> message.reply("here"))
                    .completion());
        }
        io.vertx.core.Future.all(registrations).await(60, TimeUnit.SECONDS);
        double registered = since(start);
        start = System.nanoTime();
        second.cluster.getHazelcastInstance().getLifecycleService().terminate();
        while (first.cluster.getNodes().size() > 1) {
            Thread.onSpinWait();
        }
        double noticed = since(start);
        second.vertx.close().await(30, TimeUnit.SECONDS);
        start = System.nanoTime();
        first.vertx.close().await(30, TimeUnit.SECONDS);
        return new Round(firstReady, joined, registered, noticed, since(start));
    }

    private static Member join(String name, int port) throws Exception {
        Cluster cluster = Cluster.member(new Cluster.Membership(name, "127.0.0.1", port, List.of("127.0.0.1")));
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(cluster)
                .buildClustered()
                .await(60, TimeUnit.SECONDS);
        return new Member(vertx, cluster);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
