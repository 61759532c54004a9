package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import io.pult.contract.identity.AuditEntry;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wants the person who asks for a dangerous act to have shown who they are a moment ago, not last week. */
public final class Confirmation {
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** By which the clock of the node that was shown it may be ahead of this one's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private Confirmation() {}

    /**
     * Keys and nodes pass: what they may do, their scopes say.
     *
     * @throws Failure FORBIDDEN {@code confirmation.needed}
     */
    public static void require(Call call, InstantSource clock) {
        SignIn signIn = call.principal().signIn();
        if (signIn != null && !fresh(signIn.confirmedAt(), clock.instant())) {
            throw Failure.forbidden(
                    "confirmation.needed",
                    "Show again who you are: by your password, a code or a passkey, or by signing in anew; then repeat"
                            + " this within five minutes");
        }
    }

    /**
     * The asker has shown anew who they are: written down, told to every cache, and in the audit. To be called in the
     * transaction that uses up the proof, as its last statement.
     *
     * @param at when they did
     * @return fails with UNAUTHENTICATED {@code token.unknown} when the session is over
     */
    public static Future<Void> renew(Sql tx, Outbox outbox, Asker asker, Instant at, Call call) {
        var entry = AuditEntry.done(call, at, "session.confirmed", "session:" + asker.session());
        return new SessionStore(tx)
                .confirm(asker.session(), at)
                .compose(living ->
                        living ? outbox.put(tx, AuditEntry.RECORD, entry) : Future.failedFuture(AccessTokens.unknown()))
                .compose(put -> new RevocationStore(tx).add(RevocationStore.user(asker.user())));
    }

    /** A clock that stepped back must not make an old confirmation last. */
    private static boolean fresh(Instant confirmedAt, Instant now) {
        return !confirmedAt.isBefore(now.minus(FRESH)) && !confirmedAt.isAfter(now.plus(CLOCKS_DIFFER));
    }
}
