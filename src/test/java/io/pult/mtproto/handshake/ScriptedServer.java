package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Ige;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.TmpKeys;
import io.pult.mtproto.crypto.Vectors;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of key exchanges in the intermediate framing, each of whose answers a test may change before it is sent.
 * Everything on the event loop that it listens on; written against the documents and not against the client.
 */
final class ScriptedServer {
    static final BigInteger PRIME = new BigInteger(1, new Vectors("rsa_keys").bytes("dh_prime"));
    private static final KeyPair PAIR = pair();
    static final RsaKey KEY = RsaKey.of(
            ((RSAPublicKey) PAIR.getPublic()).getModulus(), ((RSAPublicKey) PAIR.getPublic()).getPublicExponent());

    /** What goes into the answers; a test changes what it wants to be wrong. */
    static final class Script {
        byte[] pq = HexFormat.of().parseHex("1460E7D3FA727791");
        List<Long> fingerprints = List.of(5L, KEY.fingerprint());
        int g = 3;
        BigInteger prime = PRIME;

        @Nullable
        BigInteger ga;

        int serverTime = 1_900_000_000;
        int retries;
        int paddingBlocks;
        boolean refuse;
        boolean giveUp;

        /** Each answer comes again, right behind itself. */
        boolean twice;
        /** By what is changed: resPQ, inner (data), decrypted (hash, data, padding), params, gen, message (each of them). */
        final Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();

        Script change(String answer, UnaryOperator<byte[]> how) {
            changes.put(answer, how);
            return this;
        }

        private byte[] changed(String answer, byte[] bytes) {
            return changes.getOrDefault(answer, same -> same).apply(bytes);
        }
    }

    /** What became of one exchange, as the server sees it. */
    final class Exchange {
        private final NetSocket socket;
        private Buffer unread = Buffer.buffer();
        private boolean tagged;
        private byte[] nonce = {};
        private final byte[] serverNonce = bytes(16, 0);
        private byte[] newNonce = {};
        private final BigInteger a = new BigInteger(1, bytes(256, 7));
        private int retried;
        private long expectedRetryId;
        private long lastId;
        int dc;

        @Nullable
        AuthKey key;

        int frames;

        /** What the client did wrong; the server closes the connection then. */
        volatile @Nullable AssertionError complaint;

        private Exchange(NetSocket socket) {
            this.socket = socket;
        }

        private void read(Buffer more) {
            unread.appendBuffer(more);
            if (!tagged && unread.length() >= 4) {
                check(unread.getInt(0) == 0xeeeeeeee, "tag");
                tagged = true;
                unread = unread.getBuffer(4, unread.length());
            }
            while (tagged && unread.length() >= 4 && unread.length() >= 4 + unread.getIntLE(0)) {
                int length = unread.getIntLE(0);
                byte[] frame = unread.getBytes(4, 4 + length);
                unread = unread.getBuffer(4 + length, unread.length());
                frames++;
                try {
                    message(frame);
                } catch (AssertionError e) {
                    complaint = e;
                    hangUp();
                }
            }
        }

        private void message(byte[] frame) {
            TlReader in = new TlReader(frame);
            check(in.int64() == 0, "auth_key_id");
            long id = in.int64();
            check(id % 4 == 0 && id > lastId, "message id");
            lastId = id;
            check(in.int32() == in.remaining(), "length");
            int constructor = in.int32();
            switch (constructor) {
                case 0xbe7e8ef1 -> pq(in);
                case 0xd712e4be -> dh(in);
                case 0xf5045f1f -> set(in);
                default -> throw new AssertionError("%08x".formatted(constructor));
            }
        }

        private void pq(TlReader in) {
            nonce = in.raw(16);
            TlWriter out = new TlWriter();
            out.int32(0x05162463);
            out.raw(nonce);
            out.raw(serverNonce);
            out.bytes(script.pq);
            out.longs(script.fingerprints);
            answer("resPQ", out.toByteArray());
        }

        private void dh(TlReader in) {
            check(Arrays.equals(nonce, in.raw(16)) && Arrays.equals(serverNonce, in.raw(16)), "nonces");
            byte[] p = in.bytes();
            byte[] q = in.bytes();
            check(
                    number(p).multiply(number(q)).equals(number(script.pq))
                            && number(p).compareTo(number(q)) < 0,
                    "p, q");
            check(in.int64() == KEY.fingerprint(), "fingerprint");
            TlReader inner = new TlReader(unpad(in.bytes()));
            check(inner.int32() == 0xa9f55f95, "p_q_inner_data_dc");
            check(Arrays.equals(script.pq, inner.bytes()), "inner pq");
            check(Arrays.equals(p, inner.bytes()) && Arrays.equals(q, inner.bytes()), "inner p, q");
            check(Arrays.equals(nonce, inner.raw(16)) && Arrays.equals(serverNonce, inner.raw(16)), "inner nonces");
            newNonce = inner.raw(32);
            dc = inner.int32();
            TlWriter out = new TlWriter();
            if (script.refuse) {
                out.int32(0x79cb045d);
                out.raw(nonce);
                out.raw(serverNonce);
                out.raw(Arrays.copyOfRange(sha1(newNonce), 4, 20));
            } else {
                out.int32(0xd0e8075c);
                out.raw(nonce);
                out.raw(serverNonce);
                out.bytes(encryptedInner());
            }
            answer("params", out.toByteArray());
        }

        private byte[] encryptedInner() {
            TlWriter inner = new TlWriter();
            inner.int32(0xb5890dba);
            inner.raw(nonce);
            inner.raw(serverNonce);
            inner.int32(script.g);
            inner.bytes(unsigned(script.prime));
            inner.bytes(unsigned(
                    script.ga != null ? script.ga : BigInteger.valueOf(script.g).modPow(a, script.prime)));
            inner.int32(script.serverTime);
            byte[] data = script.changed("inner", inner.toByteArray());
            TlWriter all = new TlWriter();
            all.raw(sha1(data));
            all.raw(data);
            all.raw(new byte[(-all.length() & 15) + 16 * script.paddingBlocks]);
            byte[] bytes = script.changed("decrypted", all.toByteArray());
            TmpKeys keys = TmpKeys.of(newNonce, serverNonce);
            new Ige().encrypt(keys.key(), keys.iv(), bytes, 0, bytes.length);
            return bytes;
        }

        private void set(TlReader in) {
            check(Arrays.equals(nonce, in.raw(16)) && Arrays.equals(serverNonce, in.raw(16)), "nonces");
            byte[] encrypted = in.bytes();
            TmpKeys keys = TmpKeys.of(newNonce, serverNonce);
            new Ige().decrypt(keys.key(), keys.iv(), encrypted, 0, encrypted.length);
            TlReader inner = new TlReader().over(encrypted, 20, encrypted.length - 20);
            check(inner.int32() == 0x6643b654, "client_DH_inner_data");
            check(Arrays.equals(nonce, inner.raw(16)) && Arrays.equals(serverNonce, inner.raw(16)), "inner nonces");
            check(inner.int64() == expectedRetryId, "retry_id");
            BigInteger gb = number(inner.bytes());
            byte[] hash = sha1(Arrays.copyOfRange(encrypted, 20, inner.position()));
            check(Arrays.equals(hash, Arrays.copyOf(encrypted, 20)) && inner.remaining() < 16, "SHA-1");
            AuthKey agreed = AuthKey.of(padded(gb.modPow(a, script.prime)));
            int variant = script.giveUp ? 3 : retried < script.retries ? 2 : 1;
            retried++;
            expectedRetryId = agreed.auxiliaryHash();
            if (variant == 1) {
                key = agreed;
            }
            TlWriter hashed = new TlWriter();
            hashed.raw(newNonce);
            hashed.raw(new byte[] {(byte) variant});
            hashed.int64(agreed.auxiliaryHash());
            TlWriter out = new TlWriter();
            out.int32(new int[] {0x3bcbf734, 0x46dc1fb9, 0xa69dae02}[variant - 1]);
            out.raw(nonce);
            out.raw(serverNonce);
            out.raw(Arrays.copyOfRange(sha1(hashed.toByteArray()), 4, 20));
            answer("gen", out.toByteArray());
        }

        private void answer(String name, byte[] body) {
            byte[] bytes = script.changed(name, body);
            TlWriter message = new TlWriter();
            message.int64(0);
            message.int64(lastId + 1);
            message.int32(bytes.length);
            message.raw(bytes);
            byte[] frame = script.changed("message", message.toByteArray());
            if (frame.length > 0) {
                send(frame);
            }
        }

        void send(byte[] frame) {
            Buffer once = Buffer.buffer().appendIntLE(frame.length).appendBytes(frame);
            socket.write(script.twice ? once.copy().appendBuffer(once) : once);
        }

        void hangUp() {
            socket.close();
        }

        long salt() {
            return new TlReader(newNonce).int64() ^ new TlReader(serverNonce).int64();
        }
    }

    /** Set before a connection. */
    volatile Script script = new Script();

    /** The last one that began. */
    volatile @Nullable Exchange exchange;

    ScriptedServer(NetServer server) {
        server.connectHandler(socket -> {
            var started = new Exchange(socket);
            exchange = started;
            socket.handler(started::read);
        });
    }

    Exchange last() {
        Exchange last = exchange;
        if (last == null) {
            throw new AssertionError("nobody connected");
        }
        return last;
    }

    static byte[] bytes(int count, int first) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i * 3);
        }
        return bytes;
    }

    private static byte[] unpad(byte[] encrypted) {
        BigInteger number =
                number(encrypted).modPow(((RSAPrivateKey) PAIR.getPrivate()).getPrivateExponent(), KEY.modulus());
        byte[] all = padded(number);
        byte[] cipherText = Arrays.copyOfRange(all, 32, 256);
        byte[] hidden = hash("SHA-256", cipherText);
        byte[] temporary = new byte[32];
        for (int i = 0; i < 32; i++) {
            temporary[i] = (byte) (all[i] ^ hidden[i]);
        }
        new Ige().decrypt(temporary, new byte[32], cipherText, 0, 224);
        byte[] data = new byte[192];
        for (int i = 0; i < 192; i++) {
            data[i] = cipherText[191 - i];
        }
        byte[] together = Arrays.copyOf(temporary, 224);
        System.arraycopy(data, 0, together, 32, 192);
        check(Arrays.equals(hash("SHA-256", together), Arrays.copyOfRange(cipherText, 192, 224)), "RSA_PAD");
        return data;
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] padded(BigInteger number) {
        byte[] bytes = unsigned(number);
        byte[] padded = new byte[256];
        System.arraycopy(bytes, 0, padded, 256 - bytes.length, bytes.length);
        return padded;
    }

    private static byte[] sha1(byte[] bytes) {
        return hash("SHA-1", bytes);
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError("the client's " + what + " is wrong");
        }
    }
}
