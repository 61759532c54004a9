package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondFactorOps.RecoveryCodes;
import io.pult.contract.identity.SecondFactorOps.TotpBegun;
import io.pult.contract.identity.SecondFactors;
import io.pult.identity.Asker;
import io.pult.identity.UserStore;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Codes by time: set up, brought into force, removed; and the recovery codes that come with them. */
final class TotpHandlers {
    private static final Map<String, String> TOTP = Map.of("method", "totp");

    private final Pg pg;
    private final TotpSecrets secrets;
    private final FactorChanges changes;
    private final InstantSource clock;

    TotpHandlers(Pg pg, TotpSecrets secrets, FactorChanges changes, InstantSource clock) {
        this.pg = pg;
        this.secrets = secrets;
        this.changes = changes;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(SecondFactorOps.BEGIN_TOTP, this::begin),
                bus.serve(SecondFactorOps.ACTIVATE_TOTP, this::activate),
                bus.serve(SecondFactorOps.REMOVE_TOTP, this::remove),
                bus.serve(SecondFactorOps.RENEW_RECOVERY_CODES, this::renewRecoveryCodes));
    }

    Future<TotpBegun> begin(SecondFactorOps.BeginTotp request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        var key = secrets.make();
        return new UserStore(pg)
                .find(asker.user())
                .map(Optional::orElseThrow)
                .compose(
                        user -> new TotpStore(pg)
                                .begin(user.id(), secrets.seal(key, user.id()), clock.instant())
                                .compose(
                                        begun -> begun
                                                ? Future.succeededFuture(secrets.begun(key, user))
                                                : Future.failedFuture(
                                                        Failure.conflict(
                                                                "totp.active",
                                                                "Codes by time are in force already; remove them first to use another device"))));
    }

    Future<RecoveryCodes> activate(SecondFactorOps.ActivateTotp request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return changes.locked(
                asker.user(),
                tx -> new TotpStore(tx)
                        .find(asker.user())
                        .compose(found -> {
                            var pending = found.filter(totp -> !totp.active())
                                    .orElseThrow(() -> Failure.unprocessable(
                                            "totp.not_begun",
                                            "There are no codes by time that wait to be brought into force"));
                            return activate(tx, pending, request.body().code());
                        })
                        .compose(activated -> new SecondFactorStore(tx).of(asker.user()))
                        .compose(now -> recoveryCodes(tx, asker)
                                .compose(codes -> changes.added(tx, asker, withoutTotp(now), TOTP, call)
                                        .map(codes))));
    }

    private Future<Void> activate(Sql tx, TotpStore.Stored pending, String code) {
        OptionalLong step = TotpCodes.accepted(
                secrets.open(pending.envelope(), pending.user()), code, clock.instant(), pending.lastStep());
        if (step.isEmpty()) {
            // Nothing is guessed here: whoever asks has been given the secret.
            throw FactorAttempts.wrong(Failure.Kind.UNPROCESSABLE);
        }
        return new TotpStore(tx)
                .activate(pending, step.getAsLong(), clock.instant())
                .mapEmpty();
    }

    private static SecondFactors withoutTotp(SecondFactors now) {
        return new SecondFactors(false, now.passkeys(), now.recoveryCodesLeft());
    }

    private static Future<RecoveryCodes> recoveryCodes(Sql tx, Asker asker) {
        List<RecoveryCode> codes = RecoveryCode.make();
        return new RecoveryCodeStore(tx)
                .replace(asker.user(), codes)
                .map(stored ->
                        new RecoveryCodes(codes.stream().map(RecoveryCode::text).toList()));
    }

    Future<Nothing> remove(SecondFactorOps.RemoveTotp request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return changes.locked(
                asker.user(),
                tx -> new TotpStore(tx)
                        .remove(asker.user())
                        .compose(removed -> removed
                                ? changes.removed(tx, asker, TOTP, call)
                                : Future.failedFuture(Failure.notFound("totp.not_found", "There are no codes by time")))
                        .map(Nothing.NOTHING));
    }

    Future<RecoveryCodes> renewRecoveryCodes(SecondFactorOps.RenewRecoveryCodes request, Call call) {
        Asker asker = Asker.of(call);
        call.requireConfirmed(clock.instant());
        return changes.locked(
                asker.user(),
                tx -> new SecondFactorStore(tx)
                        .of(asker.user())
                        .compose(factors -> factors.any()
                                ? recoveryCodes(tx, asker)
                                : Future.failedFuture(Failure.unprocessable(
                                        "factor.none",
                                        "Recovery codes stand in for a second factor; set one up first")))
                        .compose(codes -> changes.changed(
                                        tx, asker.user(), "factor.added", Map.of("method", "recovery_code"), call)
                                .map(codes)));
    }
}
