package io.pult.identity;

import java.util.Locale;

/** By what somebody has shown who they are. */
public enum Proof {
    PASSWORD,
    TELEGRAM,
    YANDEX,
    /** Holds a device and unlocks it: two factors in one step. */
    PASSKEY,
    PASSWORD_AND_CODE;

    /** As in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
