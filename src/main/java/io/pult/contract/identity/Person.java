package io.pult.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as administrators see them.
 *
 * @param login absent for those who sign in through others alone
 * @param name empty when none was given
 * @param langCode {@code en} or {@code ru}
 * @param timeZone name of a zone of the IANA database
 * @param roles as granted, the least first; each includes those before it
 * @param blockedReason present when blocked
 * @param verifiedAt when an administrator has vouched for them; absent: nobody has
 * @param lastSignInAt absent: never
 */
public record Person(
        UUID id,
        @Nullable String login,
        String name,
        String langCode,
        String timeZone,
        List<Role> roles,
        Status status,
        @Nullable String blockedReason,
        @Nullable Instant verifiedAt,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        long version)
        implements Versioned {
    public enum Status {
        @JsonProperty("active")
        ACTIVE,
        /** Signs in nowhere, and nothing that was open to them still is. */
        @JsonProperty("blocked")
        BLOCKED;

        /** As in JSON and in the database. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public Person {
        roles = roles.stream().sorted().toList();
    }
}
