package io.pult.telegram;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many questions each held session is answering, and whether it is kept afterwards. Confined to one loop. */
final class Uses {
    private final Map<UUID, Use> uses = new HashMap<>();

    private static final class Use {
        int running;
        boolean kept;
        final Promise<Void> quiet = Promise.promise();

        Use(boolean kept) {
            this.kept = kept;
        }
    }

    /** @param taken the session was nobody's before, and is given up again unless somebody says to keep it */
    void begin(UUID account, boolean taken) {
        uses.computeIfAbsent(account, first -> new Use(!taken)).running++;
    }

    /**
     * @param kept null: as it was
     * @return the session has to be released now
     */
    boolean end(UUID account, @Nullable Boolean kept) {
        Use use = uses.get(account);
        if (use == null) {
            return false;
        }
        if (kept != null) {
            use.kept = kept;
        }
        use.running--;
        if (use.running > 0) {
            return false;
        }
        uses.remove(account);
        use.quiet.complete();
        return !use.kept;
    }

    boolean inUse(UUID account) {
        return uses.containsKey(account);
    }

    /** When nothing is being answered any more. */
    Future<Void> quiet(UUID account) {
        Use use = uses.get(account);
        return use == null ? Future.succeededFuture() : use.quiet.future();
    }

    int running() {
        return uses.values().stream().mapToInt(use -> use.running).sum();
    }
}
