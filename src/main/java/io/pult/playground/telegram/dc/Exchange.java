package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of making an auth key on one connection (core.telegram.org/mtproto/auth_key). What is not exactly as the
 * document has it ends the connection with -404. Confined to the connection's context.
 */
final class Exchange {
    private static final int MOST_RETRIES = 5;

    private final Connection connection;
    private final DataCentre dc;
    private final ServerLoop loop;
    private @Nullable Offer offer;
    private boolean busy;

    Exchange(Connection connection, DataCentre dc, ServerLoop loop) {
        this.connection = connection;
        this.dc = dc;
        this.loop = loop;
    }

    void received(TlReader in) throws BadFrame {
        try {
            int id = in.int32();
            if (id == Tl.MSGS_ACK) {
                return;
            }
            if (busy) {
                throw bad("a step before the last one was answered");
            }
            switch (id) {
                case Tl.REQ_PQ_MULTI -> begin(in.raw(16), in);
                case Tl.REQ_DH_PARAMS -> offer(begun(in), in);
                case Tl.SET_CLIENT_DH_PARAMS -> conclude(begun(in), in);
                default -> throw bad("not a step of the key exchange: %08x".formatted(id));
            }
        } catch (TlFailure e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private void begin(byte[] nonce, TlReader in) throws BadFrame {
        requireEnd(in);
        var next = new Offer(nonce, loop.entropy());
        offer = next;
        Faults.Order order = connection.fault(Fault.Moment.RES_PQ);
        Fault fault = order == null ? null : order.fault();
        if (fault == Fault.SILENCE) {
            return;
        }
        if (fault == Fault.WRONG_NONCE) {
            nonce[0] ^= 1;
        }
        long fingerprint = dc.publicKey().fingerprint();
        var out = new TlWriter();
        out.int32(Tl.RES_PQ);
        out.raw(nonce);
        out.raw(next.serverNonce);
        out.bytes(Numbers.unsigned(next.p.multiply(next.q)));
        // A key that nobody has goes first: a client picks one that it knows, not the first one.
        out.vectorOf(2);
        out.int64(~fingerprint);
        out.int64(fault == Fault.UNKNOWN_FINGERPRINT ? fingerprint + 1 : fingerprint);
        connection.sendPlain(out.toByteArray());
    }

    /** The exchange that the two nonces name. */
    private Offer begun(TlReader in) throws BadFrame {
        Offer begun = offer;
        byte[] nonce = in.raw(16);
        byte[] serverNonce = in.raw(16);
        if (begun == null || !Arrays.equals(nonce, begun.nonce) || !Arrays.equals(serverNonce, begun.serverNonce)) {
            throw bad("the nonces are not those of this exchange");
        }
        return begun;
    }

    private void offer(Offer begun, TlReader in) throws BadFrame {
        require(begun.newNonce == null, "DH parameters were offered already");
        require(Arrays.equals(in.bytes(), Numbers.unsigned(begun.p)), "p is not the smaller factor in four bytes");
        require(Arrays.equals(in.bytes(), Numbers.unsigned(begun.q)), "q is not the larger factor in four bytes");
        require(in.int64() == dc.publicKey().fingerprint(), "the fingerprint is not that of our key");
        byte[] encrypted = in.bytes();
        requireEnd(in);
        Faults.Order order = connection.fault(Fault.Moment.DH_PARAMS);
        Fault fault = order == null ? null : order.fault();
        if (fault == Fault.RESET_IN_EXCHANGE) {
            connection.reset();
            return;
        }
        begun.choose(fault, loop.entropy());
        busy = true;
        dc.arithmetic()
                .run(() -> {
                    readInner(begun, RsaPad.open(dc.key(), encrypted));
                    begun.power(fault);
                    return begun;
                })
                .onComplete(done -> {
                    busy = false;
                    if (done.failed()) {
                        connection.fail(done.cause());
                    } else {
                        connection.sendPlain(parameters(begun, fault));
                    }
                });
    }

    private void readInner(Offer begun, byte[] data) throws BadFrame {
        try {
            var in = new TlReader(data);
            int id = in.int32();
            require(
                    id == Tl.PQ_INNER_DATA_DC || id == Tl.PQ_INNER_DATA,
                    "%08x is no p_q_inner_data of a permanent key".formatted(id));
            require(
                    Arrays.equals(in.bytes(), Numbers.unsigned(begun.p.multiply(begun.q))),
                    "the inner pq is not the one that was sent");
            require(Arrays.equals(in.bytes(), Numbers.unsigned(begun.p)), "the inner p is another one");
            require(Arrays.equals(in.bytes(), Numbers.unsigned(begun.q)), "the inner q is another one");
            require(Arrays.equals(in.raw(16), begun.nonce), "the inner nonce is another one");
            require(Arrays.equals(in.raw(16), begun.serverNonce), "the inner server_nonce is another one");
            begun.newNonce = in.raw(32);
            if (id == Tl.PQ_INNER_DATA_DC) {
                int named = in.int32();
                if (!DataCentre.means(named, dc.id())) {
                    throw new BadFrame(-444, "p_q_inner_data names data centre " + named);
                }
            }
        } catch (TlFailure e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private byte[] parameters(Offer begun, @Nullable Fault fault) {
        var inner = new TlWriter(640);
        inner.int32(Tl.SERVER_DH_INNER_DATA);
        inner.raw(begun.nonce);
        byte[] serverNonce = begun.serverNonce.clone();
        if (fault == Fault.WRONG_INNER_NONCE) {
            serverNonce[15] ^= 1;
        }
        inner.raw(serverNonce);
        inner.int32(begun.g);
        inner.bytes(Numbers.unsigned(begun.prime));
        inner.bytes(Numbers.unsigned(begun.publicValue));
        inner.int32((int) (dc.clock().millis() / 1_000));
        byte[] plain = inner.toByteArray();
        byte[] hash = Digest.sha1(plain);
        if (fault == Fault.WRONG_SHA1) {
            hash[0] ^= 1;
        }
        byte[] answer = new byte[(20 + plain.length + 15) / 16 * 16];
        loop.entropy().fill(answer, 0, answer.length);
        System.arraycopy(hash, 0, answer, 0, 20);
        System.arraycopy(plain, 0, answer, 20, plain.length);
        begun.encrypt(answer);
        var out = new TlWriter(700);
        out.int32(Tl.SERVER_DH_PARAMS_OK);
        out.raw(begun.nonce);
        out.raw(begun.serverNonce);
        out.bytes(answer);
        return out.toByteArray();
    }

    private void conclude(Offer begun, TlReader in) throws BadFrame {
        require(begun.newNonce != null, "no DH parameters were asked for yet");
        BigInteger value = clientValue(begun, in.bytes());
        requireEnd(in);
        busy = true;
        dc.arithmetic()
                .run(() -> AuthKey.of(Numbers.unsigned(value.modPow(begun.secret, begun.prime), AuthKey.LENGTH)))
                .onComplete(done -> {
                    busy = false;
                    if (done.failed()) {
                        connection.fail(done.cause());
                    } else {
                        finish(begun, done.result());
                    }
                });
    }

    private BigInteger clientValue(Offer begun, byte[] encrypted) throws BadFrame {
        require(
                encrypted.length % 16 == 0 && encrypted.length >= 32,
                "client_DH_inner_data is not encrypted in whole blocks");
        begun.decrypt(encrypted);
        var in = new TlReader().over(encrypted, 20, encrypted.length - 20);
        require(in.int32() == Tl.CLIENT_DH_INNER_DATA, "no client_DH_inner_data");
        require(Arrays.equals(in.raw(16), begun.nonce), "the nonce of client_DH_inner_data is another one");
        require(Arrays.equals(in.raw(16), begun.serverNonce), "its server_nonce is another one");
        require(in.int64() == begun.retryId, "its retry_id is not the last key's");
        byte[] number = in.bytes();
        byte[] hash = Digest.sha1(Arrays.copyOfRange(encrypted, 20, in.position()));
        require(Arrays.equals(hash, Arrays.copyOf(encrypted, 20)), "its SHA-1 is wrong");
        require(in.remaining() < 16, "its padding is longer than 15 bytes");
        var value = new BigInteger(1, number);
        require(Numbers.inRange(value, begun.prime), "g_b is too near to 0 or to the prime");
        return value;
    }

    private void finish(Offer begun, AuthKey key) {
        Faults.Order order = connection.fault(Fault.Moment.DH_GEN);
        Fault fault = order == null ? null : order.fault();
        if (fault == Fault.DH_GEN_FAIL || begun.retries >= MOST_RETRIES) {
            connection.sendPlain(begun.verdict(Tl.DH_GEN_FAIL, 3, key, false));
            offer = null;
            return;
        }
        boolean fresh = fault != Fault.DH_GEN_RETRY
                && dc.authKeys()
                        .add(new KnownKey(key, begun.firstSalt(), dc.salts().era()));
        if (!fresh) {
            begun.retries++;
            begun.retryId = key.auxiliaryHash();
            connection.sendPlain(begun.verdict(Tl.DH_GEN_RETRY, 2, key, false));
            return;
        }
        dc.tally().keys.increment();
        connection.sendPlain(begun.verdict(Tl.DH_GEN_OK, 1, key, fault == Fault.WRONG_NEW_NONCE_HASH));
        offer = null;
    }

    private static void requireEnd(TlReader in) throws BadFrame {
        require(in.remaining() == 0, "something follows the step");
    }

    private static void require(boolean sound, String otherwise) throws BadFrame {
        if (!sound) {
            throw bad(otherwise);
        }
    }

    private static BadFrame bad(String why) {
        return new BadFrame(-404, "key exchange: " + why);
    }
}
