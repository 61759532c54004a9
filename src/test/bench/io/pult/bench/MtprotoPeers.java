package io.pult.bench;

import io.pult.mtproto.ClientsLoad;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** Whole clients of Telegram beside those that others wrote, against the same data centre, one after the other. */
final class MtprotoPeers {
    private static final int CLIENTS = 2_000;
    private static final int OTHERS = 200;
    private static final int BUSY = 20;
    private static final int DEPTH = 16;
    private static final int SECONDS = 4;
    private static final double MOST_KIB = 24;

    private MtprotoPeers() {}

    static List<Measure> measure(MtprotoLoads loads) throws IOException, InterruptedException {
        try (MtprotoLoads.Centre centre = loads.new Centre(0)) {
            JsonObject ours = centre.load(ClientsLoad.class, CLIENTS, BUSY, DEPTH, SECONDS);
            Progress.say("whole clients: %.1f KiB, %.0f calls/s", kib(ours), ours.getDouble("calls"));
            JsonObject gramJs = centre.loadByPeer("gramjs", OTHERS, BUSY, DEPTH, SECONDS);
            Progress.say("GramJS: %.1f KiB, %.0f calls/s", kib(gramJs), gramJs.getDouble("calls"));
            JsonObject mtcute = centre.loadByPeer("mtcute", OTHERS, BUSY, DEPTH, SECONDS);
            Progress.say("mtcute: %.1f KiB, %.0f calls/s", kib(mtcute), mtcute.getDouble("calls"));
            return List.of(
                    Measure.atMost(
                            "heap of an idle account with its whole client, after GC",
                            kib(ours),
                            "KiB",
                            MOST_KIB,
                            "%d clients that go on from what was saved of them, with 16 peers each, %s, %s"
                                    .formatted(CLIENTS, MtprotoLoads.CLIENT_HEAP, MtprotoLoads.COLLECTOR)),
                    heap("GramJS 2.26.22", gramJs, ours),
                    heap("mtcute 0.30.3", mtcute, ours),
                    calls("GramJS 2.26.22", gramJs, ours),
                    calls("mtcute 0.30.3", mtcute, ours));
        }
    }

    private static double kib(JsonObject told) {
        return told.getDouble("heap") / 1_024;
    }

    private static Measure heap(String who, JsonObject theirs, JsonObject ours) {
        return Measure.told(
                "heap of a client: " + who + " over ours",
                kib(theirs) / kib(ours),
                "",
                "%s against %s KiB; %d clients in Node.js, heapUsed and external, after GC"
                        .formatted(Measure.plain(kib(theirs)), Measure.plain(kib(ours)), OTHERS));
    }

    private static Measure calls(String who, JsonObject theirs, JsonObject ours) {
        return Measure.told(
                "calls a second: ours over " + who,
                ours.getDouble("calls") / theirs.getDouble("calls"),
                "",
                "%s against %s; %d clients with %d calls under way in each; processor of a call %s against %s µs"
                        .formatted(
                                Measure.plain(ours.getDouble("calls")),
                                Measure.plain(theirs.getDouble("calls")),
                                BUSY,
                                DEPTH,
                                Measure.plain(ours.getDouble("cpu")),
                                Measure.plain(theirs.getDouble("cpu"))));
    }
}
