package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.AuthKey;

/**
 * What a key exchange leads to.
 *
 * @param key a secret
 * @param salt the first one of the key
 * @param clockDifference the server's clock less ours, in milliseconds, to the second
 */
public record AgreedKey(AuthKey key, long salt, long clockDifference) {}
