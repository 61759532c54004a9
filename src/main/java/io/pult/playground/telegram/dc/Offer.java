package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.Ige;
import io.pult.mtproto.tl.TlWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What one key exchange has agreed so far. Handed from the connection's context to a worker and back. */
final class Offer {
    /** Two of them make a pq of 62 bits, and each takes the four bytes that real ones take. */
    private static final int FACTOR_BITS = 31;

    final byte[] nonce;
    final byte[] serverNonce;
    final BigInteger p;
    final BigInteger q;
    byte @Nullable [] newNonce;
    BigInteger prime = Numbers.PRIME;
    int g = 3;
    BigInteger secret = BigInteger.ZERO;
    BigInteger publicValue = BigInteger.ZERO;
    long retryId;
    int retries;

    Offer(byte[] nonce, Entropy entropy) {
        this.nonce = nonce.clone();
        this.serverNonce = entropy.bytes(16);
        var random = new Random(entropy.nonZero());
        var one = BigInteger.probablePrime(FACTOR_BITS, random);
        var other = one;
        while (other.equals(one)) {
            other = BigInteger.probablePrime(FACTOR_BITS, random);
        }
        this.p = one.min(other);
        this.q = one.max(other);
    }

    /** The prime and our secret number. */
    void choose(@Nullable Fault fault, Entropy entropy) {
        if (fault == Fault.UNKNOWN_PRIME) {
            prime = Numbers.OTHER_PRIME;
            g = 2;
        } else if (fault == Fault.COMPOSITE_PRIME) {
            // The next number of the same remainder by 8 and by 3, so that the generator looks right.
            prime = Numbers.PRIME.add(BigInteger.valueOf(24));
        }
        secret = new BigInteger(1, entropy.bytes(AuthKey.LENGTH));
    }

    /** g_a: some milliseconds. */
    void power(@Nullable Fault fault) {
        if (fault == Fault.G_A_ONE) {
            publicValue = BigInteger.ONE;
        } else if (fault == Fault.G_A_OUTSIDE) {
            publicValue = BigInteger.ONE.shiftLeft(2_048 - 64).subtract(BigInteger.ONE);
        } else {
            publicValue = BigInteger.valueOf(g).modPow(secret, prime);
        }
    }

    /** With the key that both sides make of the nonces. */
    void encrypt(byte[] blocks) {
        new Ige().encrypt(temporary(0), temporary(32), blocks, 0, blocks.length);
    }

    void decrypt(byte[] blocks) {
        new Ige().decrypt(temporary(0), temporary(32), blocks, 0, blocks.length);
    }

    /** 32 bytes of key, then 32 of the vector. */
    private byte[] temporary(int from) {
        byte[] fresh = newNonce();
        byte[] both = ByteBuffer.allocate(64)
                .put(Digest.sha1(fresh, serverNonce))
                .put(Digest.sha1(serverNonce, fresh))
                .put(Digest.sha1(fresh, fresh))
                .put(fresh, 0, 4)
                .array();
        return Arrays.copyOfRange(both, from, from + 32);
    }

    long firstSalt() {
        return littleEndian(newNonce()) ^ littleEndian(serverNonce);
    }

    /** dh_gen_ok, dh_gen_retry or dh_gen_fail with the hash of its number. */
    byte[] verdict(int id, int number, AuthKey key, boolean wrong) {
        byte[] auxiliary = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(key.auxiliaryHash())
                .array();
        byte[] hash = Digest.sha1(newNonce(), new byte[] {(byte) number}, auxiliary);
        if (wrong) {
            hash[4] ^= 1;
        }
        var out = new TlWriter();
        out.int32(id);
        out.raw(nonce);
        out.raw(serverNonce);
        out.raw(Arrays.copyOfRange(hash, 4, 20));
        return out.toByteArray();
    }

    private byte[] newNonce() {
        byte[] known = newNonce;
        if (known == null) {
            throw new IllegalStateException("the client has not sent its new_nonce yet");
        }
        return known;
    }

    private static long littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
