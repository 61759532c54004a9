package io.pult.contract.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the sign-in of an account is, and what is needed next.
 *
 * @param state code_sent: the code; password_needed: the password; ready: nothing; what it was before: to begin, or, with an
 *     image, a scan of it
 * @param way by which a code is coming
 * @param length of the code, when Telegram told it
 * @param hint where to look for the code; of the password: what the person left itself as a reminder
 * @param nextWay that a resend would take; absent: there is none
 * @param timeoutS seconds before a resend makes sense
 * @param recoverable whether an address of e-mail can replace a forgotten password, in an official app
 * @param svg a QR code to be scanned: a secret, for it signs in whoever scans it
 * @param expiresAt when another image takes its place
 * @param sameAs another account here that is the same person's at Telegram, if the asker may see it
 * @param advice for people
 */
public record SignInProgress(
        UUID accountId,
        State state,
        @Nullable CodeWay way,
        @Nullable Integer length,
        @Nullable String hint,
        @Nullable CodeWay nextWay,
        @Nullable Long timeoutS,
        @Nullable Boolean recoverable,
        @Nullable String svg,
        @Nullable Instant expiresAt,
        @Nullable Long telegramId,
        @Nullable String username,
        @Nullable UUID sameAs,
        @Nullable String advice) {

    /** Nothing is under way. */
    public static SignInProgress none(UUID account, State state) {
        return new SignInProgress(
                account, state, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    public static SignInProgress code(
            UUID account,
            CodeWay way,
            @Nullable Integer length,
            @Nullable String hint,
            @Nullable CodeWay next,
            @Nullable Long timeoutS,
            @Nullable String advice) {
        return new SignInProgress(
                account,
                State.CODE_SENT,
                way,
                length,
                hint,
                next,
                timeoutS,
                null,
                null,
                null,
                null,
                null,
                null,
                advice);
    }

    public static SignInProgress password(UUID account, @Nullable String hint, boolean recoverable) {
        return new SignInProgress(
                account,
                State.PASSWORD_NEEDED,
                null,
                null,
                hint,
                null,
                null,
                recoverable,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public static SignInProgress image(UUID account, State state, String svg, Instant expiresAt) {
        return new SignInProgress(
                account, state, null, null, null, null, null, null, svg, expiresAt, null, null, null, null);
    }

    public static SignInProgress ready(
            UUID account, long telegramId, @Nullable String username, @Nullable UUID sameAs) {
        return new SignInProgress(
                account,
                State.READY,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                telegramId,
                username,
                sameAs,
                null);
    }

    /** Without the image, and without what a person wrote. */
    @Override
    public String toString() {
        return "SignInProgress[account=" + accountId + ", state=" + state.text() + "]";
    }
}
