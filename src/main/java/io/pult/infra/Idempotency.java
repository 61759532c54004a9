package io.pult.infra;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.Op;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does an act once for each key that its asker gave it, and gives the same answer for 24 hours. Without a key, and to an
 * anonymous asker, whose keys anybody could guess, the act is simply done.
 *
 * <p>Of the request a SHA-256 is kept, of the answer the whole JSON: an Op whose answer holds a secret (register, login,
 * refresh, key creation, export) does not go through here. A failure is not kept, unless the act says that it would be
 * the same again; the same key may try again. Fields of a request that is compared this way are lists rather than sets, because a set has no order that two nodes agree on.
 *
 * <p>What it cannot guarantee: that an act with an effect outside was done exactly once. It says so with
 * {@code idempotency.outcome_unknown}, instead of doing it again.
 */
public final class Idempotency {
    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

    private static final int LONGEST_KEY = 255;
    /** What an act may take on top of its Op's time-out before its claim counts as abandoned. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final Backoff KEEP = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 5);

    /** After these the effect may have happened. */
    private static final Set<Failure.Kind> DOUBTFUL =
            EnumSet.of(Failure.Kind.TIMEOUT, Failure.Kind.UPSTREAM, Failure.Kind.INTERNAL);

    private final Vertx vertx;
    private final Pg pg;

    public Idempotency(Vertx vertx, Pg pg) {
        this.vertx = vertx;
        this.pg = pg;
    }

    /**
     * For an act whose whole effect is in the database: the key, the effect and the answer stand or fall together.
     *
     * @return fails with CONFLICT {@code idempotency.in_progress} while another does the same, with UNPROCESSABLE
     *     {@code idempotency.key_reused} when the key came with another request, else as the act does
     */
    public <Q, R> Future<R> once(Call call, Op<Q, R> op, Q request, Function<Sql, Future<R>> act) {
        IdempotencyStore.Key key;
        try {
            key = keyOf(call, op, request);
        } catch (Failure e) {
            return Future.failedFuture(e);
        }
        if (key == null) {
            return pg.tx(act);
        }
        return pg.tx(tx -> {
            var store = new IdempotencyStore(tx);
            return keptUnderLock(store, key)
                    .compose(kept -> kept.isPresent()
                            ? answer(kept.get(), key, op, call)
                            : act.apply(tx)
                                    .compose(reply -> store.insertDone(key, Json.text(reply))
                                            .map(reply)));
        });
    }

    /**
     * For an act with an effect outside the database: the claim of the key stands before the act begins, the answer is
     * kept after it.
     *
     * @return fails as {@link #once}, and with CONFLICT {@code idempotency.outcome_unknown} when an earlier try under this
     *     key ended without telling how: its node died, or it failed with TIMEOUT, UPSTREAM or from the inside
     */
    public <Q, R> Future<R> onceOutside(Call call, Op<Q, R> op, Q request, Supplier<Future<R>> act) {
        return onceOutside(call, op, request, act, failure -> false);
    }

    /**
     * The same for an act that knows of some of its failures that nothing was done, whatever their kind, and that they are
     * its answer: the same key hears them again.
     */
    public <Q, R> Future<R> onceOutside(
            Call call, Op<Q, R> op, Q request, Supplier<Future<R>> act, Predicate<Failure> certain) {
        IdempotencyStore.Key key;
        try {
            key = keyOf(call, op, request);
        } catch (Failure e) {
            return Future.failedFuture(e);
        }
        if (key == null) {
            return act.get();
        }
        UUID claim = UUID.randomUUID();
        Future<Optional<IdempotencyStore.Kept>> claimed = pg.tx(tx -> {
            var store = new IdempotencyStore(tx);
            return keptUnderLock(store, key)
                    .compose(kept -> kept.isPresent()
                            ? Future.succeededFuture(kept)
                            : store.insertClaimed(key, claim, op.timeout().plus(LATE))
                                    .map(kept));
        });
        return claimed.compose(
                kept -> kept.isPresent() ? answer(kept.get(), key, op, call) : acted(key, claim, act, certain));
    }

    private <R> Future<R> acted(
            IdempotencyStore.Key key, UUID claim, Supplier<Future<R>> act, Predicate<Failure> certain) {
        Future<R> result;
        try {
            result = act.get();
        } catch (RuntimeException e) {
            result = Future.failedFuture(e);
        }
        var store = new IdempotencyStore(pg);
        return result.transform(done -> {
            Future<Void> keeping = KEEP.retry(vertx, cause -> true, () -> {
                if (done.succeeded()) {
                    return store.done(key, claim, Json.text(done.result()));
                }
                if (done.cause() instanceof Failure failure && certain.test(failure)) {
                    return store.refused(key, claim, Json.text(Refusal.of(failure)));
                }
                return doubtful(done.cause()) ? store.unknown(key, claim) : store.forget(key, claim);
            });
            // What happened has happened: the asker hears it also when it could not be kept, and the claim that stays
            // behind says of itself that its outcome is unknown.
            return keeping.onFailure(cause -> log.atWarn()
                            .setCause(cause)
                            .addKeyValue("op", key.op())
                            .log("the outcome of an act is not kept"))
                    .otherwiseEmpty()
                    .compose(kept -> done.succeeded()
                            ? Future.succeededFuture(done.result())
                            : Future.failedFuture(done.cause()));
        });
    }

    /** A failure as it is kept. */
    private record Refusal(Failure.Kind kind, String code, String message, Map<String, Object> details) {
        static Refusal of(Failure failure) {
            return new Refusal(failure.kind(), failure.code(), failure.text(), failure.details());
        }

        Failure failure() {
            return new Failure(kind, code, message, details);
        }
    }

    private static boolean doubtful(Throwable cause) {
        return !(cause instanceof Failure failure) || DOUBTFUL.contains(failure.kind());
    }

    private static Future<Optional<IdempotencyStore.Kept>> keptUnderLock(
            IdempotencyStore store, IdempotencyStore.Key key) {
        return store.lock(key)
                .compose(locked ->
                        locked ? store.find(key).map(Optional::ofNullable) : Future.failedFuture(inProgress()));
    }

    private static <R> Future<R> answer(IdempotencyStore.Kept kept, IdempotencyStore.Key key, Op<?, R> op, Call call) {
        if (!kept.hash().equals(key.hash())) {
            return Future.failedFuture(Failure.unprocessable(
                    "idempotency.key_reused", "This Idempotency-Key came with another request before; use a new one"));
        }
        if (kept.reply() != null) {
            call.notes().markReplayed();
            return Future.succeededFuture(Json.readReply(op, kept.reply()));
        }
        if (kept.refusal() != null) {
            return Future.failedFuture(
                    Json.readLeniently(kept.refusal(), Refusal.class).failure());
        }
        return Future.failedFuture(kept.state().equals("claimed") && kept.running() ? inProgress() : unknown());
    }

    private static Failure inProgress() {
        return Failure.conflict(
                        "idempotency.in_progress", "The first request with this Idempotency-Key is still at work")
                .retryAfter(Duration.ofSeconds(1));
    }

    private static Failure unknown() {
        return Failure.conflict(
                "idempotency.outcome_unknown",
                "Whether the first request with this Idempotency-Key was done is not known; look, and use a new key");
    }

    private static <Q> IdempotencyStore.@Nullable Key keyOf(Call call, Op<Q, ?> op, Q request) {
        String key = call.idempotencyKey();
        if (key == null || call.principal().anonymous()) {
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY || key.indexOf(0) >= 0) {
            throw Failure.invalid(
                    "idempotency.key_invalid", "An Idempotency-Key has 1 to " + LONGEST_KEY + " characters");
        }
        return new IdempotencyStore.Key(call.principal().subject(), op.id(), key, hash(request));
    }

    /** The order of a map's entries is not the same on two nodes, and is not part of the request. */
    private static String hash(Object request) {
        return Digests.sha256(new JsonObject(sorted(new JsonObject(Json.write(request)))).encode());
    }

    private static Map<String, Object> sorted(JsonObject object) {
        var sorted = new TreeMap<String, Object>();
        object.forEach(entry -> sorted.put(entry.getKey(), ordered(entry.getValue())));
        return sorted;
    }

    private static @Nullable Object ordered(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return new JsonObject(sorted(object));
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(Idempotency::ordered).toList());
        }
        return value;
    }
}
