package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** API keys: made, listed, taken back. */
public final class ApiKeyOps {
    public record Create(Body body) {
        /** @param expiresAt absent: the key lives until it is revoked */
        public record Body(
                String name, List<String> scopes, @Nullable Instant expiresAt) {}
    }

    /** @param token shown this once: only its hash is kept */
    public record Created(ApiKey key, String token) {
        @Override
        public String toString() {
            return "Created[" + key + "]";
        }
    }

    public record ListKeys(
            @Nullable Integer limit, @Nullable String cursor) {}

    public record Revoke(UUID id) {}

    public static final Op<Create, Created> CREATE = Op.of("identity.createApiKey", Create.class, Created.class);
    public static final Op<ListKeys, Page<ApiKey>> LIST = Op.page("identity.listApiKeys", ListKeys.class, ApiKey.class);
    public static final Op<Revoke, Nothing> REVOKE =
            Op.of("identity.revokeApiKey", Revoke.class, Nothing.class).asIdempotent();

    private ApiKeyOps() {}
}
