package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.TmpKeys;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What both sides know once new_nonce was sent, and what follows from it.
 *
 * @param newNonce exactly the 32 bytes that were drawn
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Secrets(byte[] serverNonce, byte[] newNonce) {
    TmpKeys tmpKeys() {
        return TmpKeys.of(newNonce, serverNonce);
    }

    /** new_nonce_hash1, 2 or 3. */
    byte[] hash(int number, long auxiliaryHash) {
        byte[] aux = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(auxiliaryHash)
                .array();
        return Arrays.copyOfRange(Digest.sha1(newNonce, new byte[] {(byte) number}, aux), 4, 20);
    }

    /** new_nonce_hash of server_DH_params_fail. */
    byte[] failureHash() {
        return Arrays.copyOfRange(Digest.sha1(newNonce), 4, 20);
    }

    long salt() {
        return first(newNonce) ^ first(serverNonce);
    }

    @Override
    public String toString() {
        return "Secrets[secret]";
    }

    private static long first(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** The highest byte first and without zeros in front. */
    static byte[] trimmed(long number) {
        int zeros = Long.numberOfLeadingZeros(number) / 8;
        return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(number).array(), zeros, 8);
    }
}
