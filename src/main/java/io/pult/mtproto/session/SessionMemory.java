package io.pult.mtproto.session;

import io.pult.mtproto.crypto.AuthKey;

/**
 * What a session has to know to go on after a restart; small and immutable.
 *
 * @param dc the data centre that knows the key; a key is worth nothing at another
 * @param key a secret
 * @param salt the newest known; a wrong one costs one round trip
 * @param clockDifference the server's clock less ours, in milliseconds
 */
public record SessionMemory(int dc, AuthKey key, long salt, long clockDifference) {}
