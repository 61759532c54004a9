package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.mtproto.SignInRefused;
import io.pult.mtproto.session.CallFailure;
import java.time.Duration;
import java.util.Locale;

/** What a person is told when a step of a sign-in fails. Nothing of what the person typed is in it. */
final class SignInFailures {
    /** Telegram names no time when it has had enough of a number. */
    private static final Duration LONG = Duration.ofHours(24);

    private static final String SIGN_IN = "sign_in.";
    private static final String FLOOD = "telegram.flood";
    private static final Duration SOON = Duration.ofSeconds(10);

    private SignInFailures() {}

    static Failure of(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        } else if (cause instanceof SignInRefused refused) {
            return of(refused);
        } else if (cause instanceof CallFailure.FloodWait flood) {
            return flood(flood.retryAfter());
        } else if (cause instanceof CallFailure.Refused refused) {
            return refused(refused.error().text());
        } else if (cause instanceof CallFailure.Unreadable) {
            return outdated();
        }
        return Failure.unavailable(
                "telegram.unreachable", "Telegram was not reached, or did not answer in time; try again", SOON);
    }

    /** The same in the words of the person's language; what has none is said as it is. */
    static Throwable in(Locale locale, Throwable cause) {
        return cause instanceof Failure failure
                        && (failure.code().startsWith(SIGN_IN) || failure.is(FLOOD))
                        && TelegramWords.knows(failure.code())
                ? new Failure(
                        failure.kind(), failure.code(), TelegramWords.of(failure.code(), locale), failure.details())
                : cause;
    }

    private static Failure of(SignInRefused refused) {
        return switch (refused.reason()) {
            case PHONE_INVALID,
                    PHONE_BANNED,
                    WRONG_CODE,
                    CODE_EXPIRED,
                    NO_MORE_WAYS,
                    WRONG_PASSWORD,
                    SIGN_UP_FORBIDDEN,
                    APP_REFUSED,
                    ACCOUNT_DELETED,
                    QR_EXPIRED -> no(refused.reason().name().toLowerCase(Locale.ROOT));
            case TOO_OFTEN -> flood(refused.retryAfter() == null ? LONG : refused.retryAfter());
            case LAYER_TOO_OLD, CLIENT_UPDATE_NEEDED -> outdated();
            case OTHER ->
                refused(refused.error() == null ? "no reason" : refused.error().text());
        };
    }

    static Failure unregistered() {
        return no("sign_up_forbidden");
    }

    static Failure paymentRequired() {
        return no("payment_required");
    }

    static Failure bot() {
        return no("bot");
    }

    static Failure flood(Duration wait) {
        return Failure.tooMany(FLOOD, words(FLOOD), wait);
    }

    private static Failure outdated() {
        return Failure.upstream(SIGN_IN + "outdated", words("outdated"));
    }

    private static Failure refused(String error) {
        return Failure.upstream(SIGN_IN + "refused", "Telegram refuses: " + error)
                .with("telegram_error", error);
    }

    private static Failure no(String code) {
        return Failure.unprocessable(SIGN_IN + code, words(code));
    }

    private static String words(String code) {
        return TelegramWords.of(code, Locale.ENGLISH);
    }
}
