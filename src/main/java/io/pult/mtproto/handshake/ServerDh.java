package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.Digest;
import io.pult.mtproto.crypto.Ige;
import io.pult.mtproto.crypto.TmpKeys;
import io.pult.mtproto.tl.TlReader;
import java.util.Arrays;

/**
 * server_DH_inner_data.
 *
 * @param serverTime in seconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ServerDh(int g, byte[] prime, byte[] ga, int serverTime) {
    private static final int HASH = 20;
    private static final int MOST_PADDING = 15;

    /**
     * Out of SHA-1, data and up to 15 bytes of padding. The hash is over the data alone, whose length only its reading tells.
     */
    static ServerDh decrypt(byte[] answer, byte[] nonce, Secrets secrets) {
        if (answer.length <= HASH || answer.length % 16 != 0) {
            throw new HandshakeFailure("the server's encrypted answer has " + answer.length + " bytes");
        }
        TmpKeys keys = secrets.tmpKeys();
        new Ige().decrypt(keys.key(), keys.iv(), answer, 0, answer.length);
        TlReader in = new TlReader().over(answer, HASH, answer.length - HASH);
        if (in.int32() != Schema.SERVER_DH_INNER_DATA) {
            throw new HandshakeFailure("the server's encrypted answer is not encrypted for this exchange");
        }
        byte[] theirNonce = in.raw(16);
        byte[] theirServerNonce = in.raw(16);
        ServerDh inner = new ServerDh(in.int32(), in.bytes(), in.bytes(), in.int32());
        byte[] hash = Digest.sha1(Arrays.copyOfRange(answer, HASH, in.position()));
        if (!Arrays.equals(hash, Arrays.copyOf(answer, HASH))) {
            throw new HandshakeFailure("the SHA-1 of the server's encrypted answer is wrong");
        }
        if (in.remaining() > MOST_PADDING) {
            throw new HandshakeFailure("the server's encrypted answer has " + in.remaining() + " bytes of padding");
        }
        KeyExchange.same(nonce, theirNonce, "encrypted nonce");
        KeyExchange.same(secrets.serverNonce(), theirServerNonce, "encrypted server_nonce");
        return inner;
    }
}
