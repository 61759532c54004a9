package io.pult.identity;

import io.pult.contract.identity.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as the tables have them, without the profile.
 *
 * @param login absent for those who sign in through others alone
 * @param passwordHash absent when there is no password
 */
public record User(
        UUID id,
        @Nullable String login,
        @Nullable String passwordHash,
        boolean blocked,
        Set<Role> roles,
        long version,
        Instant createdAt) {
    public String subject() {
        return subject(id);
    }

    public static String subject(UUID id) {
        return "user:" + id;
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
