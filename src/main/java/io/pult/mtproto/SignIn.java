package io.pult.mtproto;

import io.pult.mtproto.SignInStep.Authorised;
import io.pult.mtproto.api.AuthAuthorization;
import io.pult.mtproto.api.AuthSentCode;
import io.pult.mtproto.api.CancelCode;
import io.pult.mtproto.api.CodeSettings;
import io.pult.mtproto.api.GetPassword;
import io.pult.mtproto.api.ResendCode;
import io.pult.mtproto.api.SendCode;
import io.pult.mtproto.api.SignUp;
import io.pult.mtproto.api.User;
import io.pult.mtproto.session.AppIdentity;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * Signs an account in: by a code, or by a QR code, and by the account's password when it has one
 * (core.telegram.org/api/auth, core.telegram.org/api/qr-login). One step at a time; each tells what is next. Steps fail with
 * {@link SignInRefused}, or with a {@link io.pult.mtproto.session.CallFailure} when Telegram was not reached. Confined to the
 * loop of its client.
 */
public final class SignIn {
    private final TelegramClient client;
    private final Redirects redirects;
    private final Passwords passwords;
    private final QrCodes codes;

    private String phone = "";
    private String codeHash = "";
    private boolean restarted;

    SignIn(TelegramClient client, ClientLoop loop) {
        this.client = client;
        this.redirects = new Redirects(client);
        this.passwords = new Passwords(client, loop);
        this.codes = new QrCodes(client, redirects);
    }

    /**
     * Has a code sent.
     *
     * @param phoneNumber with its country, with or without "+"
     */
    public Future<SignInStep> sendCode(String phoneNumber) {
        phone = phoneNumber;
        AppIdentity app = client.plan().app();
        List<byte[]> tokens = client.plan().logoutTokens();
        var settings = new CodeSettings(tokens.isEmpty() ? null : tokens);
        return step(() -> redirects
                .call(new SendCode(phoneNumber, app.apiId(), app.apiHash(), settings))
                .compose(this::sent));
    }

    /** Has it sent by the next way. */
    public Future<SignInStep> resendCode() {
        return withCode(() -> client.call(new ResendCode(phone, codeHash)).compose(this::sent));
    }

    /** Gives up. The client is stopped: its key is nobody's. */
    public Future<Void> cancel() {
        Future<?> told = codeHash.isEmpty() ? Future.succeededFuture() : client.call(new CancelCode(phone, codeHash));
        codeHash = "";
        // Whether it was heard or not: the code expires by itself.
        return told.transform(done -> client.stop());
    }

    public Future<SignInStep> code(String code) {
        return withCode(() -> redirects
                .call(new io.pult.mtproto.api.SignIn(phone, codeHash, code))
                .compose(this::authorised));
    }

    /** Registers the number. Telegram lets hardly any application do this. */
    public Future<SignInStep> signUp(String firstName, String lastName) {
        return withCode(() ->
                client.call(new SignUp(phone, codeHash, firstName, lastName)).compose(this::authorised));
    }

    /** @param password is overwritten */
    public Future<SignInStep> password(char[] password) {
        return step(() -> passwords.check(password).compose(this::authorised));
    }

    /** A QR code to be shown, or a new one when it has expired. When it is scanned, {@link #scanned} completes. */
    public Future<SignInStep> qrCode() {
        return step(() -> codes.show().compose(this::shown));
    }

    /** What the scan of the shown code led to; never completes when nobody scans it. */
    public Future<SignInStep> scanned() {
        return codes.scanned().compose(scan -> qrCode());
    }

    private Future<SignInStep> step(Supplier<Future<SignInStep>> attempt) {
        if (client.isSignedIn()) {
            return Future.failedFuture(new IllegalStateException("this client is signed in"));
        }
        return attempt.get().recover(this::otherwise);
    }

    private Future<SignInStep> otherwise(Throwable cause) {
        if (Refusals.is(cause, "SESSION_PASSWORD_NEEDED")) {
            return client.call(new GetPassword())
                    .<SignInStep>map(account -> new SignInStep.PasswordNeeded(account.hint(), account.hasRecovery()))
                    .recover(why -> Future.failedFuture(SignInRefused.of(why)));
        }
        if (Refusals.is(cause, "AUTH_RESTART") && !restarted && !phone.isEmpty()) {
            restarted = true;
            return sendCode(phone);
        }
        return Future.failedFuture(SignInRefused.of(cause));
    }

    private Future<SignInStep> withCode(Supplier<Future<SignInStep>> attempt) {
        return codeHash.isEmpty()
                ? Future.failedFuture(new IllegalStateException("no code was asked for"))
                : step(attempt);
    }

    private Future<SignInStep> sent(AuthSentCode answer) {
        if (answer instanceof AuthSentCode.Plain code) {
            codeHash = code.phoneCodeHash();
            return Future.succeededFuture(SentCodes.step(code));
        } else if (answer instanceof AuthSentCode.Success success) {
            return authorised(success.authorization());
        }
        return Future.succeededFuture(new SignInStep.PaymentRequired());
    }

    private Future<SignInStep> shown(QrCodes.Shown shown) {
        return shown.authorization() == null
                ? Future.succeededFuture(new SignInStep.ToBeScanned(shown.link(), shown.expires()))
                : authorised(shown.authorization());
    }

    private Future<SignInStep> authorised(AuthAuthorization answer) {
        if (answer instanceof AuthAuthorization.Plain signedIn && signedIn.user() instanceof User.Plain user) {
            codeHash = "";
            client.signedIn(user.id(), user.bot());
            return Future.succeededFuture(new Authorised(user.id(), user.bot(), user.firstName(), user.username()));
        }
        return Future.succeededFuture(new SignInStep.SignUpRequired());
    }
}
