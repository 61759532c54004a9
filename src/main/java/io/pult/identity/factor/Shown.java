package io.pult.identity.factor;

import java.util.Locale;

/** What somebody shows as a second factor. */
sealed interface Shown {
    record Code(String text) implements Shown {
        @Override
        public String toString() {
            return "Code[redacted]";
        }
    }

    record Recovery(RecoveryCode code) implements Shown {}

    record Key(Assertion assertion) implements Shown {}

    /** As in the list of methods and in the audit. */
    default Method method() {
        if (this instanceof Code) {
            return Method.TOTP;
        }
        return this instanceof Recovery ? Method.RECOVERY_CODE : Method.PASSKEY;
    }

    enum Method {
        TOTP,
        RECOVERY_CODE,
        PASSKEY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
