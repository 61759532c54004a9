package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.mtproto.SignInRefused;
import io.pult.mtproto.session.CallFailure;
import java.time.Duration;

/** What a person is told when a step of a sign-in fails. Nothing of what the person typed is in it. */
final class SignInFailures {
    /** Telegram names no time when it has had enough of a number. */
    private static final Duration LONG = Duration.ofHours(24);

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

    private static Failure of(SignInRefused refused) {
        return switch (refused.reason()) {
            case PHONE_INVALID ->
                no(
                        "phone_invalid",
                        "Telegram does not know a phone number like this; write it with its country's code");
            case PHONE_BANNED -> no("phone_banned", "This number is banned from Telegram");
            case WRONG_CODE -> no("wrong_code", "The code is wrong");
            case CODE_EXPIRED -> no("code_expired", "The code has expired; have another one sent");
            case NO_MORE_WAYS ->
                no("no_more_ways", "Telegram has no other way to send a code; use the QR code, or try again later");
            case WRONG_PASSWORD -> no("wrong_password", "The password is wrong");
            case SIGN_UP_FORBIDDEN -> unregistered();
            case TOO_OFTEN -> flood(refused.retryAfter() == null ? LONG : refused.retryAfter());
            case APP_REFUSED ->
                no("app_refused", "Telegram does not take the api_id and api_hash; see https://my.telegram.org");
            case LAYER_TOO_OLD, CLIENT_UPDATE_NEEDED -> outdated();
            case ACCOUNT_DELETED -> no("account_deleted", "This account was deleted or is banned");
            case QR_EXPIRED -> no("qr_expired", "The QR code has expired; show another one");
            case OTHER ->
                refused(refused.error() == null ? "no reason" : refused.error().text());
        };
    }

    static Failure unregistered() {
        return no("sign_up_forbidden", "Nobody has this number at Telegram; register it in an official app first");
    }

    static Failure paymentRequired() {
        return no(
                "payment_required",
                "Telegram wants to be paid for this code; sign in by the QR code, or in an official app");
    }

    static Failure bot() {
        return no("bot", "This is a bot's account, and only people's accounts can be used here");
    }

    static Failure flood(Duration wait) {
        return Failure.tooMany("telegram.flood", "Telegram wants to be left alone for a while", wait);
    }

    private static Failure outdated() {
        return Failure.upstream("sign_in.outdated", "Telegram wants a newer client than this version of Pult");
    }

    private static Failure refused(String error) {
        return Failure.upstream("sign_in.refused", "Telegram refuses: " + error).with("telegram_error", error);
    }

    private static Failure no(String code, String message) {
        return Failure.unprocessable("sign_in." + code, message);
    }
}
