package io.pult.contract.identity;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People as administrators reach them. What may be done to whom depends on the roles of both: FORBIDDEN
 * {@code rank.target_above}, {@code rank.role_above}; UNPROCESSABLE {@code rank.yourself}, {@code rank.last_superuser}.
 */
public final class PersonOps {
    private static final Set<String> LANGUAGES = Set.of("en", "ru");

    /**
     * The fields of a {@link PersonFilter}, and the page.
     *
     * @param sort {@code -created_at} (the default), {@code created_at}, {@code login} (those without one first) or
     *     {@code -last_sign_in_at} (those who never signed in last)
     * @param limit 1 to 200, 50 when absent
     */
    public record ListUsers(
            @Nullable String q,
            @Nullable Role role,
            Person.@Nullable Status status,
            @Nullable Boolean verified,
            @Nullable Instant createdAfter,
            @Nullable Instant createdBefore,
            @Nullable Instant lastSignInBefore,
            String sort,
            Integer limit,
            @Nullable String cursor) {
        public ListUsers {
            sort = sort == null ? "-created_at" : sort;
            limit = limit == null ? 50 : limit;
            if (limit < 1 || limit > 200) {
                throw new IllegalArgumentException("limit is 1 to 200");
            }
            PersonFilter.requireSound(q, createdAfter, createdBefore, lastSignInBefore);
        }

        public PersonFilter filter() {
            return new PersonFilter(q, role, status, verified, createdAfter, createdBefore, lastSignInBefore);
        }
    }

    public record UserId(UUID id) {}

    public record Create(Create.Body body) {
        /**
         * @param roles besides USER, which everybody has
         * @param langCode {@code en} (the default) or {@code ru}
         */
        public record Body(
                String login,
                String password,
                @Nullable String name,
                @Nullable List<Role> roles,
                @Nullable String langCode) {
            public Body {
                requireLanguage(langCode);
            }

            @Override
            public String toString() {
                return "Body[" + login + "]";
            }
        }
    }

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID id, @Nullable Long ifMatch, Update.Body body) {
        /** A null brings back what a new person has: no name, {@code en}, {@code UTC}. */
        public record Body(Change<String> name, Change<String> langCode, Change<String> timeZone) {
            public Body {
                requireLanguage(langCode.value());
                String zone = timeZone.value();
                if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
                    throw Failure.unprocessable(
                            "profile.time_zone_unknown", "time_zone is a name of the IANA database: Europe/Moscow");
                }
            }
        }
    }

    public record Block(UUID id, Block.Body body) {
        /** @param reason for administrators */
        public record Body(String reason) {
            public Body {
                if (reason == null || reason.isBlank()) {
                    throw new IllegalArgumentException("reason says why");
                }
            }
        }
    }

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record SetRoles(UUID id, @Nullable Long ifMatch, SetRoles.Body body) {
        /** @param roles all that the person has from now on, besides USER, which everybody keeps */
        public record Body(List<Role> roles) {}
    }

    public static final Op<ListUsers, Page<Person>> LIST = Op.page("identity.listUsers", ListUsers.class, Person.class);

    /** Like each of the following Ops, fails with NOT_FOUND {@code user.not_found}. */
    public static final Op<UserId, Person> GET =
            Op.of("identity.getUser", UserId.class, Person.class).asIdempotent();

    /** Fails with CONFLICT {@code user.login_taken}. */
    public static final Op<Create, Person> CREATE = Op.of("identity.createUser", Create.class, Person.class);

    /** Fails with STALE {@code user.changed}. */
    public static final Op<Update, Person> UPDATE = Op.of("identity.updateUser", Update.class, Person.class);

    /** Ends all sessions of the person too. */
    public static final Op<Block, Person> BLOCK =
            Op.of("identity.blockUser", Block.class, Person.class).asIdempotent();

    public static final Op<UserId, Person> UNBLOCK =
            Op.of("identity.unblockUser", UserId.class, Person.class).asIdempotent();
    public static final Op<UserId, Person> VERIFY =
            Op.of("identity.verifyUser", UserId.class, Person.class).asIdempotent();
    public static final Op<UserId, Person> UNVERIFY =
            Op.of("identity.unverifyUser", UserId.class, Person.class).asIdempotent();

    /** Fails with STALE {@code user.changed}, FORBIDDEN {@code confirmation.needed}. */
    public static final Op<SetRoles, Person> SET_ROLES = Op.of("identity.setUserRoles", SetRoles.class, Person.class);

    private PersonOps() {}

    private static void requireLanguage(@Nullable String code) {
        if (code != null && !LANGUAGES.contains(code)) {
            throw new IllegalArgumentException("lang_code is en or ru");
        }
    }
}
