package io.pult.mtproto;

import io.pult.mtproto.SignInStep.CodeSent;
import io.pult.mtproto.SignInStep.Way;
import io.pult.mtproto.api.AuthCodeType;
import io.pult.mtproto.api.AuthSentCode;
import io.pult.mtproto.api.AuthSentCodeType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads by which way a code comes. */
final class SentCodes {
    private record Sending(Way way, int length, @Nullable String hint) {}

    private SentCodes() {}

    static CodeSent step(AuthSentCode.Plain code) {
        Sending sending = sending(code.type());
        Integer timeout = code.timeout();
        return new CodeSent(
                sending.way,
                sending.length,
                sending.hint,
                next(code.nextType()),
                timeout == null ? null : Duration.ofSeconds(timeout));
    }

    private static Sending sending(AuthSentCodeType type) {
        if (type instanceof AuthSentCodeType.App app) {
            return new Sending(Way.APP, app.length(), null);
        } else if (type instanceof AuthSentCodeType.Sms sms) {
            return new Sending(Way.SMS, sms.length(), null);
        } else if (type instanceof AuthSentCodeType.Call call) {
            return new Sending(Way.CALL, call.length(), null);
        } else if (type instanceof AuthSentCodeType.FlashCall call) {
            return new Sending(Way.FLASH_CALL, 0, call.pattern());
        } else if (type instanceof AuthSentCodeType.MissedCall call) {
            return new Sending(Way.MISSED_CALL, call.length(), call.prefix());
        } else if (type instanceof AuthSentCodeType.EmailCode email) {
            return new Sending(Way.EMAIL, email.length(), email.emailPattern());
        } else if (type instanceof AuthSentCodeType.SetUpEmailRequired) {
            return new Sending(Way.EMAIL_NEEDED, 0, null);
        } else if (type instanceof AuthSentCodeType.FragmentSms fragment) {
            return new Sending(Way.FRAGMENT, fragment.length(), fragment.url());
        } else if (type instanceof AuthSentCodeType.FirebaseSms firebase) {
            return new Sending(Way.FIREBASE, firebase.length(), null);
        } else if (type instanceof AuthSentCodeType.SmsWord word) {
            return new Sending(Way.SMS_WORD, 0, word.beginning());
        }
        return new Sending(Way.SMS_PHRASE, 0, ((AuthSentCodeType.SmsPhrase) type).beginning());
    }

    private static @Nullable Way next(@Nullable AuthCodeType type) {
        if (type instanceof AuthCodeType.Sms) {
            return Way.SMS;
        } else if (type instanceof AuthCodeType.Call) {
            return Way.CALL;
        } else if (type instanceof AuthCodeType.FlashCall) {
            return Way.FLASH_CALL;
        } else if (type instanceof AuthCodeType.MissedCall) {
            return Way.MISSED_CALL;
        }
        return type instanceof AuthCodeType.FragmentSms ? Way.FRAGMENT : null;
    }
}
