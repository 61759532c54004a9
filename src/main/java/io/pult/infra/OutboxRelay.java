package io.pult.infra;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rows of the outbox over the bus, each on its own, so that a slow one holds up nobody. Confined to one context. */
final class OutboxRelay {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final int AT_ONCE = 50;
    private static final Duration ASK = Duration.ofSeconds(30);
    /** Longer than an ask takes, or a second node would ask while the first still waits. */
    static final Duration HOLD = Duration.ofSeconds(60);

    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), 1);

    /** What the receiver says of the request itself; asking again changes nothing. */
    private static final Set<Failure.Kind> HOPELESS =
            EnumSet.of(Failure.Kind.INVALID, Failure.Kind.UNPROCESSABLE, Failure.Kind.GONE, Failure.Kind.TOO_LARGE);

    /** The same from every node: a receiver knows a repeated row by its id together with who asks. */
    private static final Principal ASKER = Principal.node("outbox");

    private final OutboxStore store;
    private final Bus bus;
    private Runnable look = () -> {};
    private boolean more;
    private int inFlight;
    private @Nullable Promise<Void> idle;

    OutboxRelay(OutboxStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    /** @param look called when there is room for what the last round had to leave */
    void onRoom(Runnable look) {
        this.look = look;
    }

    /** Completes when what is due is on its way, not when it has arrived. */
    Future<Void> round() {
        int room = AT_ONCE - inFlight;
        if (room <= 0 || idle != null) {
            return Future.succeededFuture();
        }
        return store.claim(room, HOLD).map(due -> {
            more = due.size() == room;
            due.forEach(this::relay);
            return null;
        });
    }

    /** Nothing new is taken; completes when nothing is on its way any more. */
    Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        idle = stopped;
        if (inFlight == 0) {
            stopped.complete();
        }
        return stopped.future();
    }

    private void relay(OutboxStore.Due due) {
        inFlight++;
        bus.forward(to(due.op()), Buffer.buffer(due.body()), call(due))
                .compose(reply -> store.acknowledged(due.id()), cause -> notYet(due, cause))
                .onFailure(cause -> log.atWarn()
                        .setCause(cause)
                        .addKeyValue("id", due.id())
                        .log("an outbox row keeps its place until its hold is over"))
                .onComplete(done -> arrived());
    }

    private void arrived() {
        inFlight--;
        if (more && inFlight <= AT_ONCE / 2) {
            more = false;
            look.run();
        }
        if (inFlight == 0 && idle != null) {
            idle.tryComplete();
        }
    }

    /** Known by its id alone: the row holds JSON, and the answer is not read. */
    private static Op<Nothing, Nothing> to(String id) {
        return Op.of(id, Nothing.class, Nothing.class).within(ASK).asIdempotent();
    }

    private static Call call(OutboxStore.Due due) {
        return new Call(
                ASKER,
                due.id().toString(),
                System.nanoTime() + ASK.toNanos(),
                null,
                Locale.ENGLISH,
                due.id().toString());
    }

    private Future<Void> notYet(OutboxStore.Due due, Throwable cause) {
        String error = cause instanceof Failure failure ? failure.code() + ": " + failure.text() : cause.toString();
        if (cause instanceof Failure failure && HOPELESS.contains(failure.kind())) {
            log.atError()
                    .addKeyValue("id", due.id())
                    .addKeyValue("op", due.op())
                    .addKeyValue("reason", error)
                    .log("an outbox row is parked: its receiver will never take it as it is");
            return store.park(due.id(), error);
        }
        log.atInfo()
                .addKeyValue("id", due.id())
                .addKeyValue("op", due.op())
                .addKeyValue("attempts", due.attempts())
                .addKeyValue("reason", error)
                .log("an outbox row was not taken; it is put again later");
        return store.failed(due.id(), AGAIN.after(due.attempts()), error);
    }
}
