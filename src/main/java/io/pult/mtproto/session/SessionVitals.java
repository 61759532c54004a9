package io.pult.mtproto.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a session is, at one moment.
 *
 * @param queued calls that were not sent yet, or have to be sent again
 * @param inFlight calls that were sent and have no answer
 * @param connections opened so far
 * @param sinceRead since anything valid came; null before that
 * @param sincePong since a ping was answered, or the connection opened; null before that
 * @param sincePush since Telegram said anything by itself; null before that
 * @param roundTrip of the last ping; null before that
 * @param clockDifference the server's clock less ours, in milliseconds
 * @param lastFailure why the last connection was lost, in words; null before that
 */
public record SessionVitals(
        SessionState state,
        int queued,
        int inFlight,
        int connections,
        @Nullable Duration sinceRead,
        @Nullable Duration sincePong,
        @Nullable Duration sincePush,
        @Nullable Duration roundTrip,
        long clockDifference,
        @Nullable String lastFailure) {}
