package io.pult.bench;

import io.pult.mtproto.CryptoBench;
import io.pult.mtproto.SessionsLoad;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a Telegram session costs, idle and under load: the client in one process, a stand-in data centre in another. */
final class MtprotoBench implements Callable<List<Measure>> {
    private static final int IDLE = 5_000;
    /** Each session pings once a minute and up to 16 s more: in this time, once. */
    private static final int IDLE_SECONDS = 70;

    private static final int PUSHES = 400;
    private static final int BUSY = 500;
    private static final int DEPTH = 16;
    private static final int SECONDS = 6;
    private static final int ROUNDS = 3;
    private static final int LEAST_CALLS = 40_000;

    @Override
    public List<Measure> call() throws Exception {
        Progress.say(
                "clients with %s, data centre with %s, all with %s",
                MtprotoLoads.CLIENT_HEAP, MtprotoLoads.CENTRE_HEAP, MtprotoLoads.COLLECTOR);
        var measures = new ArrayList<Measure>();
        try (var loads = new MtprotoLoads()) {
            measures.addAll(idle(loads));
            measures.addAll(busy(loads));
            measures.addAll(MtprotoPeers.measure(loads));
        }
        measures.addAll(crypto());
        return measures;
    }

    private static List<Measure> idle(MtprotoLoads loads) throws IOException, InterruptedException {
        JsonObject told;
        try (MtprotoLoads.Centre centre = loads.new Centre(PUSHES)) {
            told = centre.load(SessionsLoad.class, "idle", IDLE, IDLE_SECONDS);
        }
        if (told.getInteger("active") != IDLE) {
            throw new IllegalStateException("not every session lived through it: " + told);
        }
        String how = "%d sessions on one event loop, %s, %s; above what the first 200 left behind"
                .formatted(IDLE, MtprotoLoads.CLIENT_HEAP, MtprotoLoads.COLLECTOR);
        return List.of(
                Measure.atMost(
                        "heap of an idle session, after GC",
                        told.getDouble("heap") / 1_024,
                        "KiB",
                        24,
                        how + "; the larger of before and after the pushes"),
                Measure.atMost(
                        "resident memory that the idle sessions add",
                        told.getDouble("resident") / 1_048_576,
                        "MiB",
                        250,
                        how),
                Measure.atMost(
                        "processor of the idle sessions, with pings and pushes",
                        told.getDouble("cpu") * 100,
                        "% of a core",
                        5,
                        "%d s, %s statuses a second pushed and read"
                                .formatted(IDLE_SECONDS, Measure.plain(told.getDouble("pushes")))));
    }

    private static List<Measure> busy(MtprotoLoads loads) throws IOException, InterruptedException {
        var rounds = new ArrayList<JsonObject>();
        for (int i = 0; i < ROUNDS; i++) {
            // A data centre for each, as what one has kept of a round would be carried by the next.
            try (MtprotoLoads.Centre centre = loads.new Centre(0)) {
                JsonObject round = centre.load(SessionsLoad.class, "busy", BUSY, SECONDS, DEPTH, LEAST_CALLS / 2);
                rounds.add(round);
                Progress.say(
                        "round %d of %d: %.0f calls/s; %.2f ms at %.0f/s",
                        i + 1, ROUNDS, round.getDouble("calls"), round.getDouble("p99"), round.getDouble("rate"));
            }
        }
        String how = "%d sessions on one event loop, %d calls of 12 bytes under way in each, answers of 12; %s, %s;"
                        .formatted(BUSY, DEPTH, MtprotoLoads.CLIENT_HEAP, MtprotoLoads.COLLECTOR)
                + " median of %d rounds of %d s, %s".formatted(ROUNDS, SECONDS, spread(rounds, "calls"))
                + "; the loop was busy for %s %% of the time, %s µs for a call"
                        .formatted(plain(rounds, "busy", 100), plain(rounds, "micros", 1));
        return List.of(
                Measure.atLeast(
                        "calls a second through one event loop", median(rounds, "calls"), "calls/s", LEAST_CALLS, how),
                Measure.told("allocated by a call", median(rounds, "bytes"), "bytes", how),
                Measure.atMost(
                        "a call at 20,000 a second, 99 of 100",
                        median(rounds, "p99"),
                        "ms",
                        5,
                        "the same sessions, each call a packet of its own; open loop from the intended time, looked at"
                                + " four times a millisecond by another thread; %s; median call %s ms, longest %s ms;"
                                        .formatted(
                                                spread(rounds, "p99"), plain(rounds, "p50", 1), plain(rounds, "max", 1))
                                + " the loop was busy for %s %% of the time, %s µs for a call; collections %s ms"
                                        .formatted(
                                                plain(rounds, "pacedBusy", 100),
                                                plain(rounds, "pacedMicros", 1),
                                                plain(rounds, "pauses", 1))));
    }

    private static double median(List<JsonObject> rounds, String figure) {
        return Stats.median(rounds, round -> round.getDouble(figure));
    }

    private static String plain(List<JsonObject> rounds, String figure, double factor) {
        return Measure.plain(median(rounds, figure) * factor);
    }

    private static String spread(List<JsonObject> rounds, String figure) {
        return Stats.spread(
                rounds.stream().mapToDouble(round -> round.getDouble(figure)).toArray());
    }

    private static List<Measure> crypto() throws GeneralSecurityException {
        List<CryptoBench.Cost> costs = CryptoBench.measure();
        return List.of(
                cost("encrypting a message of 128 bytes", costs.get(0), "µs", 1),
                cost("decrypting a message of 128 bytes", costs.get(1), "µs", 1),
                cost("a new auth key, the client's part", costs.get(3), "ms", 1_000));
    }

    private static Measure cost(String what, CryptoBench.Cost cost, String unit, double micros) {
        return Measure.atMost(
                what,
                cost.median() / micros,
                unit,
                cost.bar() / micros,
                "processor time, key schedule included; median of %d rounds in turns, %s µs; %d bytes allocated"
                        .formatted(cost.rounds().length, Stats.spread(cost.rounds()), cost.bytes()));
    }
}
