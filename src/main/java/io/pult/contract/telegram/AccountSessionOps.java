package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Op;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an account's session is at the moment, and what Telegram wants it to wait with. */
public final class AccountSessionOps {
    public record GetSession(UUID accountId, @Nullable Long epoch) implements AccountAsk<GetSession> {
        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public GetSession at(long ownership) {
            return new GetSession(accountId, ownership);
        }
    }

    /** Where the connection of a session is. */
    public enum Line {
        /** It has none, and wants none: it has to sign in first, or cannot be connected; the account says why. */
        @JsonProperty("idle")
        IDLE,
        /** Nobody needs it: it connects when somebody does. */
        @JsonProperty("resting")
        RESTING,
        @JsonProperty("connecting")
        CONNECTING,
        @JsonProperty("connected")
        CONNECTED,
        /** It was lost; the next attempt follows. */
        @JsonProperty("waiting")
        WAITING
    }

    /**
     * @param node name of the node that holds it
     * @param epoch of the ownership; it rises with every change of the owner
     * @param lastUpdateAt when Telegram last said anything by itself; absent: not over this connection
     * @param inFlight calls that were sent and have no answer
     * @param queued calls that were not sent yet
     * @param reconnects of this client, since it was connected first
     * @param roundTripMs of the last ping
     * @param clockDifferenceMs Telegram's clock less this node's
     * @param floods waits that hold
     * @param peers users and channels that it knows, when it was saved last
     * @param memoryBytes an estimate of what it costs the node
     * @param lastFailure why the connection was lost last, in words
     */
    public record AccountSession(
            UUID accountId,
            String node,
            long epoch,
            Line line,
            @Nullable Instant lastReadAt,
            @Nullable Instant lastUpdateAt,
            int inFlight,
            int queued,
            int reconnects,
            @Nullable Long roundTripMs,
            @Nullable Long clockDifferenceMs,
            int floods,
            int peers,
            int watchedPeople,
            int watchedChannels,
            long memoryBytes,
            @Nullable String lastFailure) {}

    public record ListFloods(UUID accountId) {}

    /**
     * A wait that Telegram has ordered. It ends by time alone.
     *
     * @param chat id of the channel that it holds for; absent: everywhere
     * @param error as Telegram said it
     * @param message in the asker's language
     * @param seconds that Telegram said; where it says none, those that are waited here
     */
    public record AccountFlood(
            String method,
            @Nullable String chat,
            String error,
            String message,
            int seconds,
            Instant seenAt,
            Instant until) {}

    /** Those that hold now, the longest first; at most 200. */
    public record Floods(List<AccountFlood> items) {
        public Floods {
            items = List.copyOf(items);
        }
    }

    /**
     * Fails with UNAVAILABLE {@code telegram.not_held} while no node holds the session, with CONFLICT {@code account.lost},
     * {@code account.stopped} or {@code account.not_signed_in} when none should.
     */
    public static final Op<GetSession, AccountSession> GET_SESSION = Op.of(
                    "telegram.getAccountSession", GetSession.class, AccountSession.class)
            .asIdempotent();

    public static final Op<ListFloods, Floods> LIST_FLOODS =
            Op.of("telegram.listAccountFloods", ListFloods.class, Floods.class).asIdempotent();

    private AccountSessionOps() {}
}
