package io.pult.identity.factor;

import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.pult.bus.Failure;
import io.pult.identity.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.webauthn4j.Attestation;
import io.vertx.ext.auth.webauthn4j.Authenticator;
import io.vertx.ext.auth.webauthn4j.COSEAlgorithm;
import io.vertx.ext.auth.webauthn4j.RelyingParty;
import io.vertx.ext.auth.webauthn4j.ResidentKey;
import io.vertx.ext.auth.webauthn4j.UserVerification;
import io.vertx.ext.auth.webauthn4j.WebAuthn4J;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JCredentials;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ceremonies of WebAuthn level 2, making a passkey and showing one, by the library. No attestation is asked for, so
 * that no list of makers is fetched from anywhere: which authenticator people use is theirs to choose.
 *
 * <p>The library verifies signatures on whatever thread it is called on, and loads some hundred classes the first time: a
 * worker, not the loop. Confined to one context.
 */
final class Ceremonies {
    private static final Logger log = LoggerFactory.getLogger(Ceremonies.class);

    private static final String NAME = "Pult";
    private static final Duration TOO_LONG = Duration.ofSeconds(5);

    /** A verification takes less than a millisecond: whoever is behind so many waits for nothing. */
    private static final int MOST_WAITING = 200;

    private final PasskeySite site;
    private final CeremonyStorage storage = new CeremonyStorage();
    private final WebAuthn4J library;
    private final WorkerExecutor worker;
    private int waiting;

    Ceremonies(Vertx vertx, PasskeySite site) {
        this.site = site;
        this.library = WebAuthn4J.create(vertx, options(site)).credentialStorage(storage);
        this.worker = vertx.createSharedWorkerExecutor("passkeys", 1, TOO_LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static WebAuthn4JOptions options(PasskeySite site) {
        return new WebAuthn4JOptions()
                .setRelyingParty(new RelyingParty().setId(site.id()).setName(NAME))
                .setAttestation(Attestation.NONE)
                .setUseMetadata(false)
                .setResidentKey(ResidentKey.REQUIRED)
                .setUserVerification(UserVerification.REQUIRED)
                .setUserPresenceRequired(true)
                .setPubKeyCredParams(List.of(COSEAlgorithm.ES256, COSEAlgorithm.RS256))
                .setExtensions(new JsonObject())
                .setTimeoutInMilliseconds(PasskeyChallengeStore.LIFE.toMillis());
    }

    /** Options to make a passkey with, and not on an authenticator that has one of these. */
    Future<JsonObject> creationOptions(User user, List<PasskeyStore.Stored> existing) {
        String shown = user.login() == null ? user.id().toString().substring(0, 8) : user.login();
        String ceremony = storage.begin(existing);
        return library.createCredentialsOptions(
                        new JsonObject().put("name", ceremony).put("displayName", shown))
                .onComplete(done -> storage.end(ceremony))
                .map(options -> {
                    // The library makes up a new person each time; this one is who comes back at the sign-in.
                    options.getJsonObject("user").put("id", handle(user.id())).put("name", shown);
                    return options;
                });
    }

    /** @param allowed empty: any of the site's, chosen by its owner */
    Future<JsonObject> requestOptions(List<PasskeyStore.Stored> allowed) {
        return library.getCredentialsOptions(null).map(options -> {
            if (!allowed.isEmpty()) {
                var credentials = new JsonArray();
                allowed.forEach(passkey -> credentials.add(
                        new JsonObject().put("type", "public-key").put("id", passkey.credential())));
                options.put("allowCredentials", credentials);
            }
            return options;
        });
    }

    /** @return fails with UNPROCESSABLE {@code passkey.refused} */
    Future<PasskeyStore.Stored> made(UUID user, String name, String challenge, PasskeyResponse response) {
        return verify(challenge, response, List.of())
                .map(made -> new PasskeyStore.Stored(
                        UUID.randomUUID(),
                        user,
                        name,
                        made.getCredID(),
                        made.getPublicKey(),
                        made.getAaguid(),
                        made.getCounter()))
                .recover(cause -> {
                    if (cause instanceof Failure) {
                        return Future.failedFuture(cause);
                    }
                    log.atDebug().setCause(cause).log("a new passkey was refused");
                    return Future.failedFuture(
                            Failure.unprocessable(
                                    "passkey.refused",
                                    "This passkey was not made for this site and this question, or without asking for its owner"));
                });
    }

    /** @return fails when there is too much to do, and for nothing else */
    Future<Assertion> shown(PasskeyStore.Stored passkey, String challenge, PasskeyResponse response) {
        String handle = response.userHandle();
        if (handle != null && !handle.equals(handle(passkey.user()))) {
            return Future.succeededFuture(new Assertion.Refused(passkey, "the passkey is for another person"));
        }
        return verify(challenge, response, List.of(passkey))
                .<Assertion>map(used -> new Assertion.Genuine(passkey, used.getCounter()))
                .recover(cause -> {
                    if (cause instanceof Failure) {
                        return Future.failedFuture(cause);
                    }
                    log.atDebug().setCause(cause).log("a passkey was refused");
                    String why = countsBack(cause)
                            ? "the count of signatures went back: there is a copy of this passkey"
                            : "not signed for this site and this question";
                    return Future.succeededFuture(new Assertion.Refused(passkey, why));
                });
    }

    private Future<Authenticator> verify(String challenge, PasskeyResponse response, List<PasskeyStore.Stored> known) {
        if (!site.allows(response.origin())) {
            return Future.failedFuture(new IllegalArgumentException("from the origin " + response.origin()));
        }
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(Failure.tooMany(
                    "passkey.busy", "Too many passkeys are being verified; try again", Duration.ofSeconds(1)));
        }
        waiting++;
        String ceremony = storage.begin(known);
        var credentials = new WebAuthn4JCredentials()
                .setUsername(ceremony)
                .setChallenge(challenge)
                .setOrigin(response.origin())
                .setWebauthn(response.json());
        return worker.executeBlocking(() -> library.authenticate(credentials), false)
                .compose(verified -> verified)
                .transform(done -> {
                    waiting--;
                    var ended = storage.end(ceremony);
                    return done.succeeded()
                            ? Future.succeededFuture(ended.result())
                            : Future.failedFuture(done.cause());
                });
    }

    private static boolean countsBack(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof MaliciousCounterValueException) {
                return true;
            }
        }
        return false;
    }

    /** By which an authenticator knows a person: says nothing about them. */
    static String handle(UUID user) {
        byte[] bits = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    Future<Void> close() {
        return worker.close();
    }
}
