package io.pult.vk;

import io.pult.infra.Backoff;
import io.pult.infra.Role;
import io.pult.vk.TokenCheck.Finding;
import io.pult.vk.TokenCheck.Subject;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the token of the environment back after VK has refused it: no row says that it is out, only Redis. Asked for by
 * one of the nodes that have it.
 */
final class EnvProbe {
    private static final Logger log = LoggerFactory.getLogger(EnvProbe.class);

    private final Role role;
    private final PoolToken token;
    private final PoolKeeper keeper;
    private final CallTools tools;
    private final TokenCheck check;
    private final Backoff intervals;
    private int tries;
    private long due;

    EnvProbe(Role role, PoolToken token, PoolKeeper keeper, CallTools tools) {
        this.role = role;
        this.token = token;
        this.keeper = keeper;
        this.tools = tools;
        this.check = new TokenCheck(tools);
        this.intervals = TokenProbes.intervals(tools.settings());
    }

    Future<Void> round() {
        if (!role.held()) {
            return Future.succeededFuture();
        }
        return tools.pool().look(List.of(token.member()), List.of()).compose(view -> {
            if (!view.thrownOut(token.member())) {
                tries = 0;
                return Future.succeededFuture();
            }
            if (tries == 0) {
                planNext();
            }
            return System.nanoTime() - due >= 0 ? probe() : Future.succeededFuture();
        });
    }

    private Future<Void> probe() {
        return check.ask(Subject.of(token), false).compose(finding -> {
            if (finding instanceof Finding.Alive) {
                log.info("the token of the environment lives again");
                return keeper.forgive(token);
            }
            planNext();
            return Future.succeededFuture();
        });
    }

    private void planNext() {
        tries++;
        due = System.nanoTime() + intervals.after(tries).toNanos();
    }
}
