package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * API keys: made, listed, taken back.
 *
 * <p>A key is either of the whole instance, which only administrators make, or of one workspace. Its scopes decide which
 * operations it may ask, its workspace which rows they show and change. A key of a workspace is asked nothing that is not
 * open to every signed-in person, whatever its scopes are called.
 */
public final class ApiKeyOps {
    /** By a person for themself, by a key for its owner, or by the machine for nobody. */
    public record Create(Create.Body body) {
        /**
         * @param scopes of a key of a workspace: {@code concern:read} and {@code concern:act} only
         * @param expiresAt absent: a person's key lives for a year, another until it is revoked
         * @param workspace of which the owner is operator or owner; absent: the whole instance
         */
        public record Body(
                String name,
                List<String> scopes,
                @Nullable Instant expiresAt,
                @Nullable UUID workspace) {
            /** A key of the whole instance. */
            public Body(String name, List<String> scopes, @Nullable Instant expiresAt) {
                this(name, scopes, expiresAt, null);
            }
        }
    }

    /** @param token shown this once: only its hash is kept */
    public record Created(ApiKey key, String token) {
        @Override
        public String toString() {
            return "Created[" + key + "]";
        }
    }

    /** @param owner absent: everybody's, and those of nobody */
    public record ListKeys(
            @Nullable UUID owner,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    public record ListOwn(@Nullable Integer limit, @Nullable String cursor) {}

    public record Revoke(UUID id) {}

    public static final Op<Create, Created> CREATE = Op.of("identity.createApiKey", Create.class, Created.class);
    public static final Op<ListKeys, Page<ApiKey>> LIST = Op.page("identity.listApiKeys", ListKeys.class, ApiKey.class);
    public static final Op<Revoke, Nothing> REVOKE =
            Op.of("identity.revokeApiKey", Revoke.class, Nothing.class).asIdempotent();

    public static final Op<Create, Created> CREATE_OWN = Op.of("identity.createOwnApiKey", Create.class, Created.class);
    public static final Op<ListOwn, Page<ApiKey>> LIST_OWN =
            Op.page("identity.listOwnApiKeys", ListOwn.class, ApiKey.class);
    public static final Op<Revoke, Nothing> REVOKE_OWN =
            Op.of("identity.revokeOwnApiKey", Revoke.class, Nothing.class).asIdempotent();

    private ApiKeyOps() {}
}
