package io.pult.identity.factor;

import io.pult.contract.identity.PasskeyOps;
import io.pult.infra.ClientNetwork;
import io.pult.infra.Digests;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The questions that authenticators have to sign, kept here for five minutes and one answer. Each is bound to its purpose, and
 * to the session, second step or sign-in that it was asked in: an answer is good nowhere else.
 */
final class Challenges {
    enum Purpose {
        MAKE,
        SIGN_IN,
        SECOND_STEP,
        CONFIRM
    }

    private final Pg pg;
    private final InstantSource clock;

    Challenges(Pg pg, InstantSource clock) {
        this.pg = pg;
        this.clock = clock;
    }

    /** @param to id of a session, or token of a second step: a new question replaces the one before */
    Future<PasskeyOps.Options> open(Purpose purpose, Object to, JsonObject options) {
        return put(purpose, to, options, null).map(put -> new PasskeyOps.Options(plain(options)));
    }

    /** @return fails with TOO_MANY {@code passkey.too_many_challenges} */
    Future<PasskeyOps.SignInChallenge> openFor(String token, JsonObject options, @Nullable String address) {
        return put(Purpose.SIGN_IN, token, options, address == null ? "" : ClientNetwork.of(address))
                .map(put -> new PasskeyOps.SignInChallenge(token, plain(options)));
    }

    private Future<Void> put(Purpose purpose, Object to, JsonObject options, @Nullable String address) {
        return new PasskeyChallengeStore(pg)
                .put(handle(purpose, to), options.getString("challenge"), address, clock.instant());
    }

    /** The question, which can be answered no more after this; empty when there is none, or it is over. */
    Future<Optional<String>> take(Purpose purpose, Object from) {
        return new PasskeyChallengeStore(pg).take(handle(purpose, from), clock.instant());
    }

    /** Without objects of the library's kind inside, which are written in another form over the bus. */
    private static Map<String, Object> plain(JsonObject options) {
        return new JsonObject(options.encode()).getMap();
    }

    private static String handle(Purpose purpose, Object of) {
        return Digests.sha256(purpose.name().toLowerCase(Locale.ROOT) + ":" + of);
    }
}
