package io.pult.identity.factor;

import org.jspecify.annotations.Nullable;

/** What has come of somebody's showing a passkey. */
sealed interface Assertion {
    /** Which passkey it claims to be by; absent when nobody has such a one. */
    PasskeyStore.@Nullable Stored passkey();

    /** Signed by the passkey; what remains to be seen is whether it is the right person's. */
    record Genuine(PasskeyStore.Stored passkey, long signCount) implements Assertion {}

    /** @param why for the audit */
    record Refused(PasskeyStore.@Nullable Stored passkey, String why) implements Assertion {}
}
