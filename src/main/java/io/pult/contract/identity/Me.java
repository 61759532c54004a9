package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The person who asks, as they see themself.
 *
 * @param login absent for those who sign in through others alone
 * @param langCode {@code en} or {@code ru}
 * @param timeZone name of a zone of the IANA database
 * @param roles those that were given; a higher one includes the lower
 * @param verified an administrator knows this person
 * @param session absent when it was not a session that asked
 * @param version of the account, for {@code If-Match}. What is shown here changes without it, too: this is no ETag
 */
public record Me(
        UUID id,
        @Nullable String login,
        String name,
        String langCode,
        String timeZone,
        List<Role> roles,
        boolean verified,
        boolean hasPassword,
        List<Membership> memberships,
        Instant createdAt,
        @Nullable Session session,
        long version) {
    public record Membership(UUID workspace, String name, MemberRole role, Instant since) {}

    /** @param confirmedAt when this person last showed who they are */
    public record Session(UUID id, Instant confirmedAt) {}

    public Me {
        roles = List.copyOf(roles);
        memberships = List.copyOf(memberships);
    }

    public Me in(@Nullable Session session) {
        return new Me(
                id,
                login,
                name,
                langCode,
                timeZone,
                roles,
                verified,
                hasPassword,
                memberships,
                createdAt,
                session,
                version);
    }
}
