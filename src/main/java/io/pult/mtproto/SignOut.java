package io.pult.mtproto;

import io.pult.mtproto.api.LogOut;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Ends a session for good: signs out, has the key destroyed, forgets it (core.telegram.org/method/auth.logOut). */
final class SignOut {
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final TelegramClient client;

    SignOut(TelegramClient client) {
        this.client = client;
    }

    /** @return a token that may spare the next sign-in on this device a code, when Telegram gives one: a secret */
    Future<Optional<byte[]>> run() {
        return client.call(new LogOut())
                .map(answer -> Optional.ofNullable(answer.futureAuthToken()))
                // A session that is lost is what was wanted.
                .recover(cause -> cause instanceof CallFailure.SessionLost
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause))
                .compose(token -> client.call(new DestroyAuthKey(), SHORT)
                        // Signed out it is already; a server that keeps the key keeps a key of nobody.
                        .transform(destroyed -> client.signedOut())
                        .map(closed -> token));
    }

    /** core.telegram.org/mtproto/service_messages: destroy_auth_key. Answers whether there was a key. */
    private record DestroyAuthKey() implements Call<Boolean> {
        private static final int DESTROY_AUTH_KEY = 0xd1435160;
        private static final int OK = 0xf660e1d4;
        private static final int NONE = 0x0a9f2259;
        private static final int FAIL = 0xea109b13;

        @Override
        public String method() {
            return "destroy_auth_key";
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public void write(TlWriter out) {
            out.int32(DESTROY_AUTH_KEY);
        }

        @Override
        public Boolean read(TlReader in) {
            int id = in.int32();
            if (id != OK && id != NONE && id != FAIL) {
                throw new TlFailure("destroy_auth_key is not answered with %08x".formatted(id));
            }
            return id != FAIL;
        }
    }
}
