package io.pult.infra;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Highest-random-weight hashing: every node computes the same order of nodes for a key, and a node that comes or goes
 * moves only the keys that it gains or loses. A hint where to place a thing, never the right to own it.
 */
public final class Rendezvous {
    private Rendezvous() {}

    /** The node that should claim the key first; empty when there is none. */
    public static Optional<UUID> preferred(String key, Collection<UUID> nodes) {
        return nodes.stream().max((a, b) -> compare(key, a, b));
    }

    /** The node's place in the key's order, 0 for the preferred one: the i-th waits i times before it rescues the key. */
    public static int rank(String key, UUID node, Collection<UUID> nodes) {
        return (int)
                nodes.stream().filter(other -> compare(key, other, node) > 0).count();
    }

    private static int compare(String key, UUID a, UUID b) {
        int byWeight = Long.compareUnsigned(weight(key, a), weight(key, b));
        return byWeight != 0 ? byWeight : a.compareTo(b);
    }

    private static long weight(String key, UUID node) {
        long hash = mixed(node.getMostSignificantBits()) ^ node.getLeastSignificantBits();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3: neighbours among keys must not be neighbours among weights. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
