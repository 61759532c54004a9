package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Key sets by which nothing must verify. What a good set does, the sign-ins show. */
class IdTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SHARED = "a shared key that is published by mistake";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    private String refusal(JsonObject key, String idToken) {
        String set = new JsonObject().put("keys", new JsonArray().add(key)).encode();
        HttpServer server = Wait.on(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(set))
                .listen(0, "127.0.0.1"));
        var http = new ProviderHttp(
                vertx, new Ticker(vertx), new Vitals(() -> NOW), "telegram_sign_in", Duration.ofSeconds(5));
        var tokens = new IdTokens(vertx, http, () -> NOW, "https://issuer.example.org", "app");
        var keys = URI.create("http://127.0.0.1:" + server.actualPort() + "/jwks");
        return SocialLab.code(tokens.verify(idToken, keys, "nonce", Duration.ofSeconds(5)));
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("iss", "https://issuer.example.org")
                .put("aud", "app")
                .put("sub", "somebody")
                .put("nonce", "nonce")
                .put("iat", NOW.getEpochSecond())
                .put("exp", NOW.plusSeconds(600).getEpochSecond());
    }

    private static String encoded(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_key_that_cannot_be_read_does_not_open_the_door_to_what_nobody_signed() {
        var broken = new JsonObject()
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("n", "!")
                .put("e", "!");
        String unsigned = encoded(new JsonObject().put("alg", "none")) + "." + encoded(claims());

        assertThat(refusal(broken, unsigned)).isEqualTo("401 social.id_token_refused");
        assertThat(refusal(broken, unsigned + ".")).isEqualTo("401 social.id_token_refused");
        assertThat(refusal(broken, unsigned + ".c2ln")).isEqualTo("401 social.id_token_refused");
    }

    @Test
    void a_shared_key_in_a_public_set_signs_nothing() {
        var shared = new JsonObject()
                .put("kty", "oct")
                .put("alg", "HS256")
                .put(
                        "k",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(SHARED.getBytes(StandardCharsets.UTF_8)));
        var signer = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(SHARED)));
        String signed = signer.generateToken(claims(), new JWTOptions().setAlgorithm("HS256"));

        assertThat(refusal(shared, signed)).isEqualTo("502 social.provider_wrong");
    }
}
