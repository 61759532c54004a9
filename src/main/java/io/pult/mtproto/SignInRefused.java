package io.pult.mtproto;

import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.RpcError;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Telegram does not take a step of a sign-in; nothing was lost, and the same or another step may follow. */
public final class SignInRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        PHONE_INVALID("this is no phone number"),
        PHONE_BANNED("this number is banned from Telegram"),
        WRONG_CODE("the code is wrong"),
        CODE_EXPIRED("the code has expired: ask for another one"),
        NO_MORE_WAYS("there is no other way to send a code"),
        WRONG_PASSWORD("the password is wrong"),
        SIGN_UP_FORBIDDEN("Telegram registers this number in an official app only"),
        TOO_OFTEN("Telegram wants to be left alone for a while"),
        APP_REFUSED("Telegram does not take the api_id of this application"),
        LAYER_TOO_OLD("Telegram wants a newer client"),
        CLIENT_UPDATE_NEEDED("the account's password needs a newer client"),
        ACCOUNT_DELETED("the account was deleted or is banned"),
        QR_EXPIRED("the QR code has expired"),
        OTHER("Telegram refuses");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final Reason reason;
    private final transient @Nullable RpcError error;
    private final @Nullable Duration retryAfter;

    SignInRefused(Reason reason, @Nullable RpcError error, @Nullable Duration retryAfter) {
        super(reason.text + (error == null ? "" : " (" + error.text() + ")"), null, false, false);
        this.reason = reason;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** As Telegram said it; null when it did not say it itself. */
    public @Nullable RpcError error() {
        return error;
    }

    /** When it may be tried again; null when Telegram does not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The failure in the words of a sign-in; what has none stays what it is. */
    static Throwable of(Throwable cause) {
        if (cause instanceof CallFailure.FloodWait flood) {
            return new SignInRefused(Reason.TOO_OFTEN, flood.error(), flood.retryAfter());
        }
        return cause instanceof CallFailure.Refused refused
                ? new SignInRefused(reason(refused.error().kind()), refused.error(), null)
                : cause;
    }

    private static Reason reason(String kind) {
        return switch (kind.toUpperCase(Locale.ROOT)) {
            case "PHONE_NUMBER_INVALID" -> Reason.PHONE_INVALID;
            case "PHONE_NUMBER_BANNED" -> Reason.PHONE_BANNED;
            case "PHONE_CODE_INVALID", "PHONE_CODE_EMPTY" -> Reason.WRONG_CODE;
            case "PHONE_CODE_EXPIRED", "PHONE_CODE_HASH_EMPTY", "PHONE_CODE_HASH_INVALID" -> Reason.CODE_EXPIRED;
            case "SEND_CODE_UNAVAILABLE" -> Reason.NO_MORE_WAYS;
            case "PASSWORD_HASH_INVALID" -> Reason.WRONG_PASSWORD;
            case "PHONE_NUMBER_APP_SIGNUP_FORBIDDEN", "PHONE_NUMBER_UNOCCUPIED" -> Reason.SIGN_UP_FORBIDDEN;
            case "PHONE_NUMBER_FLOOD", "PHONE_PASSWORD_FLOOD" -> Reason.TOO_OFTEN;
            case "API_ID_INVALID", "API_ID_PUBLISHED_FLOOD" -> Reason.APP_REFUSED;
            case "UPDATE_APP_TO_LOGIN" -> Reason.LAYER_TOO_OLD;
            case "PHONE_PASSWORD_PROTECTED" -> Reason.CLIENT_UPDATE_NEEDED;
            case "USER_DEACTIVATED", "USER_DEACTIVATED_BAN" -> Reason.ACCOUNT_DELETED;
            case "AUTH_TOKEN_EXPIRED", "AUTH_TOKEN_ALREADY_ACCEPTED", "AUTH_TOKEN_INVALID" -> Reason.QR_EXPIRED;
            default -> Reason.OTHER;
        };
    }
}
