package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.DhGroup;
import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Ige;
import io.pult.mtproto.crypto.TmpKeys;
import io.pult.mtproto.tl.TlWriter;
import java.util.Arrays;

/**
 * The part of the exchange that takes milliseconds: a number of ours for the server's. Immutable, for a worker.
 *
 * @param retryId 0, or the auxiliary hash of the key that the server did not like
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DhRound(ServerDh server, byte[] nonce, Secrets secrets, long retryId) {
    /** @param encrypted client_DH_inner_data with its hash in front */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(byte[] encrypted, AuthKey key) {}

    /**
     * @param b 256 random bytes
     * @param padding as many random bytes as may be needed
     */
    Answer answer(byte[] b, byte[] padding) {
        DhGroup group = DhGroup.of(server.g(), server.prime());
        byte[] secret = group.share(server.ga(), b);
        try {
            AuthKey key = AuthKey.of(secret);
            return new Answer(encrypt(group.publish(b), padding), key);
        } catch (IllegalArgumentException e) {
            throw new HandshakeFailure("the agreed key has the id 0, which means that there is none");
        }
    }

    private byte[] encrypt(byte[] gb, byte[] padding) {
        TlWriter inner = new TlWriter(320);
        inner.int32(Schema.CLIENT_DH_INNER_DATA);
        inner.raw(nonce);
        inner.raw(secrets.serverNonce());
        inner.int64(retryId);
        inner.bytes(gb);
        byte[] data = inner.toByteArray();
        byte[] hash = Digest.sha1(data);
        int length = hash.length + data.length;
        byte[] all = Arrays.copyOf(hash, length + (-length & 15));
        System.arraycopy(data, 0, all, hash.length, data.length);
        System.arraycopy(padding, 0, all, length, all.length - length);
        TmpKeys keys = secrets.tmpKeys();
        new Ige().encrypt(keys.key(), keys.iv(), all, 0, all.length);
        return all;
    }
}
