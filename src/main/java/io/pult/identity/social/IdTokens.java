package io.pult.identity.social;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the id_tokens of one issuer (OpenID Connect Core §3.1.3.7): RS256 by a key of the issuer's set, who issued it,
 * for whom, until when, and for which sign-in. Keys are kept until a token comes that none of them has signed.
 */
final class IdTokens {
    /** By which the issuer's clock may differ from ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    /** Tokens with made-up key ids must not turn into a stream of questions to the issuer. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private static final Pattern SIGNED = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final Vertx vertx;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final String issuer;
    private final String audience;
    private @Nullable JWTAuth verifier;
    private Instant askedAt = Instant.MIN;

    IdTokens(Vertx vertx, ProviderHttp http, InstantSource clock, String issuer, String audience) {
        this.vertx = vertx;
        this.http = http;
        this.clock = clock;
        this.issuer = issuer;
        this.audience = audience;
    }

    /**
     * @param keys address of the issuer's set (JWKS)
     * @return the claims; fails with UNAUTHENTICATED {@code social.id_token_refused}, or with UPSTREAM
     */
    Future<JsonObject> verify(String idToken, URI keys, String nonce, Duration budget) {
        // A verifier that could read none of its keys takes what has no third part.
        if (!SIGNED.matcher(idToken).matches()) {
            return Future.failedFuture(refused());
        }
        return signed(idToken, keys, budget).map(claims -> {
            requireSound(claims, nonce);
            return claims;
        });
    }

    private Future<JsonObject> signed(String idToken, URI keys, Duration budget) {
        JWTAuth known = verifier;
        if (known == null) {
            return ask(keys, budget).compose(fresh -> claims(fresh, idToken)).recover(IdTokens::refusal);
        }
        return claims(known, idToken)
                .recover(cause -> cause instanceof NoSuchKeyIdException && maySettle()
                        ? ask(keys, budget).compose(fresh -> claims(fresh, idToken))
                        : Future.failedFuture(cause))
                .recover(IdTokens::refusal);
    }

    private boolean maySettle() {
        return Duration.between(askedAt, clock.instant()).abs().compareTo(SETTLED) >= 0;
    }

    private static Future<JsonObject> claims(JWTAuth verifier, String idToken) {
        return verifier.authenticate(new TokenCredentials(idToken))
                .map(user -> user.attributes().getJsonObject("accessToken"));
    }

    private static Future<JsonObject> refusal(Throwable cause) {
        return Future.failedFuture(cause instanceof Failure ? cause : refused());
    }

    private Future<JWTAuth> ask(URI keys, Duration budget) {
        return http.get(keys, Map.of(), budget).map(answer -> {
            var options = new JWTAuthOptions()
                    .setJWTOptions(new JWTOptions()
                            .setIssuer(issuer)
                            .addAudience(audience)
                            // By the clock of the node, below.
                            .setIgnoreExpiration(true));
            usable(answer).forEach(options::addJwk);
            // Without a key the library would take tokens that nobody has signed.
            if (options.getJwks() == null || options.getJwks().isEmpty()) {
                throw http.wrong("HTTP " + answer.status() + " without a key for RS256");
            }
            JWTAuth fresh = JWTAuth.create(vertx, options);
            askedAt = clock.instant();
            verifier = fresh;
            return fresh;
        });
    }

    /** Only what verifies RS256: a shared key in a public set would let everybody sign. */
    private static List<JsonObject> usable(ProviderHttp.Answer answer) {
        try {
            JsonArray keys = new JsonObject(answer.body()).getJsonArray("keys", new JsonArray());
            return keys.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .filter(key -> "RSA".equals(key.getValue("kty"))
                            && "RS256".equals(key.getValue("alg", "RS256"))
                            && "sig".equals(key.getValue("use", "sig"))
                            && key.getValue("n") instanceof String
                            && key.getValue("e") instanceof String)
                    .map(IdTokens::open)
                    .toList();
        } catch (DecodeException | ClassCastException e) {
            return List.of();
        }
    }

    private static JsonObject open(JsonObject key) {
        var open = new JsonObject()
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("use", "sig")
                .put("n", key.getValue("n"))
                .put("e", key.getValue("e"));
        return key.getValue("kid") instanceof String kid ? open.put("kid", kid) : open;
    }

    /** Issuer and audience the verifier has compared; here is what it does not know. */
    private void requireSound(JsonObject claims, String nonce) {
        Instant now = clock.instant();
        boolean sound = claims.getValue("exp") instanceof Number exp
                && claims.getValue("iat") instanceof Number iat
                && now.isBefore(at(exp).plus(CLOCKS_DIFFER))
                && !at(iat).isAfter(now.plus(CLOCKS_DIFFER))
                && claims.getValue("nonce") instanceof String given
                && same(given, nonce)
                && claims.getValue("sub") instanceof String
                && forUsAlone(claims);
        if (!sound) {
            throw refused();
        }
    }

    private boolean forUsAlone(JsonObject claims) {
        boolean several = claims.getValue("aud") instanceof JsonArray audiences && audiences.size() > 1;
        Object party = claims.getValue("azp");
        return party == null ? !several : audience.equals(party);
    }

    private static Instant at(Number seconds) {
        return Instant.ofEpochSecond(Math.max(0, Math.min(seconds.longValue(), Integer.MAX_VALUE * 100L)));
    }

    private static boolean same(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    static Failure refused() {
        return Failure.unauthenticated(
                "social.id_token_refused",
                "What the provider says of this person is not for us, or not for this sign-in");
    }
}
