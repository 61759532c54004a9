package io.pult.identity.factor;

import io.pult.bus.Principal;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondStepOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.FactorRig;
import io.pult.identity.Proof;
import io.pult.identity.User;
import io.vertx.ext.auth.otp.OtpKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person has in their pocket: a device that shows codes, and a sheet of paper. */
record Device(FactorRig rig, User owner, SignedIn tokens, byte[] key, List<String> paper) {
    static final Duration STEP = Duration.ofSeconds(TotpCodes.PERIOD_SECONDS);

    /** Of somebody who has signed in, set up codes by time and waited for the next of them. */
    static Device of(FactorRig rig, User owner) {
        SignedIn tokens = rig.signIn(owner);
        Principal who = rig.principal(tokens);
        byte[] key = begun(rig, who);
        var codes = rig.ask(SecondFactorOps.ACTIVATE_TOTP, activation(code(rig, key)), who);
        rig.later(STEP);
        return new Device(rig, owner, tokens, key, codes.recoveryCodes());
    }

    static byte[] begun(FactorRig rig, Principal who) {
        var begun = rig.ask(SecondFactorOps.BEGIN_TOTP, new SecondFactorOps.BeginTotp(), who);
        return new OtpKey().setKey(begun.secret()).getKeyBytes();
    }

    static SecondFactorOps.ActivateTotp activation(String code) {
        return new SecondFactorOps.ActivateTotp(new SecondFactorOps.ActivateTotp.Body(code));
    }

    static String code(FactorRig rig, byte[] key) {
        return TotpCodes.of(key, TotpCodes.step(rig.now()));
    }

    /** What it shows now. */
    String code() {
        return code(rig, key);
    }

    /** Six digits that it shows in none of the steps around now. */
    String wrongCode() {
        long step = TotpCodes.step(rig.now());
        var shown = List.of(TotpCodes.of(key, step - 1), TotpCodes.of(key, step), TotpCodes.of(key, step + 1));
        return Stream.of("111111", "222222", "333333", "444444")
                .filter(code -> !shown.contains(code))
                .findFirst()
                .orElseThrow();
    }

    Principal who() {
        return rig.principal(tokens);
    }

    /** The token of a second step that has begun with the password. */
    String step() {
        return step(Proof.PASSWORD, ClientKind.API);
    }

    String step(Proof first, ClientKind kind) {
        return rig.signIn(owner, first, kind).secondStep().token();
    }

    static SecondStepOps.Finish finishing(String step, @Nullable String code, @Nullable String recoveryCode) {
        return new SecondStepOps.Finish(new SecondStepOps.Finish.Body(step, code, recoveryCode, null));
    }

    static SecondStepOps.Confirm confirmation(String code) {
        return new SecondStepOps.Confirm(new SecondStepOps.Confirm.Body(code, null));
    }
}
