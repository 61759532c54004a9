package io.pult.contract.identity;

import io.pult.bus.Op;
import io.pult.bus.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a gateway finds out who a bearer token belongs to, and when it stops belonging to anybody. */
public final class AuthenticationOps {
    /**
     * @param tokenHash SHA-256 of the bearer token as hex
     * @param accessToken the token itself when it is an access token, whose signature is checked when Redis does not know
     *     it; an API key never crosses the bus
     * @param asOf number of a revocation that the answer has to take account of; absent: whatever is at hand will do
     */
    public record Authenticate(
            String tokenHash,
            @Nullable String accessToken,
            @Nullable Long asOf) {
        @Override
        public String toString() {
            return "Authenticate[" + tokenHash + "]";
        }
    }

    /**
     * @param handles hashes by which the feed of revocations may name what this answer rests on: the token, its session,
     *     its person
     * @param asOf number of the last revocation that this answer takes account of
     * @param expiresAt of the token; absent when it never ends by itself
     */
    public record Authenticated(
            Principal principal,
            List<String> handles,
            long asOf,
            @Nullable Instant expiresAt) {}

    /** @param after number of the last revocation that the asker knows; absent at first: only the number is told */
    public record RevocationsSince(@Nullable Long after) {}

    /** @param tokenHash one of the handles of an {@link Authenticated} */
    public record Revocation(long seq, String tokenHash) {}

    /** @param last number to ask with next time */
    public record Revocations(List<Revocation> entries, long last) {}

    /** Fails with UNAUTHENTICATED {@code token.unknown} when nobody living holds this token. */
    public static final Op<Authenticate, Authenticated> AUTHENTICATE = Op.of(
                    "~identity.authenticate", Authenticate.class, Authenticated.class)
            .asIdempotent();

    /** Read by every gateway each second; numbers rise in the order in which revocations were committed. */
    public static final Op<RevocationsSince, Revocations> REVOCATIONS_SINCE = Op.of(
                    "~identity.revocationsSince", RevocationsSince.class, Revocations.class)
            .asIdempotent();

    private AuthenticationOps() {}
}
