package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Role;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** What is done about accounts without anybody asking for it, by whichever node has the role. */
final class AccountTasks {
    private static final Duration ROUND = Duration.ofSeconds(20);

    private final Bus bus;
    private final Ticker timers;
    private final VkIdClient door;
    private final TokenRefresh refresh;
    private final TokenExpiry expiry;
    private final AccountLookup lookup;
    private Ticker.Wake refreshing = () -> {};
    private Ticker.Wake ending = () -> {};
    private Ticker.Wake lookingUp = () -> {};

    /** @param deadlines of requests, which go on while the tasks of this class are waited for */
    AccountTasks(
            Vertx vertx,
            Ticker deadlines,
            Ground ground,
            VkSettings settings,
            Pg pg,
            TokenSeal seal,
            PoolKeeper keeper,
            TokenVerdicts verdicts,
            TokenNotices notices,
            VkProfiles profiles) {
        bus = ground.bus();
        timers = new Ticker(vertx);
        Role role = ground.lease().role("vk.accounts");
        door = new VkIdClient(vertx, deadlines, settings, ground.vitals());
        refresh = new TokenRefresh(
                pg, bus, seal, keeper, verdicts, notices, door, role, ground.clock(), settings.refreshBefore());
        expiry = new TokenExpiry(pg, bus, keeper, notices, role, settings.expiryWarning());
        lookup = new AccountLookup(pg, bus, profiles, role, () -> ground.systemCall(ROUND));
    }

    /** Changes of accounts are hints only: what is to be done says the table, and who does it the role. */
    Future<Void> start() {
        refreshing = timers.every(Duration.ofSeconds(15), "token refresh", refresh::run);
        ending = timers.every(Duration.ofSeconds(30), "token expiry", expiry::run);
        lookingUp = timers.every(Duration.ofSeconds(30), "names of accounts", lookup::run);
        return bus.onEvery(SystemAccountOps.CHANGED, event -> changed(event.body()));
    }

    private void changed(Changed change) {
        Status status = change.status();
        if (status == null) {
            return;
        }
        refreshing.now();
        if (status.live()) {
            ending.now();
            lookingUp.now();
        }
    }

    /** Accounts were added that VK has not been asked about. */
    void lookUp() {
        lookingUp.now();
    }

    Future<Void> stop() {
        return timers.stop().eventually(refresh::writeRest).eventually(door::close);
    }
}
