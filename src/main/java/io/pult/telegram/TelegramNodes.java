package io.pult.telegram;

import io.pult.mtproto.session.Meter;
import io.pult.mtproto.session.SessionVitals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells the others how this node is, and hears who else is there. Confined to one loop. */
final class TelegramNodes {
    private static final String STATUS_OF_PROCESS = "/proc/self/status";

    private final Vertx vertx;
    private final UUID self;
    private final TelegramNodeStore store;
    private final HeldSessions held;
    private final Candidates candidates;
    private final SessionMeters meters;
    private final LongSupplier nano;
    private long toldAt;
    private long calls;

    /** @param nano monotonic */
    TelegramNodes(
            Vertx vertx,
            UUID self,
            TelegramNodeStore store,
            HeldSessions held,
            Candidates candidates,
            SessionMeters meters,
            LongSupplier nano) {
        this.vertx = vertx;
        this.self = self;
        this.store = store;
        this.held = held;
        this.candidates = candidates;
        this.meters = meters;
        this.nano = nano;
        this.toldAt = nano.getAsLong();
    }

    Future<Set<UUID>> tell() {
        return residentBytes()
                .compose(resident -> store.tell(self, candidates.leaving(), vitals(resident)))
                .map(candidates::seen);
    }

    private JsonObject vitals(long resident) {
        int connected = 0;
        int connecting = 0;
        int resting = 0;
        int inFlight = 0;
        for (HeldSession session : held.all()) {
            SessionVitals vitals = session.vitals();
            if (session.resting()) {
                resting++;
            } else if (vitals != null) {
                inFlight += vitals.inFlight() + vitals.queued();
                if (session.connected()) {
                    connected++;
                } else {
                    connecting++;
                }
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return new JsonObject()
                .put("held", held.size())
                .put("connected", connected)
                .put("connecting", connecting)
                .put("resting", resting)
                .put("in_flight", inFlight)
                .put("reconnects", meters.count(Meter.CONNECTION_LOST, Meter.PEER_DEAD))
                .put("calls_per_second", callsPerSecond())
                .put("heap_bytes", runtime.totalMemory() - runtime.freeMemory())
                .put("resident_bytes", resident);
    }

    private double callsPerSecond() {
        long now = nano.getAsLong();
        long answered = meters.count(Meter.CALL_ANSWERED, Meter.CALL_REFUSED, Meter.CALL_FLOODED);
        double seconds = Math.max(1, now - toldAt) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = (answered - calls) / seconds;
        toldAt = now;
        calls = answered;
        return Math.round(rate * 10) / 10.0;
    }

    /** 0 where the system does not say it. */
    private Future<Long> residentBytes() {
        return vertx.fileSystem()
                .readFile(STATUS_OF_PROCESS)
                .map(text -> text.toString()
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
                        .findFirst()
                        .orElse(0L))
                .otherwise(0L);
    }
}
