package io.pult.mtproto.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Encrypts and decrypts messages with an auth key (core.telegram.org/mtproto/description, "Message Key" and "AES Key and IV").
 * One for each event loop: it keeps its ciphers and scratch. Confined to one thread.
 */
public final class MessageCipher {
    /** auth_key_id and msg_key, before the encrypted part. */
    public static final int HEADER = 24;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Ige ige = new Ige();
    private final MessageDigest sha256 = sha256();
    private final byte[] key = new byte[32];
    private final byte[] iv = new byte[32];
    private final byte[] hash = new byte[32];
    private final byte[] expected = new byte[16];
    private final byte[] given = new byte[16];

    /** Who wrote a message: the two directions use different parts of the key. */
    public enum Writer {
        CLIENT(0),
        SERVER(8);

        private final int x;

        Writer(int x) {
            this.x = x;
        }
    }

    /**
     * Turns the plain text, which lies {@link #HEADER} bytes after the offset and is padded already, into a packet, in place.
     *
     * @param length of the plain text with its padding; a multiple of 16
     */
    public void encrypt(AuthKey authKey, Writer writer, byte[] packet, int offset, int length) {
        int plain = offset + HEADER;
        messageKey(authKey, writer, packet, plain, length);
        LONG.set(packet, offset, authKey.id());
        System.arraycopy(hash, 8, packet, offset + 8, 16);
        schedule(authKey, writer, packet, offset + 8);
        ige.encrypt(key, iv, packet, plain, length);
    }

    /**
     * Decrypts a packet in place. The plain text lies {@link #HEADER} bytes after the offset; nothing of it may be looked at
     * when the answer is no.
     *
     * @param length of the whole packet, header included
     * @return whether the packet was written with this key and arrived as it was written
     */
    public boolean decrypt(AuthKey authKey, Writer writer, byte[] packet, int offset, int length) {
        int encrypted = length - HEADER;
        if (encrypted <= 0 || encrypted % 16 != 0 || (long) LONG.get(packet, offset) != authKey.id()) {
            return false;
        }
        int plain = offset + HEADER;
        schedule(authKey, writer, packet, offset + 8);
        ige.decrypt(key, iv, packet, plain, encrypted);
        messageKey(authKey, writer, packet, plain, encrypted);
        System.arraycopy(hash, 8, expected, 0, 16);
        System.arraycopy(packet, offset + 8, given, 0, 16);
        return MessageDigest.isEqual(expected, given);
    }

    /**
     * The four bytes that acknowledge a packet of the client before it is processed
     * (core.telegram.org/mtproto/mtproto-transports, "Quick ack"), for a plain text that is not encrypted yet.
     */
    public int quickAck(AuthKey authKey, byte[] plain, int offset, int length) {
        messageKey(authKey, Writer.CLIENT, plain, offset, length);
        return (int) INT.get(hash, 0) | (1 << 31);
    }

    /** The bytes 8 to 24 of the hash are the msg_key. */
    private void messageKey(AuthKey authKey, Writer writer, byte[] plain, int offset, int length) {
        sha256.update(authKey.value(), 88 + writer.x, 32);
        sha256.update(plain, offset, length);
        digest();
    }

    private void schedule(AuthKey authKey, Writer writer, byte[] packet, int messageKey) {
        sha256.update(packet, messageKey, 16);
        sha256.update(authKey.value(), writer.x, 36);
        digest();
        System.arraycopy(hash, 0, key, 0, 8);
        System.arraycopy(hash, 8, iv, 8, 16);
        System.arraycopy(hash, 24, key, 24, 8);
        sha256.update(authKey.value(), 40 + writer.x, 36);
        sha256.update(packet, messageKey, 16);
        digest();
        System.arraycopy(hash, 0, iv, 0, 8);
        System.arraycopy(hash, 8, key, 8, 16);
        System.arraycopy(hash, 24, iv, 24, 8);
    }

    private void digest() {
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("32 bytes hold a SHA-256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
