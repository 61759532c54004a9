package io.pult.playground.social;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Signs id_tokens with RS256 and publishes the key (JWKS). To make one takes up to seconds: not on an event loop. */
final class IdTokenMint {
    private static final int BITS = 2_048;

    private final KeyPair pair;
    private final String id;

    private static final class First {
        static final IdTokenMint MADE = new IdTokenMint();
    }

    private static final class Second {
        static final IdTokenMint MADE = new IdTokenMint();
    }

    private static final class Stranger {
        static final IdTokenMint MADE = new IdTokenMint();
    }

    /** One for all stand-ins of this process: to make one for each would take longer than most of what is tried with them. */
    static IdTokenMint first() {
        return First.MADE;
    }

    /** For a change of keys. */
    static IdTokenMint second() {
        return Second.MADE;
    }

    /** Whose key is never published. */
    static IdTokenMint stranger() {
        return Stranger.MADE;
    }

    private IdTokenMint() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is part of every JDK", e);
        }
        id = "stand-in-" + Codes.random().substring(0, 8);
    }

    JsonObject keys() {
        var open = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "RSA")
                                        .put("use", "sig")
                                        .put("alg", "RS256")
                                        .put("kid", id)
                                        .put("n", number(open.getModulus()))
                                        .put("e", number(open.getPublicExponent()))));
    }

    String sign(JsonObject claims) {
        var header = new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", id);
        String signed = encoded(header) + "." + encoded(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RS256 is part of every JDK", e);
        }
    }

    /** The other way of saying that nobody signed: what a careless client takes. */
    static String unsigned(JsonObject claims) {
        return encoded(new JsonObject().put("alg", "none")) + "." + encoded(claims) + ".";
    }

    private static String encoded(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Base64urlUInt (RFC 7518 §2): without the zero byte that keeps Java's numbers positive. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
