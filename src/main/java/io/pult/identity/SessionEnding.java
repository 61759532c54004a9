package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends sessions: each time together with its line in the audit and with what every gateway reads. */
final class SessionEnding {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;

    SessionEnding(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    enum Why {
        LOGOUT,
        OWNER,
        ADMINISTRATOR,
        REUSE,
        /** Newer ones took its place. */
        TOO_MANY;

        /** As in the database. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @return false when this person has no such session, or no longer */
    Future<Boolean> one(UUID user, UUID session, Why why, Call call) {
        Instant now = clock.instant();
        var entry = AuditEntry.done(call, now, "session.ended", "session:" + session)
                .with(Map.of("because", why.text(), "user", user.toString()));
        return end(user, session, why, now, entry);
    }

    /** Somebody showed a token that was replaced long ago: the person, or whoever stole it from them. */
    Future<Boolean> reused(Sessions.Opened session, Failure refusal, Call call) {
        Instant now = clock.instant();
        var entry = AuditEntry.refused(call, now, refusal.code(), "session:" + session.id(), refusal)
                .by(User.subject(session.user()));
        return end(session.user(), session.id(), Why.REUSE, now, entry);
    }

    private Future<Boolean> end(UUID user, UUID session, Why why, Instant now, AuditEntry entry) {
        return pg.tx(tx -> new SessionStore(tx)
                .end(user, session, now, why.text())
                .compose(ended ->
                        ended ? record(tx, entry, List.of(session)).map(true) : Future.succeededFuture(false)));
    }

    /**
     * @param kept absent: all of them
     * @return how many
     */
    Future<Integer> allBut(UUID user, @Nullable UUID kept, Why why, Call call) {
        Instant now = clock.instant();
        return pg.tx(tx -> new SessionStore(tx)
                .endAllBut(user, kept, now, why.text())
                .compose(ended -> {
                    if (ended.isEmpty()) {
                        return Future.succeededFuture(0);
                    }
                    var entry = AuditEntry.done(call, now, "user.sessions_ended", "user:" + user)
                            .with(Map.of("because", why.text(), "count", String.valueOf(ended.size())));
                    return record(tx, entry, ended).map(ended.size());
                }));
    }

    /** Ends the oldest, so that no more than {@code kept} are left; in the transaction in which one was added. */
    Future<Void> beyond(Sql tx, UUID user, int kept, Call call) {
        Instant now = clock.instant();
        return new SessionStore(tx)
                .endBeyond(user, kept, now, Why.TOO_MANY.text())
                .compose(ended -> {
                    if (ended.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    var entry = AuditEntry.done(call, now, "user.sessions_ended", "user:" + user)
                            .by(User.subject(user))
                            .with(Map.of("because", Why.TOO_MANY.text(), "count", String.valueOf(ended.size())));
                    return record(tx, entry, ended);
                });
    }

    private Future<Void> record(Sql tx, AuditEntry entry, List<UUID> ended) {
        String[] handles = ended.stream().map(RevocationStore::session).toArray(String[]::new);
        return outbox.put(tx, AuditEntry.RECORD, entry).compose(put -> new RevocationStore(tx).add(handles));
    }
}
