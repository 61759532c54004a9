package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.JwksOps.Jwk;
import io.pult.identity.IdentitySettings.JwtAlgorithm;
import io.pult.infra.Secrets;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which access tokens are taken, and which only look like ours. */
class AccessTokensTest {
    private static final Vertx vertx = Vertx.vertx();
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final UUID USER = UUID.randomUUID();
    private static final UUID SESSION = UUID.randomUUID();

    /** Making one takes a while, and the tests share them. */
    private static final PrivateKey RSA = rsaKey(2_048);

    private static final PrivateKey OTHER_RSA = rsaKey(2_048);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private Path secretsFile;
    private AccessTokens shared;
    private AccessTokens rsa;

    @BeforeEach
    void keys() throws IOException {
        secretsFile = folder.resolve("secrets.key");
        Secrets.generate(secretsFile);
        shared = shared();
        rsa = rsa(RSA);
    }

    @AfterAll
    static void close() {
        Wait.on(vertx.close());
    }

    @Test
    void a_token_that_is_not_signed_is_refused() {
        for (AccessTokens tokens : List.of(shared, rsa)) {
            String[] parts = issue(tokens).split("\\.");
            refused(tokens, part(new JsonObject().put("alg", "none").put("typ", "JWT")) + "." + parts[1] + ".");
            refused(tokens, part(header(parts[0]).put("alg", "none")) + "." + parts[1] + "." + parts[2]);
            refused(tokens, part(header(parts[0]).put("alg", "None")) + "." + parts[1] + ".");
            refused(tokens, parts[0] + "." + parts[1] + ".");
            refused(tokens, parts[0] + "." + parts[1]);
        }
    }

    @Test
    void a_token_of_another_algorithm_is_refused() throws Exception {
        String key = kid(issue(shared));
        byte[] secret = secretOf(key);
        refused(shared, signed("HS512", "HmacSHA512", secret, key, claims()));
        refused(shared, signed("HS384", "HmacSHA384", secret, key, claims()));
        refused(shared, signedRsa(RSA, kid(issue(rsa)), claims()));
    }

    @Test
    void the_public_key_is_no_secret_for_an_hmac() throws Exception {
        String kid = kid(issue(rsa));
        byte[] der = publicKey(load(rsaSettings(RSA)).open().get(0)).getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";

        refused(rsa, signed("HS256", "HmacSHA256", pem.getBytes(StandardCharsets.US_ASCII), kid, claims()));
        refused(rsa, signed("HS256", "HmacSHA256", der, kid, claims()));
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_believed() throws Exception {
        var jwk = load(rsaSettings(OTHER_RSA)).open().get(0);
        var header = new JsonObject()
                .put("alg", "RS256")
                .put("kid", kid(issue(rsa)))
                .put("jwk", new JsonObject().put("kty", "RSA").put("n", jwk.n()).put("e", jwk.e()));
        String signed = part(header) + "." + part(claims());

        refused(rsa, signed + "." + rsaSignature(OTHER_RSA, signed));
    }

    @Test
    void a_token_for_or_of_somebody_else_is_refused() throws Exception {
        String kid = kid(issue(shared));
        byte[] secret = secretOf(kid);
        assertThat(verify(shared, signed("HS256", "HmacSHA256", secret, kid, claims())))
                .isNotNull();

        refused(shared, signed("HS256", "HmacSHA256", secret, kid, claims().put("iss", "another")));
        refused(shared, signed("HS256", "HmacSHA256", secret, kid, claims().put("aud", "another")));
        refused(shared, signed("HS256", "HmacSHA256", secret, kid, without("iss")));
        refused(shared, signed("HS256", "HmacSHA256", secret, kid, without("aud")));
    }

    @Test
    void a_token_that_lacks_what_every_one_of_ours_has_is_refused() throws Exception {
        String kid = kid(issue(shared));
        byte[] secret = secretOf(kid);
        for (String claim : List.of("sub", "sid", "exp")) {
            refused(shared, signed("HS256", "HmacSHA256", secret, kid, without(claim)));
            refused(shared, signed("HS256", "HmacSHA256", secret, kid, claims().put(claim, "neither")));
        }
    }

    @Test
    void a_token_of_another_key_is_refused_even_under_the_name_of_ours() throws Exception {
        byte[] another = "another secret that is long enough".getBytes(StandardCharsets.US_ASCII);
        refused(shared, signed("HS256", "HmacSHA256", another, kid(issue(shared)), claims()));
        refused(shared, signed("HS256", "HmacSHA256", another, "another", claims()));
        refused(rsa, signedRsa(OTHER_RSA, kid(issue(rsa)), claims()));
        refused(rsa, issue(rsa(OTHER_RSA)));
    }

    @Test
    void a_token_that_was_tampered_with_is_refused() {
        for (AccessTokens tokens : List.of(shared, rsa)) {
            String token = issue(tokens);
            String[] parts = token.split("\\.");
            String mightier = part(new JsonObject(decoded(parts[1]))
                    .put("sub", UUID.randomUUID().toString()));

            refused(tokens, parts[0] + "." + mightier + "." + parts[2]);
            refused(tokens, token.substring(0, token.length() - 6) + "AAAAAA");
            refused(tokens, "eyJ");
            refused(tokens, "eyJ.eyJ.eyJ");
            refused(tokens, token + "." + parts[2]);
        }
    }

    @Test
    void a_token_is_over_at_its_end_by_our_clock_to_the_second() {
        for (AccessTokens tokens : List.of(shared, rsa)) {
            String token = issue(tokens);
            now = now.plus(LIFE).minusMillis(1);
            assertThat(verify(tokens, token).expiresAt()).isEqualTo(now.plusMillis(1));

            now = now.plusMillis(1);
            refused(tokens, token);
            now = now.minus(LIFE);
        }
    }

    @Test
    void a_token_of_a_node_whose_clock_is_a_minute_ahead_or_behind_is_taken() {
        String ahead = issue(shared);
        now = now.minusSeconds(60);
        assertThat(verify(shared, ahead).session()).isEqualTo(SESSION);
        now = now.plusSeconds(120);
        assertThat(verify(shared, ahead).session()).isEqualTo(SESSION);
    }

    @Test
    void a_token_names_person_and_session_its_end_and_its_key_and_nothing_that_they_may_do() {
        String token = issue(shared);

        var claims = verify(shared, token);

        assertThat(claims.user()).isEqualTo(USER);
        assertThat(claims.session()).isEqualTo(SESSION);
        assertThat(claims.expiresAt()).isEqualTo(now.plus(LIFE));
        assertThat(claims.keyId()).isIn(shared.keyIds());
        assertThat(new JsonObject(decoded(token.split("\\.")[1])).fieldNames())
                .containsExactlyInAnyOrder("sub", "sid", "jti", "iat", "exp", "iss", "aud");
        assertThat(issue(shared)).isNotEqualTo(token);
    }

    @Test
    void a_token_does_not_outlive_its_session() {
        var issued = shared.issue(USER, SESSION, now.plusSeconds(30));

        assertThat(issued.expiresAt()).isEqualTo(now.plusSeconds(30));
        now = now.plusSeconds(30);
        refused(shared, issued.token());
    }

    @Test
    void an_older_key_verifies_what_it_signed_until_it_is_taken_out() throws IOException {
        String old = issue(shared);
        Secrets.generate(secretsFile);
        AccessTokens both = shared();
        assertThat(verify(both, old).user()).isEqualTo(USER);
        String fresh = issue(both);
        assertThat(kid(fresh)).isNotEqualTo(kid(old));

        Files.writeString(
                secretsFile, Files.readString(secretsFile).lines().findFirst().orElseThrow());
        AccessTokens one = shared();

        assertThat(verify(one, fresh).user()).isEqualTo(USER);
        refused(one, old);
        refused(shared, fresh);
    }

    @Test
    void an_older_rsa_key_verifies_what_it_signed_until_it_is_taken_out() throws IOException {
        String old = issue(rsa);
        AccessTokens both = rsa(OTHER_RSA, RSA);
        assertThat(verify(both, old).user()).isEqualTo(USER);
        String fresh = issue(both);
        assertThat(kid(fresh)).isNotEqualTo(kid(old));
        AccessTokens one = rsa(OTHER_RSA);

        assertThat(verify(one, fresh).user()).isEqualTo(USER);
        refused(one, old);
    }

    @Test
    void the_key_set_tells_the_public_keys_of_rs256_and_nothing_else() throws Exception {
        var keys = load(rsaSettings(RSA, OTHER_RSA));

        var told = Wait.on(new JwksHandlers(keys).get(Nothing.NOTHING, Call.system("test", Duration.ofSeconds(1))))
                .keys();

        assertThat(told).hasSize(2);
        String token = issue(new AccessTokens(vertx, keys, () -> now, LIFE));
        assertThat(kid(token)).isEqualTo(told.get(0).kid());
        assertThat(told.get(0))
                .isEqualTo(new Jwk(
                        "RSA", "sig", "RS256", told.get(0).kid(), told.get(0).n(), "AQAB"));
        assertThat(rsaVerifies(publicKey(told.get(0)), token)).isTrue();
        assertThat(rsaVerifies(publicKey(told.get(1)), token)).isFalse();
    }

    @Test
    void the_key_set_is_empty_when_the_keys_are_shared_secrets() {
        assertThat(JwtKeys.load(IdentityRig.SETTINGS, Secrets.load(secretsFile)).open())
                .isEmpty();
    }

    @Test
    void a_key_file_that_is_of_no_use_stops_the_start_and_says_why() throws IOException {
        assertThat(refusal(() -> load(rsaSettings(rsaKey(1_024))))).contains("less than 2048 bits");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThat(refusal(() -> load(settings(empty))))
                .contains("no PRIVATE KEY")
                .contains("openssl");
        assertThat(refusal(() -> load(settings(folder.resolve("missing.pem"))))).contains("cannot be read");
    }

    private static String refusal(ThrowingCallable loading) {
        return catchThrowableOfType(IllegalArgumentException.class, loading).getMessage();
    }

    private AccessTokens shared() {
        return new AccessTokens(vertx, JwtKeys.load(IdentityRig.SETTINGS, Secrets.load(secretsFile)), () -> now, LIFE);
    }

    private AccessTokens rsa(PrivateKey... keys) throws IOException {
        return new AccessTokens(vertx, load(rsaSettings(keys)), () -> now, LIFE);
    }

    private JwtKeys load(IdentitySettings settings) {
        return JwtKeys.load(settings, Secrets.load(secretsFile));
    }

    private IdentitySettings rsaSettings(PrivateKey... keys) throws IOException {
        var pem = new StringBuilder();
        for (PrivateKey key : keys) {
            pem.append("-----BEGIN PRIVATE KEY-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(key.getEncoded()))
                    .append("\n-----END PRIVATE KEY-----\n");
        }
        return settings(Files.writeString(folder.resolve("jwt.pem"), pem));
    }

    private static IdentitySettings settings(Path keyFile) {
        return new IdentitySettings(
                LIFE,
                Duration.ofDays(30),
                Duration.ofDays(180),
                Duration.ofSeconds(10),
                JwtAlgorithm.RS256,
                keyFile,
                null,
                null);
    }

    private static PrivateKey rsaKey(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String issue(AccessTokens tokens) {
        return tokens.issue(USER, SESSION, now.plus(Duration.ofDays(30))).token();
    }

    private static AccessTokens.Claims verify(AccessTokens tokens, String token) {
        return Wait.on(tokens.verify(token));
    }

    private static void refused(AccessTokens tokens, String token) {
        var failure = (Failure) Wait.failureOf(tokens.verify(token));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAUTHENTICATED);
        assertThat(failure.code()).isEqualTo("token.unknown");
    }

    private JsonObject claims() {
        return new JsonObject()
                .put("sub", USER.toString())
                .put("sid", SESSION.toString())
                .put("iss", "pult")
                .put("aud", "pult")
                .put("iat", now.getEpochSecond())
                .put("exp", now.plusSeconds(60).getEpochSecond());
    }

    private JsonObject without(String claim) {
        var claims = claims();
        claims.remove(claim);
        return claims;
    }

    private byte[] secretOf(String kid) {
        return Secrets.load(secretsFile).derive("access token").getOrDefault(kid, new byte[0]);
    }

    private static String signed(String alg, String mac, byte[] key, String kid, JsonObject claims) throws Exception {
        String signed = part(new JsonObject().put("alg", alg).put("typ", "JWT").put("kid", kid)) + "." + part(claims);
        Mac signer = Mac.getInstance(mac);
        signer.init(new SecretKeySpec(key, mac));
        return signed + "." + encoded(signer.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signedRsa(PrivateKey key, String kid, JsonObject claims) throws Exception {
        String signed =
                part(new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", kid)) + "." + part(claims);
        return signed + "." + rsaSignature(key, signed);
    }

    private static String rsaSignature(PrivateKey key, String signed) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return encoded(signature.sign());
    }

    private static boolean rsaVerifies(PublicKey key, String token) throws Exception {
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    private static PublicKey publicKey(Jwk jwk) throws Exception {
        var n = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.n()));
        var e = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.e()));
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
    }

    private static JsonObject header(String part) {
        return new JsonObject(decoded(part));
    }

    private static String kid(String token) {
        return header(token.split("\\.")[0]).getString("kid");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String part(JsonObject json) {
        return encoded(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
