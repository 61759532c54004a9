package io.pult.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a bearer token: what the gateway knows a token by, once the request is read. */
record TokenHash(long a, long b, long c, long d) {
    static TokenHash of(String token) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private static TokenHash of(byte[] digest) {
        var bytes = ByteBuffer.wrap(digest);
        return new TokenHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    String hex() {
        var bytes = ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d);
        return HexFormat.of().formatHex(bytes.array());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash hash && a == hash.a && b == hash.b && c == hash.c && d == hash.d;
    }
}
