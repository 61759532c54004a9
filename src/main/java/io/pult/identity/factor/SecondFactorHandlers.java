package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondFactors;
import io.pult.identity.Asker;
import io.pult.identity.Rank;
import io.pult.identity.SessionStore;
import io.pult.identity.UserStore;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a person has set up, and its reset by an administrator, for those who have lost all of it. */
final class SecondFactorHandlers {
    private final Pg pg;
    private final FactorChanges changes;
    private final InstantSource clock;

    SecondFactorHandlers(Pg pg, FactorChanges changes, InstantSource clock) {
        this.pg = pg;
        this.changes = changes;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(bus.serve(SecondFactorOps.MINE, this::mine), bus.serve(SecondFactorOps.RESET, this::reset));
    }

    Future<SecondFactors> mine(SecondFactorOps.Mine request, Call call) {
        return new SecondFactorStore(pg).of(Asker.of(call).user());
    }

    Future<Nothing> reset(SecondFactorOps.Reset request, Call call) {
        call.requireConfirmed(clock.instant());
        UUID id = request.id();
        return changes.locked(
                id,
                tx -> new UserStore(tx)
                        .find(id)
                        .map(Optional::orElseThrow)
                        .compose(user -> {
                            Rank.requireReach(call, user.roles());
                            return new SecondFactorStore(tx).of(id);
                        })
                        .compose(factors -> factors.any() ? reset(tx, id, call) : Future.succeededFuture())
                        .map(Nothing.NOTHING));
    }

    /** Whoever may have got in with the lost factor is out as well. */
    private Future<Void> reset(Sql tx, UUID id, Call call) {
        return new SecondFactorStore(tx)
                .removeAll(id)
                .compose(removed -> new SessionStore(tx).endAllBut(id, null, clock.instant(), "factors_reset"))
                .compose(ended -> changes.changed(tx, id, "factor.removed", Map.of("method", "all"), call));
    }
}
