package io.pult.identity;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a session begins.
 *
 * @param session its id, which was promised before; absent: a new one
 * @param confirmedAt when the person showed who they are; absent: now
 * @param until for how long what was shown may be shown again, which a session without a refresh token outlives by no more
 *     than an access token; absent: an access token's life
 */
public record Beginning(
        @Nullable UUID session,
        @Nullable Instant confirmedAt,
        @Nullable Instant until) {
    static final Beginning NOW = new Beginning(null, null, null);

    /** A session that is refreshed by what began it lives as long as that: what is over cannot be ended, and must not come back. */
    Instant end(Instant leastEnd) {
        return until == null || until.isBefore(leastEnd) ? leastEnd : until;
    }

    Future<?> confirm(UUID opened, SessionStore sessions) {
        return confirmedAt == null ? Future.succeededFuture() : sessions.confirm(opened, confirmedAt);
    }
}
