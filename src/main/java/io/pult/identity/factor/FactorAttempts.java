package io.pult.identity.factor;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.identity.User;
import io.pult.infra.Outbox;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One attempt to show a second factor, in the transaction of whatever depends on it: slowed down, checked, used up, written
 * into the audit. The transaction has locked the person's row, and is to be committed also when the attempt fails.
 */
final class FactorAttempts {
    private final TotpSecrets secrets;
    private final Outbox outbox;
    private final InstantSource clock;

    FactorAttempts(TotpSecrets secrets, Outbox outbox, InstantSource clock) {
        this.secrets = secrets;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What a wrong code and a wrong passkey alike are answered with; a code that was used before is a wrong one. */
    static Failure wrong(Failure.Kind kind) {
        return Failure.of(
                kind, "factor.wrong", "This is wrong, was used already, or is somebody else's; use the next code");
    }

    /**
     * @param details for the audit
     * @return whether the factor is this person's, and was not used before; fails with TOO_MANY
     *     {@code factor.too_many_attempts}
     */
    Future<Boolean> attempt(Sql tx, User user, Shown shown, Map<String, String> details, Call call) {
        Instant now = clock.instant();
        boolean guessable = !(shown instanceof Shown.Key);
        Future<Void> allowed = guessable ? FactorGuard.require(tx, user.id(), now) : Future.succeededFuture();
        return allowed.compose(go -> use(tx, user.id(), shown, now))
                .compose(used -> record(tx, user, shown, used, details, call)
                        .compose(recorded ->
                                used || !guessable ? Future.succeededFuture() : FactorGuard.note(tx, user.id(), now))
                        .map(noted -> used));
    }

    private Future<Boolean> use(Sql tx, UUID user, Shown shown, Instant now) {
        if (shown instanceof Shown.Code code) {
            return useTotp(tx, user, code.text(), now);
        }
        if (shown instanceof Shown.Recovery recovery) {
            return new RecoveryCodeStore(tx).use(user, recovery.code(), now);
        }
        return ((Shown.Key) shown).assertion() instanceof Assertion.Genuine genuine
                        && genuine.passkey().user().equals(user)
                ? new PasskeyStore(tx).use(genuine.passkey().id(), genuine.signCount(), now)
                : Future.succeededFuture(false);
    }

    private Future<Boolean> useTotp(Sql tx, UUID user, String code, Instant now) {
        var store = new TotpStore(tx);
        return store.find(user).compose(found -> {
            if (found.isEmpty() || !found.get().active()) {
                return Future.succeededFuture(false);
            }
            var totp = found.get();
            OptionalLong step = TotpCodes.accepted(secrets.open(totp.envelope(), user), code, now, totp.lastStep());
            return step.isPresent() ? store.use(user, step.getAsLong()) : Future.succeededFuture(false);
        });
    }

    private Future<?> record(Sql tx, User user, Shown shown, boolean used, Map<String, String> details, Call call) {
        var all = new HashMap<>(details);
        all.put("method", shown.method().text());
        if (shown instanceof Shown.Key key && key.assertion() instanceof Assertion.Refused refused) {
            all.put("why", refused.why());
        }
        Instant now = clock.instant();
        var entry = used
                ? AuditEntry.done(call, now, "factor.used", user.subject())
                : AuditEntry.refused(call, now, "factor.refused", user.subject(), wrong(Failure.Kind.UNAUTHENTICATED));
        return outbox.put(tx, AuditEntry.RECORD, entry.by(user.subject()).with(all));
    }
}
