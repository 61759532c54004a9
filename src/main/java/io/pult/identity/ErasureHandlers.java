package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ErasureOps;
import io.pult.contract.identity.ErasureOps.Asked;
import io.pult.contract.identity.ErasureOps.Erase;
import io.pult.contract.identity.ErasureOps.ErasedPage;
import io.pult.contract.identity.ErasureOps.PersonErased;
import io.pult.contract.identity.Role;
import io.pult.identity.ErasureStore.Locked;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes the wish that a person be forgotten, and has it done through the outbox. */
final class ErasureHandlers {
    private final Pg pg;
    private final Bus bus;
    private final Outbox outbox;
    private final InstantSource clock;
    private final PersonEraser eraser;

    ErasureHandlers(Pg pg, Bus bus, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.bus = bus;
        this.outbox = outbox;
        this.clock = clock;
        this.eraser = new PersonEraser(pg, outbox, clock);
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(ErasureOps.ERASE_ME, this::eraseMe),
                bus.serve(ErasureOps.ERASE_USER, this::eraseUser),
                bus.serve(ErasureOps.ERASE, this::erase),
                bus.serve(ErasureOps.ERASED_SINCE, this::erasedSince));
    }

    Future<Asked> eraseMe(ErasureOps.EraseMe request, Call call) {
        UUID user = Asker.person(call);
        call.requireConfirmed(clock.instant());
        return ask(user, call, person -> {});
    }

    Future<Asked> eraseUser(ErasureOps.EraseUser request, Call call) {
        call.requireConfirmed(clock.instant());
        return ask(request.id(), call, person -> Rank.requireReach(call, person.roles()));
    }

    /** What an asker has to be, seen the person. */
    private interface Rule {
        void check(Locked person);
    }

    private Future<Asked> ask(UUID user, Call call, Rule rule) {
        return pg.tx(tx -> {
                    var store = new ErasureStore(tx);
                    return store.lock(user)
                            .compose(found -> found.isEmpty()
                                    ? store.erasedAt(user).map(at -> at.orElseThrow(MeHandlers::unknown))
                                    : asked(tx, store, user, found.get(), call, rule));
                })
                .map(since -> new Asked(user, since));
    }

    private Future<Instant> asked(Sql tx, ErasureStore store, UUID user, Locked person, Call call, Rule rule) {
        rule.check(person);
        if (person.since() != null) {
            return Future.succeededFuture(person.since());
        }
        Instant now = clock.instant();
        var entry = AuditEntry.done(call, now, "user.erasure_asked", User.subject(user));
        return anotherSuperuser(tx, user, person)
                .compose(may -> store.block(user, now))
                .compose(blocked -> store.revokeKeys(user, now))
                .compose(keys -> outbox.put(tx, AuditEntry.RECORD, entry)
                        .compose(put -> outbox.put(tx, ErasureOps.ERASE, new Erase(user, call.requestId())))
                        .compose(put -> revoke(tx, user, keys)))
                .map(now);
    }

    private static Future<Void> anotherSuperuser(Sql tx, UUID user, Locked person) {
        return person.roles().contains(Role.SUPERUSER)
                ? new SuperuserStore(tx).requireAnotherThan(user)
                : Future.succeededFuture();
    }

    private static Future<Void> revoke(Sql tx, UUID user, List<String> keys) {
        var handles = new ArrayList<>(keys);
        handles.add(RevocationStore.user(user));
        return new RevocationStore(tx).add(handles.toArray(String[]::new));
    }

    Future<Nothing> erase(Erase request, Call call) {
        return eraser.erase(request, call).map(erased -> {
            if (erased) {
                bus.publish(ErasureOps.PERSON_ERASED, new PersonErased(request.user()));
            }
            return Nothing.NOTHING;
        });
    }

    Future<ErasedPage> erasedSince(ErasureOps.ErasedSince request, Call call) {
        long after = request.after() == null ? 0 : request.after();
        return new ErasureStore(pg)
                .since(after)
                .map(entries -> new ErasedPage(
                        entries,
                        entries.isEmpty()
                                ? after
                                : entries.get(entries.size() - 1).seq()));
    }
}
