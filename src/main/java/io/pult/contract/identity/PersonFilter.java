package io.pult.contract.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which people are meant; whatever is absent does not matter, and what is there must all be so.
 *
 * @param q the login begins with it, or each of its words begins a word of the name; in any case of letters
 * @param role was granted as it is, not included in a higher one
 * @param createdAfter inclusive
 * @param createdBefore exclusive
 * @param lastSignInBefore exclusive; whoever has never signed in is meant too
 */
public record PersonFilter(
        @Nullable String q,
        @Nullable Role role,
        Person.@Nullable Status status,
        @Nullable Boolean verified,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant lastSignInBefore) {
    public static final PersonFilter EVERYBODY = new PersonFilter(null, null, null, null, null, null, null);

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    public PersonFilter {
        requireSound(q, createdAfter, createdBefore, lastSignInBefore);
    }

    /** @throws IllegalArgumentException when it looks for nothing, or at moments that the database does not have */
    static void requireSound(@Nullable String q, @Nullable Instant... moments) {
        if (q != null && q.isBlank()) {
            throw new IllegalArgumentException("q is something to look for");
        }
        for (Instant at : moments) {
            if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
                throw new IllegalArgumentException("a moment lies between the years 1 and 9999");
            }
        }
    }
}
