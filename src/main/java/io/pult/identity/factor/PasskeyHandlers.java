package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.Passkey;
import io.pult.contract.identity.PasskeyOps;
import io.pult.identity.Asker;
import io.pult.identity.UserStore;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The passkeys of the person who asks. */
final class PasskeyHandlers {
    private static final int MOST = 20;

    private final Pg pg;
    private final Ceremonies ceremonies;
    private final Challenges challenges;
    private final FactorChanges changes;
    private final InstantSource clock;

    PasskeyHandlers(Pg pg, Ceremonies ceremonies, Challenges challenges, FactorChanges changes, InstantSource clock) {
        this.pg = pg;
        this.ceremonies = ceremonies;
        this.challenges = challenges;
        this.changes = changes;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(PasskeyOps.CREATION_OPTIONS, this::creationOptions),
                bus.serve(PasskeyOps.ADD, this::add),
                bus.serve(PasskeyOps.LIST, this::list),
                bus.serve(PasskeyOps.REMOVE, this::remove));
    }

    Future<PasskeyOps.Options> creationOptions(PasskeyOps.CreationOptions request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return new UserStore(pg)
                .find(asker.user())
                .map(Optional::orElseThrow)
                .compose(user -> new PasskeyStore(pg)
                        .of(user.id())
                        .compose(existing -> ceremonies.creationOptions(user, existing)))
                .compose(options -> challenges.open(Challenges.Purpose.MAKE, asker.session(), options));
    }

    Future<Passkey> add(PasskeyOps.Add request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        var body = request.body();
        var response = PasskeyResponse.creation(body.response());
        return challenges
                .take(Challenges.Purpose.MAKE, asker.session())
                .compose(challenge -> ceremonies.made(
                        asker.user(), body.name(), challenge.orElseThrow(PasskeyHandlers::noChallenge), response))
                .compose(made -> changes.locked(asker.user(), tx -> store(tx, asker, made, call)));
    }

    private Future<Passkey> store(Sql tx, Asker asker, PasskeyStore.Stored made, Call call) {
        var at = clock.instant();
        return new SecondFactorStore(tx)
                .of(asker.user())
                .compose(before -> before.passkeys() >= MOST
                        ? Future.failedFuture(Failure.conflict(
                                "passkey.too_many", "There are " + MOST + " passkeys already; remove one first"))
                        : new PasskeyStore(tx)
                                .insert(made, at)
                                .compose(inserted -> changes.added(
                                        tx, asker, before, Map.of("method", "passkey", "name", made.name()), call)))
                .map(added -> new Passkey(made.id(), made.name(), at, null));
    }

    Future<PasskeyOps.Passkeys> list(PasskeyOps.ListPasskeys request, Call call) {
        return new PasskeyStore(pg).shown(Asker.of(call).user()).map(PasskeyOps.Passkeys::new);
    }

    Future<Nothing> remove(PasskeyOps.Remove request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return changes.locked(
                asker.user(),
                tx -> new PasskeyStore(tx)
                        .remove(asker.user(), request.id())
                        .compose(removed -> removed
                                ? new UserStore(tx).requireWayIn(asker.user()).map(true)
                                : Future.succeededFuture(false))
                        .compose(removed -> removed
                                ? changes.removed(tx, asker, Map.of("method", "passkey"), call)
                                : Future.failedFuture(
                                        Failure.notFound("passkey.not_found", "You have no passkey with this id")))
                        .map(Nothing.NOTHING));
    }

    private static Failure noChallenge() {
        return Failure.unprocessable(
                "passkey.no_challenge",
                "The question to the authenticator is over or was answered; ask for new options");
    }
}
