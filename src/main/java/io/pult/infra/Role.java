package io.pult.infra;

/**
 * Something that runs once in the cluster, on the node that holds it. Claimed in the background by every node that asked
 * for it, kept for as long as the lease lives. Thread-safe.
 */
public final class Role {
    private final Lease lease;
    private final String name;
    private volatile long epoch;

    Role(Lease lease, String name) {
        this.lease = lease;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Ask before each act, not once: a woken process finds out here that its time is over. */
    public boolean held() {
        return epoch > 0 && lease.held();
    }

    /** Rises with every change of the holder, for fenced writes; 0 before the role was ever held here. */
    public long epoch() {
        return epoch;
    }

    void claimed(long epoch) {
        this.epoch = epoch;
    }
}
