package io.pult.identity;

/**
 * What hashing a password costs whoever tries many; OWASP's least for Argon2id is the default.
 *
 * @param hashMemory KiB that one hash takes, 8 for each lane to 1 GiB
 * @param hashPasses over that memory, 1 to 100
 * @param hashParallelism lanes of one hash, 1 to 16; they are worked off by one thread
 * @param hashQueue passwords that may wait for a thread of this node, 0 to 10,000; further ones are refused
 */
public record PasswordSettings(int hashMemory, int hashPasses, int hashParallelism, int hashQueue) {
    static final int MOST_MEMORY = 1_048_576;

    public PasswordSettings {
        requireBetween("hash_parallelism", hashParallelism, 1, 16);
        requireBetween("hash_memory", hashMemory, 8 * hashParallelism, MOST_MEMORY);
        requireBetween("hash_passes", hashPasses, 1, 100);
        requireBetween("hash_queue", hashQueue, 0, 10_000);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "passwords." + name + " is " + value + " but must be from " + least + " to " + most);
        }
    }
}
