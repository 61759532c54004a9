package io.pult.mtproto;

import io.pult.mtproto.api.AuthAuthorization;
import io.pult.mtproto.api.AuthLoginToken;
import io.pult.mtproto.api.ExportLoginToken;
import io.pult.mtproto.api.ImportLoginToken;
import io.pult.mtproto.session.AppIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens that another session of the person accepts (core.telegram.org/api/qr-login). */
final class QrCodes {
    private final TelegramClient client;
    private final Redirects redirects;
    private Promise<Void> scanned = Promise.promise();

    /** @param authorization set when it was scanned already */
    record Shown(String link, Instant expires, @Nullable AuthAuthorization authorization) {}

    QrCodes(TelegramClient client, Redirects redirects) {
        this.client = client;
        this.redirects = redirects;
        client.onLoginToken(this::accepted);
    }

    Future<Shown> show() {
        return export().recover(cause -> Refusals.is(cause, "AUTH_TOKEN_EXPIRED", "AUTH_TOKEN_ALREADY_ACCEPTED")
                ? export()
                : Future.failedFuture(cause));
    }

    /** The next scan. */
    Future<Void> scanned() {
        return scanned.future();
    }

    private void accepted() {
        Promise<Void> waiting = scanned;
        scanned = Promise.promise();
        waiting.complete();
    }

    private Future<Shown> export() {
        AppIdentity app = client.plan().app();
        return redirects
                .call(new ExportLoginToken(app.apiId(), app.apiHash(), List.of()))
                .compose(this::shown);
    }

    private Future<Shown> shown(AuthLoginToken token) {
        if (token instanceof AuthLoginToken.MigrateTo elsewhere) {
            return redirects
                    .follow(elsewhere.dcId(), new IllegalStateException("the QR code leads around in a circle"))
                    .compose(moved -> client.call(new ImportLoginToken(elsewhere.token())))
                    .compose(this::shown);
        } else if (token instanceof AuthLoginToken.Success success) {
            return Future.succeededFuture(new Shown("", Instant.EPOCH, success.authorization()));
        }
        var plain = (AuthLoginToken.Plain) token;
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(plain.token());
        return Future.succeededFuture(
                new Shown("tg://login?token=" + text, Instant.ofEpochSecond(plain.expires()), null));
    }
}
