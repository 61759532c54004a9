package io.pult.identity;

import io.vertx.core.Future;

/** Makes of a password what can be kept, and compares the two. Slow on purpose, off the event loop. */
interface PasswordHasher {
    /** @return fails with TOO_MANY {@code password.busy} when too many wait already */
    Future<String> hash(String password);

    /** @return fails with TOO_MANY {@code password.busy} when too many wait already */
    Future<Boolean> verify(String password, String hash);

    /** Costs as much to compare with as any hash of now, and no password has it. */
    String decoy();

    /** Was made at another cost than hashes are made at now. */
    boolean outdated(String hash);
}
