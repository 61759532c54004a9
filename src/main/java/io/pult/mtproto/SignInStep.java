package io.pult.mtproto;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a step of a sign-in led to: what is needed next, or that it is done. */
public sealed interface SignInStep {
    /** By which way a code came, or may come next (core.telegram.org/type/auth.SentCodeType). */
    enum Way {
        /** A message of Telegram's own account, in another session of the person. */
        APP,
        SMS,
        CALL,
        /** The number that calls is the code. */
        FLASH_CALL,
        /** The last digits of the number that calls are the code. */
        MISSED_CALL,
        EMAIL,
        /** An address of e-mail has to be set up first, in an official app. */
        EMAIL_NEEDED,
        /** At fragment.com. */
        FRAGMENT,
        /** For official apps alone. */
        FIREBASE,
        SMS_WORD,
        SMS_PHRASE
    }

    /**
     * A code is on its way. For applications other than Telegram's an SMS may never come: the QR code is the better way.
     *
     * @param length of the code; 0 when it is not known
     * @param hint where to look for it: a pattern of numbers, an address, the beginning of a phrase; null when there is none
     * @param next the way that a resend would take; null when there is none
     * @param timeout before a resend makes sense; null when it does not say
     */
    record CodeSent(
            Way way,
            int length,
            @Nullable String hint,
            @Nullable Way next,
            @Nullable Duration timeout) implements SignInStep {}

    /**
     * The account has a password.
     *
     * @param hint of the person to itself; null when it left none
     * @param recoverable whether an address of e-mail can replace a forgotten one, in an official app
     */
    record PasswordNeeded(@Nullable String hint, boolean recoverable) implements SignInStep {}

    /** Nobody has this number: Telegram wants the person to register in an official app. */
    record SignUpRequired() implements SignInStep {}

    /** Telegram wants to be paid for the code, in an official app. */
    record PaymentRequired() implements SignInStep {}

    /**
     * To be shown as a QR code, and made anew when it expires.
     *
     * @param link a secret: whoever opens it in an app that is signed in signs this one in
     */
    record ToBeScanned(String link, Instant expires) implements SignInStep {
        @Override
        public String toString() {
            return "ToBeScanned[expires=" + expires + "]";
        }
    }

    /** Done. Do not act for some minutes: another session may have to confirm it. */
    record Authorised(
            long userId,
            boolean bot,
            @Nullable String firstName,
            @Nullable String username) implements SignInStep {}
}
