package io.pult.identity;

import io.pult.contract.identity.JwksOps;
import io.pult.identity.IdentitySettings.JwtAlgorithm;
import io.pult.infra.Digests;
import io.pult.infra.Secrets;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of access tokens, each under its id ({@code kid}). To change keys, a new one is put before the others; those are
 * taken out when what they signed is over.
 *
 * @param signing the current key
 * @param verifying all of them
 * @param open what may be told of them: the public halves, in the same order; nothing of shared keys
 */
record JwtKeys(String algorithm, PubSecKeyOptions signing, List<PubSecKeyOptions> verifying, List<JwksOps.Jwk> open) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int LEAST_BITS = 2_048;

    /**
     * Reads the key file of RS256; blocks, so never on an event loop.
     *
     * @throws IllegalArgumentException with a remedy
     */
    static JwtKeys load(IdentitySettings settings, Secrets secrets) {
        Path file = settings.jwtKeyFile();
        return settings.jwtAlgorithm() == JwtAlgorithm.HS256 || file == null ? shared(secrets) : rsa(file);
    }

    Set<String> ids() {
        return verifying.stream().map(PubSecKeyOptions::getId).collect(Collectors.toUnmodifiableSet());
    }

    private static JwtKeys shared(Secrets secrets) {
        var all = new ArrayList<PubSecKeyOptions>();
        secrets.derive("access token")
                .forEach((id, key) -> all.add(
                        new PubSecKeyOptions().setId(id).setAlgorithm("HS256").setBuffer(Buffer.buffer(key))));
        var signing = all.stream()
                .filter(key -> key.getId().equals(secrets.currentKey()))
                .findFirst()
                .orElseThrow();
        return new JwtKeys("HS256", signing, all, List.of());
    }

    private static JwtKeys rsa(Path file) {
        try {
            var pairs = PEM.matcher(Files.readString(file))
                    .results()
                    .map(pem -> pair(Base64.getMimeDecoder().decode(pem.group(1)), file))
                    .toList();
            if (pairs.isEmpty()) {
                throw refused(file, "holds no PRIVATE KEY (PKCS 8); openssl genpkey -algorithm RSA makes one");
            }
            return new JwtKeys(
                    "RS256",
                    pairs.get(0).secret,
                    pairs.stream().map(Pair::open).toList(),
                    pairs.stream().map(Pair::told).toList());
        } catch (IOException e) {
            throw refused(file, "cannot be read");
        }
    }

    private record Pair(PubSecKeyOptions secret, PubSecKeyOptions open, JwksOps.Jwk told) {}

    private static Pair pair(byte[] pkcs8, Path file) {
        try {
            var factory = KeyFactory.getInstance("RSA");
            if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key)
                    || key.getModulus().bitLength() < LEAST_BITS) {
                throw refused(file, "holds a key of less than " + LEAST_BITS + " bits");
            }
            byte[] open = factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                    .getEncoded();
            String id = Digests.sha256(open).substring(0, 16);
            var told = new JwksOps.Jwk(
                    "RSA", "sig", "RS256", id, unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
            return new Pair(options(id, "PRIVATE KEY", pkcs8), options(id, "PUBLIC KEY", open), told);
        } catch (GeneralSecurityException e) {
            throw refused(file, "holds what is no RSA key");
        }
    }

    /** Base64urlUInt (RFC 7518, 2): big-endian without the byte that only says that the number is positive. */
    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static PubSecKeyOptions options(String id, String kind, byte[] key) {
        String pem = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END "
                + kind + "-----\n";
        return new PubSecKeyOptions().setId(id).setAlgorithm("RS256").setBuffer(Buffer.buffer(pem));
    }

    private static IllegalArgumentException refused(Path file, String what) {
        return new IllegalArgumentException("the key file of identity.jwt_key_file, " + file + ", " + what);
    }
}
