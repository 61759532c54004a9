package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.BulkChangeOps;
import io.pult.contract.identity.BulkChangeOps.Applied;
import io.pult.contract.identity.BulkChangeOps.Previewed;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The preview of a bulk change; applying it is the {@link BulkChangeRun}'s. */
final class BulkChangeHandlers {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MOST_PEOPLE = 10_000;
    private static final int SAMPLE = 10;

    /** How long it is still said of a preview that its time is over, and of a change that it was made. */
    private static final Duration KEPT_UNBEGUN = Duration.ofHours(1);

    private static final Duration KEPT = Duration.ofDays(1);

    private final Pg pg;
    private final BulkChangeRun run;
    private final Idempotency idempotency;
    private final InstantSource clock;

    BulkChangeHandlers(Pg pg, BulkChangeRun run, Idempotency idempotency, InstantSource clock) {
        this.pg = pg;
        this.run = run;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(bus.serve(BulkChangeOps.PREVIEW, this::preview), bus.serve(BulkChangeOps.APPLY, this::apply));
    }

    Future<Previewed> preview(BulkChangeOps.Preview request, Call call) {
        var body = request.body();
        Failure above = Rank.of(call.principal()).grant(body.role() == null ? Set.of() : Set.of(body.role()));
        if (above != null) {
            return Future.failedFuture(above);
        }
        Instant now = clock.instant();
        var header = new BulkChangeStore.Header(
                UUID.randomUUID(),
                call.principal().subject(),
                body.action(),
                body.role(),
                body.reason(),
                now.plus(LIFE),
                false,
                false);
        return pg.tx(tx -> frozen(tx, header, body, now)
                .compose(count -> new PersonStore(tx)
                        .list(body.filter(), PersonSort.NEWEST, SAMPLE, null)
                        .map(sample -> new Previewed(header.id(), count, sample.items(), header.expiresAt()))));
    }

    private static Future<Integer> frozen(
            Sql tx, BulkChangeStore.Header header, BulkChangeOps.Preview.Body body, Instant now) {
        var store = new BulkChangeStore(tx);
        return store.insert(header, now)
                .compose(inserted -> store.freeze(header.id(), body.filter(), MOST_PEOPLE))
                .compose(count -> count > MOST_PEOPLE
                        ? Future.failedFuture(Failure.unprocessable(
                                "bulk.too_many", "More than " + MOST_PEOPLE + " people are meant; narrow the filter"))
                        : Future.succeededFuture(count));
    }

    /** An effect in several transactions: the token says how far it has come, the key only gives the answer again. */
    Future<Applied> apply(BulkChangeOps.Apply request, Call call) {
        UUID token = request.body().token();
        return idempotency.onceOutside(
                call, BulkChangeOps.APPLY, request, () -> begin(token, call).compose(act -> run.all(token, act, call)));
    }

    private Future<PersonAct> begin(UUID token, Call call) {
        return pg.tx(tx -> {
            var store = new BulkChangeStore(tx);
            return store.lock(token).compose(found -> {
                var header = found.filter(
                                bulk -> bulk.askedBy().equals(call.principal().subject()))
                        .orElseThrow(BulkChangeHandlers::unknown);
                requireOpen(header);
                if (header.role() != null) {
                    call.requireConfirmed(clock.instant());
                }
                return store.begin(token, clock.instant()).map(begun -> act(header));
            });
        });
    }

    private void requireOpen(BulkChangeStore.Header header) {
        if (header.finished()) {
            throw Failure.conflict("bulk.applied", "This change was made already");
        }
        if (!header.begun() && !header.expiresAt().isAfter(clock.instant())) {
            throw Failure.of(
                    Failure.Kind.GONE, "bulk.expired", "The preview is older than 5 minutes; look again whom it meets");
        }
    }

    private static PersonAct act(BulkChangeStore.Header header) {
        return switch (header.action()) {
            case BLOCK -> new PersonAct.Block(there(header.reason()));
            case UNBLOCK -> new PersonAct.Unblock();
            case VERIFY -> new PersonAct.Verify(true);
            case UNVERIFY -> new PersonAct.Verify(false);
            case GRANT -> new PersonAct.Roles(Set.of(there(header.role())), Set.of());
            case REVOKE -> new PersonAct.Roles(Set.of(), Set.of(there(header.role())));
        };
    }

    private static <T> T there(@Nullable T value) {
        return Objects.requireNonNull(value, "the table has it for this action");
    }

    Future<Void> forgetOld() {
        Instant now = clock.instant();
        return new BulkChangeStore(pg).forget(now.minus(KEPT_UNBEGUN), now.minus(KEPT));
    }

    private static Failure unknown() {
        return Failure.notFound("bulk.not_found", "There is no such preview of yours; look again whom it meets");
    }
}
