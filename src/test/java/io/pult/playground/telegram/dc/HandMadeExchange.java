package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Ige;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** A client's half of the key exchange with BigInteger alone; every value can be spoilt between the steps. */
final class HandMadeExchange {
    static final BigInteger EDGE = BigInteger.ONE.shiftLeft(2_048 - 64);

    final RawClient client;
    final PublicKey rsa;
    final Random random = new Random(7);
    final byte[] nonce = random(16);
    byte[] serverNonce = {};
    byte[] newNonce = random(32);
    BigInteger pq = BigInteger.ZERO;
    BigInteger p = BigInteger.ONE;
    BigInteger q = BigInteger.ONE;
    int innerId = Tl.PQ_INNER_DATA_DC;
    int dc = 2;
    long fingerprint;
    boolean rightPadHash = true;
    BigInteger prime = BigInteger.ZERO;
    BigInteger gA = BigInteger.ZERO;
    int g;
    int serverTime;
    BigInteger b = new BigInteger(2_047, random);
    long retryId;
    boolean rightSha1 = true;
    int moreBlocks;

    HandMadeExchange(RawClient client, PublicKey rsa) {
        this.client = client;
        this.rsa = rsa;
        this.fingerprint = rsa.fingerprint();
    }

    void askForPq() throws IOException {
        var out = new TlWriter();
        out.int32(Tl.REQ_PQ_MULTI);
        out.raw(nonce);
        plain(out.toByteArray());
    }

    void readPq() throws IOException {
        TlReader in = answer(Tl.RES_PQ);
        in.skip(16);
        serverNonce = in.raw(16);
        pq = new BigInteger(1, in.bytes());
        factor();
    }

    void requestDh() throws IOException {
        var inner = new TlWriter();
        inner.int32(innerId);
        inner.bytes(Numbers.unsigned(pq));
        inner.bytes(Numbers.unsigned(p));
        inner.bytes(Numbers.unsigned(q));
        inner.raw(nonce);
        inner.raw(serverNonce);
        inner.raw(newNonce);
        if (innerId == Tl.PQ_INNER_DATA_DC) {
            inner.int32(dc);
        }
        var out = new TlWriter();
        out.int32(Tl.REQ_DH_PARAMS);
        out.raw(nonce);
        out.raw(serverNonce);
        out.bytes(Numbers.unsigned(p));
        out.bytes(Numbers.unsigned(q));
        out.int64(fingerprint);
        out.bytes(rsaPad(inner.toByteArray()));
        plain(out.toByteArray());
    }

    void readDh() throws IOException {
        TlReader in = answer(Tl.SERVER_DH_PARAMS_OK);
        in.skip(32);
        byte[] encrypted = in.bytes();
        new Ige().decrypt(temporary(0), temporary(32), encrypted, 0, encrypted.length);
        var inner = new TlReader().over(encrypted, 20, encrypted.length - 20);
        inner.skip(4 + 32);
        g = inner.int32();
        prime = new BigInteger(1, inner.bytes());
        gA = new BigInteger(1, inner.bytes());
        serverTime = inner.int32();
    }

    void sendDh(BigInteger gB) throws IOException {
        var inner = new TlWriter();
        inner.int32(Tl.CLIENT_DH_INNER_DATA);
        inner.raw(nonce);
        inner.raw(serverNonce);
        inner.int64(retryId);
        inner.bytes(Numbers.unsigned(gB));
        byte[] data = inner.toByteArray();
        byte[] hash = Digest.sha1(data);
        if (!rightSha1) {
            hash[3] ^= 1;
        }
        byte[] all = Arrays.copyOf(hash, (20 + data.length + 15) / 16 * 16 + moreBlocks * 16);
        System.arraycopy(data, 0, all, 20, data.length);
        new Ige().encrypt(temporary(0), temporary(32), all, 0, all.length);
        var out = new TlWriter();
        out.int32(Tl.SET_CLIENT_DH_PARAMS);
        out.raw(nonce);
        out.raw(serverNonce);
        out.bytes(all);
        plain(out.toByteArray());
    }

    BigInteger gB() {
        return BigInteger.valueOf(g).modPow(b, prime);
    }

    AuthKey key() {
        return AuthKey.of(Numbers.unsigned(gA.modPow(b, prime), 256));
    }

    long salt() {
        return little(newNonce) ^ little(serverNonce);
    }

    /** Reads dh_gen_… and says whether its hash is that of the number and our key. */
    boolean concluded(int id, int number) throws IOException {
        TlReader in = answer(id);
        in.skip(32);
        byte[] auxiliary = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(key().auxiliaryHash())
                .array();
        byte[] hash = Digest.sha1(newNonce, new byte[] {(byte) number}, auxiliary);
        return Arrays.equals(in.raw(16), Arrays.copyOfRange(hash, 4, 20));
    }

    TlReader answer(int id) throws IOException {
        byte[] frame = client.nextFrame();
        if (frame.length == 4) {
            throw new Refusal(new TlReader(frame).int32());
        }
        var in = new TlReader(frame);
        in.skip(20);
        int found = in.int32();
        if (found != id) {
            throw new AssertionError("%08x came instead of %08x".formatted(found, id));
        }
        return in;
    }

    void plain(byte[] body) throws IOException {
        var out = new TlWriter();
        out.int64(0);
        out.int64(client.id());
        out.int32(body.length);
        out.raw(body);
        client.frame(out.toByteArray());
    }

    /** The error packet that came instead of an answer. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        final int code;

        Refusal(int code) {
            super("refused with " + code);
            this.code = code;
        }
    }

    private byte[] rsaPad(byte[] data) {
        var modulus = new BigInteger(rsa.modulus(), 16);
        while (true) {
            byte[] padded = random(192);
            System.arraycopy(data, 0, padded, 0, data.length);
            byte[] temporaryKey = random(32);
            byte[] inner = new byte[224];
            for (int i = 0; i < 192; i++) {
                inner[i] = padded[191 - i];
            }
            byte[] hash = Digest.sha256(temporaryKey, padded);
            if (!rightPadHash) {
                hash[0] ^= 1;
            }
            System.arraycopy(hash, 0, inner, 192, 32);
            new Ige().encrypt(temporaryKey, new byte[32], inner, 0, inner.length);
            byte[] masked = Digest.sha256(inner);
            for (int i = 0; i < 32; i++) {
                masked[i] ^= temporaryKey[i];
            }
            var number = new BigInteger(
                    1, ByteBuffer.allocate(256).put(masked).put(inner).array());
            if (number.compareTo(modulus) < 0) {
                return Numbers.unsigned(number.modPow(BigInteger.valueOf(rsa.exponent()), modulus), 256);
            }
        }
    }

    private byte[] temporary(int from) {
        byte[] both = ByteBuffer.allocate(64)
                .put(Digest.sha1(newNonce, serverNonce))
                .put(Digest.sha1(serverNonce, newNonce))
                .put(Digest.sha1(newNonce, newNonce))
                .put(newNonce, 0, 4)
                .array();
        return Arrays.copyOfRange(both, from, from + 32);
    }

    private void factor() {
        long p1 = io.pult.mtproto.crypto.PrimeFactors.of(pq.longValueExact()).p();
        p = BigInteger.valueOf(p1);
        q = pq.divide(p);
    }

    private static long little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
