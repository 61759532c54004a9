package io.pult.mtproto;

import io.pult.mtproto.SignInRefused.Reason;
import io.pult.mtproto.api.AccountPassword;
import io.pult.mtproto.api.AuthAuthorization;
import io.pult.mtproto.api.CheckPassword;
import io.pult.mtproto.api.GetPassword;
import io.pult.mtproto.api.InputCheckPasswordSRP;
import io.pult.mtproto.api.PasswordKdfAlgo;
import io.pult.mtproto.crypto.CryptoFailure;
import io.pult.mtproto.crypto.Srp;
import io.vertx.core.Future;
import java.util.Arrays;

/** Proves that the account's password is known, without sending it (core.telegram.org/api/srp). */
final class Passwords {
    private final TelegramClient client;
    private final ClientLoop loop;

    Passwords(TelegramClient client, ClientLoop loop) {
        this.client = client;
        this.loop = loop;
    }

    /** @param password is overwritten, whatever comes of it */
    Future<AuthAuthorization> check(char[] password) {
        return attempt(password)
                .recover(cause -> Refusals.is(cause, "SRP_ID_INVALID", "SRP_PASSWORD_CHANGED")
                        // What it was proved with had expired: once more with what holds now.
                        ? attempt(password)
                        : Future.failedFuture(cause))
                .onComplete(done -> Arrays.fill(password, '\0'));
    }

    private Future<AuthAuthorization> attempt(char[] password) {
        return client.call(new GetPassword())
                .compose(account -> proof(account, password))
                .compose(proof -> client.call(new CheckPassword(proof)));
    }

    private Future<InputCheckPasswordSRP> proof(AccountPassword account, char[] password) {
        byte[] theirs = account.srpB();
        Long id = account.srpId();
        if (!(account.currentAlgo() instanceof PasswordKdfAlgo.ModPow algo) || theirs == null || id == null) {
            return Future.failedFuture(new SignInRefused(Reason.CLIENT_UPDATE_NEEDED, null, null));
        }
        byte[] random = loop.entropy().bytes(256);
        char[] copy = password.clone();
        return loop.workers()
                .password(() -> Srp.proof(copy, algo.salt1(), algo.salt2(), algo.g(), algo.p(), theirs, random))
                .<InputCheckPasswordSRP>map(proof -> new InputCheckPasswordSRP.Srp(id, proof.a(), proof.m1()))
                // A worker that was too busy never came to it.
                .onComplete(done -> Arrays.fill(copy, '\0'))
                .recover(cause -> Future.failedFuture(
                        cause instanceof CryptoFailure ? new SignInRefused(Reason.OTHER, null, null) : cause));
    }
}
