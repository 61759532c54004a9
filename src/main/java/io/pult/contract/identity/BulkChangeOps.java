package io.pult.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The same act on many people, in two steps: first it is seen whom it would meet, then it is done to those. */
public final class BulkChangeOps {
    public enum Action {
        @JsonProperty("block")
        BLOCK,
        @JsonProperty("unblock")
        UNBLOCK,
        @JsonProperty("verify")
        VERIFY,
        @JsonProperty("unverify")
        UNVERIFY,
        @JsonProperty("grant")
        GRANT,
        @JsonProperty("revoke")
        REVOKE;

        /** As in JSON and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Action of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        boolean ofRole() {
            return this == GRANT || this == REVOKE;
        }
    }

    public record Preview(Preview.Body body) {
        /**
         * @param filter with something in it: a client that has lost its filter must not mean everybody
         * @param role of grant and revoke, ADMIN or SUPERUSER
         * @param reason of block
         */
        public record Body(
                PersonFilter filter,
                Action action,
                @Nullable Role role,
                @Nullable String reason) {
            public Body {
                if (filter == null || filter.equals(PersonFilter.EVERYBODY)) {
                    throw new IllegalArgumentException("filter says who is meant");
                }
                if (action == null) {
                    throw new IllegalArgumentException("action says what is to be done");
                }
                if (action.ofRole() ? role == null || role == Role.USER : role != null) {
                    throw new IllegalArgumentException("role is ADMIN or SUPERUSER, for grant and revoke alone");
                }
                if (action == Action.BLOCK ? reason == null || reason.isBlank() : reason != null) {
                    throw new IllegalArgumentException("reason says why, for block alone");
                }
            }
        }
    }

    /**
     * @param token names the change when it is applied
     * @param count of the people that the filter meets now, whom the change stays with
     * @param sample the newest ten of them
     * @param expiresAt until when it can be begun
     */
    public record Previewed(UUID token, int count, List<Person> sample, Instant expiresAt) {
        public Previewed {
            sample = List.copyOf(sample);
        }
    }

    public record Apply(Apply.Body body) {
        public record Body(UUID token) {}
    }

    /** @param code why this person was left as they are */
    public record Skipped(UUID id, String code) {}

    /**
     * @param changed how many people are not what they were
     * @param skippedCount how many were left as they are
     * @param skipped the first hundred of those, by id
     */
    public record Applied(int changed, int skippedCount, List<Skipped> skipped) {
        public Applied {
            skipped = List.copyOf(skipped);
        }
    }

    /** Fails with UNPROCESSABLE {@code bulk.too_many} above 10,000 people, FORBIDDEN {@code rank.role_above}. */
    public static final Op<Preview, Previewed> PREVIEW =
            Op.of("identity.previewBulkChange", Preview.class, Previewed.class);

    /**
     * Goes on where an earlier try with the same token was cut off. Fails with NOT_FOUND {@code bulk.not_found}, for all but
     * the one who has seen the preview; CONFLICT {@code bulk.applied}; GONE {@code bulk.expired}; UNAVAILABLE
     * {@code bulk.unfinished} when the time was not enough, and asking again goes on.
     */
    public static final Op<Apply, Applied> APPLY =
            Op.of("identity.applyBulkChange", Apply.class, Applied.class).within(Duration.ofSeconds(25));

    private BulkChangeOps() {}
}
