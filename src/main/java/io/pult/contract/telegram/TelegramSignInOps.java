package io.pult.contract.telegram;

import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.OfWorkspace;
import io.pult.bus.Op;
import io.pult.bus.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs an account in and out. One sign-in of an account at a time, at the node that owns its session; it ends when ten
 * minutes pass without a step. Every step may fail with CONFLICT {@code sign_in.busy}, TOO_MANY {@code telegram.flood},
 * UNAVAILABLE {@code telegram.unreachable}, UNPROCESSABLE {@code telegram.no_app} or {@code sign_in.app_refused}.
 */
public final class TelegramSignInOps {
    /** Longer than the 30 s in which Telegram answers a call or never. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** A step that needs nothing but the account. */
    public record Step(UUID accountId, @Nullable Long epoch) implements AccountAsk<Step> {
        public Step(UUID accountId) {
            this(accountId, null);
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public Step at(long epoch) {
            return new Step(accountId, epoch);
        }
    }

    public record GiveCode(UUID accountId, @Nullable Long epoch, Code body) implements AccountAsk<GiveCode> {
        private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N} '’.,-]{1,200}");

        /** @param code digits, a word or a phrase, as it came */
        public record Code(String code) {
            public Code {
                if (code == null || !FORM.matcher(code).matches()) {
                    throw Failure.unprocessable(
                            "sign_in.code_malformed", "A code consists of digits, or of words, up to 200 characters");
                }
            }

            @Override
            public String toString() {
                return "Code[redacted]";
            }
        }

        public GiveCode(UUID accountId, String code) {
            this(accountId, null, new Code(code));
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public GiveCode at(long epoch) {
            return new GiveCode(accountId, epoch, body);
        }
    }

    public record GivePassword(UUID accountId, @Nullable Long epoch, Password body)
            implements AccountAsk<GivePassword> {
        private static final int LONGEST = 1_024;

        /** @param password is overwritten once it was tried; characters rather than a text, which could not be */
        @SuppressWarnings("ArrayRecordComponent") // nobody compares passwords here
        public record Password(char[] password) {
            public Password {
                if (password == null || password.length == 0 || password.length > LONGEST) {
                    throw Failure.unprocessable(
                            "sign_in.password_malformed", "A password has 1 to " + LONGEST + " characters");
                }
            }

            public void forget() {
                Arrays.fill(password, '\0');
            }

            @Override
            public String toString() {
                return "Password[redacted]";
            }
        }

        public GivePassword(UUID accountId, String password) {
            this(accountId, null, new Password(password.toCharArray()));
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public GivePassword at(long epoch) {
            return new GivePassword(accountId, epoch, body);
        }
    }

    /**
     * A sign-in went on, succeeded or ended.
     *
     * @param now where it is
     * @param reason why it ended without success: {@code cancelled}, {@code abandoned}, {@code node_gone}, or the code of a failure
     */
    public record Changed(
            UUID accountId,
            @Nullable UUID workspaceId,
            SignInProgress now,
            @Nullable String reason) implements OfWorkspace {}

    /**
     * Has a code sent to the account's phone; fails with CONFLICT {@code sign_in.already}, UNPROCESSABLE
     * {@code sign_in.no_phone}, {@code sign_in.phone_invalid}, {@code sign_in.phone_banned}.
     */
    public static final Op<Step, SignInProgress> SEND_CODE = step("telegram.sendCode");

    /** By the next way; fails with CONFLICT {@code sign_in.no_code_asked}, UNPROCESSABLE {@code sign_in.no_more_ways}. */
    public static final Op<Step, SignInProgress> RESEND_CODE = step("telegram.resendCode");

    /**
     * Fails with CONFLICT {@code sign_in.no_code_asked}, UNPROCESSABLE {@code sign_in.wrong_code},
     * {@code sign_in.code_expired}, {@code sign_in.sign_up_forbidden}, and CONFLICT {@code account.other_phone}.
     */
    public static final Op<GiveCode, SignInProgress> SIGN_IN =
            Op.of("telegram.signIn", GiveCode.class, SignInProgress.class).within(PATIENCE);

    /** Fails with CONFLICT {@code sign_in.no_password_asked}, UNPROCESSABLE {@code sign_in.wrong_password}. */
    public static final Op<GivePassword, SignInProgress> PASSWORD = Op.of(
                    "telegram.givePassword", GivePassword.class, SignInProgress.class)
            .within(PATIENCE);

    /** A QR code for Telegram's app of the person; asked again, the one that is shown now. */
    public static final Op<Step, SignInProgress> QR = step("telegram.showQr");

    /** Nothing happens when no sign-in is under way. */
    public static final Op<Step, SignInProgress> CANCEL =
            step("telegram.cancelSignIn").asIdempotent();

    /** Ends the session at Telegram and forgets its key here; nothing happens to an account that has none. */
    public static final Op<Step, SignInProgress> LOG_OUT = step("telegram.logOut");

    public static final Topic<Changed> CHANGED = Topic.of("telegram.signInChanged", Changed.class)
            .visibleTo("USER", "telegram:act")
            .toMembers(MemberRole.OPERATOR);

    private TelegramSignInOps() {}

    private static Op<Step, SignInProgress> step(String id) {
        return Op.of(id, Step.class, SignInProgress.class).within(PATIENCE);
    }
}
