package io.pult.identity;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/**
 * Makes and verifies access tokens: signed JWTs (RFC 7519) that name the person, the session and the end. What a person may
 * do is not in them, so that it can change while they live.
 */
final class AccessTokens {
    private static final String ISSUER = "pult";

    /** Seconds by which the clocks of two nodes may differ before a token of the one is from the future for the other. */
    private static final int CLOCKS_DIFFER = 60;

    private final JwtKeys keys;
    private final JWTAuth signer;
    private final JWTAuth verifier;
    private final InstantSource clock;
    private final Duration life;

    AccessTokens(Vertx vertx, JwtKeys keys, InstantSource clock, Duration life) {
        this.keys = keys;
        // One key each: with several the library signs with any of them.
        this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(keys.signing()));
        var all = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions()
                        .setIssuer(ISSUER)
                        .addAudience(ISSUER)
                        .setIgnoreExpiration(true)
                        .setLeeway(CLOCKS_DIFFER));
        keys.verifying().forEach(all::addPubSecKey);
        this.verifier = JWTAuth.create(vertx, all);
        this.clock = clock;
        this.life = life;
    }

    record Issued(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /** @param keyId of the key that it was signed with */
    record Claims(UUID user, UUID session, Instant expiresAt, String keyId) {}

    /** @param sessionEnds the token lives no longer than its session */
    Issued issue(UUID user, UUID session, Instant sessionEnds) {
        Instant now = clock.instant();
        Instant whole = now.plus(life);
        Instant end = whole.isBefore(sessionEnds) ? whole : sessionEnds;
        var claims = new JsonObject()
                .put("sub", user.toString())
                .put("sid", session.toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", end.getEpochSecond());
        var options = new JWTOptions()
                .setAlgorithm(keys.algorithm())
                .setIssuer(ISSUER)
                .addAudience(ISSUER)
                .setNoTimestamp(true);
        return new Issued(signer.generateToken(claims, options), Instant.ofEpochSecond(end.getEpochSecond()));
    }

    /** Ids of the keys whose tokens are still taken. */
    Set<String> keyIds() {
        return keys.ids();
    }

    /** @return fails with UNAUTHENTICATED {@code token.unknown}: not signed by us, not for us, or over */
    Future<Claims> verify(String token) {
        // Within compose: of some malformed tokens the library does not say no but throws.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(verifier::authenticate)
                .transform(done -> {
                    if (done.failed()) {
                        return Future.failedFuture(unknown());
                    }
                    return claims(done.result(), token);
                });
    }

    private Future<Claims> claims(User verified, String token) {
        try {
            JsonObject claims = verified.attributes().getJsonObject("accessToken");
            Instant now = clock.instant();
            Instant end = Instant.ofEpochSecond(claims.getLong("exp"));
            if (!end.isAfter(now)) {
                return Future.failedFuture(unknown());
            }
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            return Future.succeededFuture(new Claims(
                    UUID.fromString(claims.getString("sub")),
                    UUID.fromString(claims.getString("sid")),
                    end,
                    new JsonObject(Buffer.buffer(header)).getString("kid")));
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            return Future.failedFuture(unknown());
        }
    }

    static Failure unknown() {
        return Failure.unauthenticated("token.unknown", "This token is unknown, over or revoked");
    }
}
