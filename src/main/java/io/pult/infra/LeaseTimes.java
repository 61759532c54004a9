package io.pult.infra;

import java.time.Duration;

/**
 * The numbers of a {@link Lease}; they are safe together, not one by one.
 *
 * @param lease for how long a renewal counts by the database's clock
 * @param renew pause between renewals
 * @param deadline for how long a renewal counts here, from the moment it was sent; below the lease, so that an owner is
 *     silent before anybody may claim
 * @param grace what a claimer waits on top of the lease
 */
record LeaseTimes(Duration lease, Duration renew, Duration deadline, Duration grace) {
    static final LeaseTimes STANDARD =
            new LeaseTimes(Duration.ofSeconds(12), Duration.ofSeconds(2), Duration.ofSeconds(9), Duration.ofSeconds(5));

    LeaseTimes {
        if (deadline.compareTo(lease) >= 0 || renew.multipliedBy(2).compareTo(deadline) >= 0) {
            throw new IllegalArgumentException("two renewals have to fit the deadline, and the deadline the lease");
        }
    }

    /** How long an incarnation must have been silent by the claimer's own clock. */
    Duration silence() {
        return lease.plus(grace);
    }

    /** What one statement may take; three of them fit the deadline, so that one lost connection costs no lease. */
    Duration patience() {
        return deadline.dividedBy(3);
    }

    /** Pause after a failed renewal. */
    Duration again() {
        return renew.dividedBy(4);
    }
}
