package io.pult.mtproto.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The 2,048-bit key that a session and one data centre share. Whoever has it is the account: it is never printed.
 *
 * <p>Its id are the low 64 bits of its SHA-1 (core.telegram.org/mtproto/description, "Authorization key").
 */
public final class AuthKey {
    public static final int LENGTH = 256;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] value;
    private final long id;
    private final long auxiliaryHash;

    private AuthKey(byte[] value, long id, long auxiliaryHash) {
        this.value = value;
        this.id = id;
        this.auxiliaryHash = auxiliaryHash;
    }

    /** @throws IllegalArgumentException unless it has 256 bytes and an id other than 0, which would mean "not encrypted" */
    public static AuthKey of(byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("an auth key has 256 bytes, not " + value.length);
        }
        byte[] hash = Digest.sha1(value);
        long id = (long) LONG.get(hash, 12);
        if (id == 0) {
            throw new IllegalArgumentException("this auth key cannot be used: its id is 0");
        }
        return new AuthKey(value.clone(), id, (long) LONG.get(hash, 0));
    }

    public long id() {
        return id;
    }

    /** The high 64 bits of the key's SHA-1: the retry_id and a part of new_nonce_hash in the key exchange. */
    public long auxiliaryHash() {
        return auxiliaryHash;
    }

    /** A copy of the 256 bytes: a secret. */
    public byte[] secret() {
        return value.clone();
    }

    byte[] value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuthKey key && MessageDigest.isEqual(value, key.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "AuthKey[id=%016x]".formatted(id);
    }
}
