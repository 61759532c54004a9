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
 */
public record Beginning(@Nullable UUID session, @Nullable Instant confirmedAt) {
    static final Beginning NOW = new Beginning(null, null);

    Future<?> confirm(UUID opened, SessionStore sessions) {
        return confirmedAt == null ? Future.succeededFuture() : sessions.confirm(opened, confirmedAt);
    }
}
