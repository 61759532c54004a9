package io.pult.identity.social;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Keeps in the audit who was refused. */
final class Refusals {
    /** What somebody tried. Faults of a provider or of a store are the log's. */
    private static final Set<Failure.Kind> KEPT =
            EnumSet.of(Failure.Kind.UNAUTHENTICATED, Failure.Kind.FORBIDDEN, Failure.Kind.CONFLICT);

    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;

    Refusals(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * @param action for the audit, when it is refused
     * @return as the act ends, also when the refusal could not be kept
     */
    <T> Future<T> kept(Call call, String action, SocialProvider provider, Supplier<Future<T>> act) {
        return Future.succeededFuture().compose(now -> act.get()).recover(cause -> {
            if (!(cause instanceof Failure why) || !worthKeeping(why)) {
                return Future.failedFuture(cause);
            }
            var entry = AuditEntry.refused(call, clock.instant(), action, null, why)
                    .with(Map.of("provider", provider.text()));
            return outbox.put(pg, AuditEntry.RECORD, entry).transform(put -> Future.failedFuture(why));
        });
    }

    private static boolean worthKeeping(Failure why) {
        return KEPT.contains(why.kind()) || why.is("user.last_way_in");
    }
}
