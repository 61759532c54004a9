package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Pg;
import io.pult.infra.Role;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Asks people in time for what comes after a token that nothing refreshes, and takes tokens whose time is over out of
 * the pool. Runs once in the cluster.
 */
final class TokenExpiry {
    private static final int AT_ONCE = 100;
    /** Of refreshing, before a person hears that a token has ended meanwhile. */
    private static final int FAILED_TRIES = 3;

    private final Pg pg;
    private final Bus bus;
    private final PoolKeeper keeper;
    private final TokenNotices notices;
    private final Role role;
    private final Duration warning;

    TokenExpiry(Pg pg, Bus bus, PoolKeeper keeper, TokenNotices notices, Role role, Duration warning) {
        this.pg = pg;
        this.bus = bus;
        this.keeper = keeper;
        this.notices = notices;
        this.role = role;
        this.warning = warning;
    }

    Future<Void> run() {
        if (!role.held()) {
            return Future.succeededFuture();
        }
        return warn().compose(warned -> expire());
    }

    /** The mark and the item stand or fall together; what does not fit waits for the next run. */
    private Future<Void> warn() {
        return pg.tx(tx -> new TokenLifeStore(tx)
                .warnDue(warning, FAILED_TRIES, AT_ONCE)
                .compose(due -> Future.all(due.stream()
                                .map(stored -> notices.open(tx, stored, null))
                                .toList())
                        .mapEmpty()));
    }

    private Future<Void> expire() {
        return new TokenLifeStore(pg).expireDue(AT_ONCE).compose(this::announce);
    }

    private Future<Void> announce(List<Stored> ended) {
        ended.forEach(stored -> bus.publish(
                SystemAccountOps.CHANGED,
                new Changed(stored.account().id(), stored.account().status())));
        return Future.all(ended.stream().map(keeper::apply).toList()).mapEmpty();
    }
}
