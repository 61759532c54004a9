package io.pult.infra;

import java.util.UUID;

/** The right of one node incarnation to own things. */
public final class Lease {
    private final UUID owner;

    Lease(UUID owner) {
        this.owner = owner;
    }

    /** Id of this incarnation in the table {@code node}. */
    public UUID owner() {
        return owner;
    }
}
