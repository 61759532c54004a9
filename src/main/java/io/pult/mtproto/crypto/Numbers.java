package io.pult.mtproto.crypto;

import java.math.BigInteger;

/** Numbers as MTProto writes them: unsigned, the highest byte first. */
final class Numbers {
    private Numbers() {}

    static BigInteger of(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** Padded with zeros on the left; {@code toByteArray} leaves them out, or puts one in front. */
    static byte[] bytes(BigInteger number, int length) {
        byte[] bare = number.toByteArray();
        int kept = Math.min(bare.length, length);
        var bytes = new byte[length];
        System.arraycopy(bare, bare.length - kept, bytes, length - kept, kept);
        return bytes;
    }
}
