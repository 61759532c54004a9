package io.pult.contract.identity;

import io.pult.bus.Op;
import io.pult.bus.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a gateway finds out who a bearer token belongs to, and when it stops belonging to anybody. */
public final class AuthenticationOps {
    /** @param tokenHash SHA-256 of the bearer token as hex: the token itself never crosses the bus */
    public record Authenticate(String tokenHash) {}

    /** @param expiresAt of the token; absent when it never ends by itself */
    public record Authenticated(
            Principal principal, UUID keyId, @Nullable Instant expiresAt) {}

    /** @param after number of the last revocation that the asker knows; 0 at first */
    public record RevocationsSince(long after) {}

    public record Revocation(long seq, String tokenHash) {}

    /** @param last number to ask with next time */
    public record Revocations(List<Revocation> entries, long last) {}

    /** Fails with UNAUTHENTICATED {@code key.unknown} when no living key has this hash. */
    public static final Op<Authenticate, Authenticated> AUTHENTICATE = Op.of(
                    "~identity.authenticate", Authenticate.class, Authenticated.class)
            .asIdempotent();

    /** Read by every gateway each second; numbers rise in the order in which revocations were committed. */
    public static final Op<RevocationsSince, Revocations> REVOCATIONS_SINCE = Op.of(
                    "~identity.revocationsSince", RevocationsSince.class, Revocations.class)
            .asIdempotent();

    private AuthenticationOps() {}
}
