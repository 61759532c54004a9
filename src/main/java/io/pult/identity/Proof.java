package io.pult.identity;

import java.util.Locale;

/** By what somebody has shown who they are. */
public enum Proof {
    PASSWORD,
    TELEGRAM,
    YANDEX,
    /** Holds a device and unlocks it: two factors in one step. */
    PASSKEY,
    PASSWORD_AND_CODE,
    TELEGRAM_AND_CODE,
    YANDEX_AND_CODE;

    /** Two factors: there is nothing more to be shown. */
    public boolean complete() {
        return this == PASSKEY || this == PASSWORD_AND_CODE || this == TELEGRAM_AND_CODE || this == YANDEX_AND_CODE;
    }

    /** This one, and then a code by time or from paper. */
    public Proof andCode() {
        return switch (this) {
            case PASSWORD -> PASSWORD_AND_CODE;
            case TELEGRAM -> TELEGRAM_AND_CODE;
            case YANDEX -> YANDEX_AND_CODE;
            case PASSKEY, PASSWORD_AND_CODE, TELEGRAM_AND_CODE, YANDEX_AND_CODE -> this;
        };
    }

    /** As in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Proof of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
