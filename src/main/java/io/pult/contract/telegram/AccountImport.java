package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.contract.telegram.TelegramAccount.State;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that were brought from elsewhere in one request.
 *
 * @param workspaceId of the accounts that it makes; absent: they are the instance's
 * @param job that walks its lines; absent while it could not be started
 * @param lines in all; those that wait, became accounts, and were refused
 */
public record AccountImport(
        UUID id,
        @Nullable UUID workspaceId,
        @Nullable UUID job,
        long lines,
        long waiting,
        long imported,
        long refused,
        Instant createdAt) {

    /** What became of a line. */
    public enum Result {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("imported")
        IMPORTED,
        @JsonProperty("refused")
        REFUSED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Result of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One session, without itself: it is erased once it was looked at.
     *
     * @param line from 1, in the order of the request
     * @param accountId that it became, or that has it already; absent for who may not see that account
     * @param state of that account now
     * @param code why it was refused
     * @param message the same for people
     */
    public record Line(
            int line,
            String name,
            Result result,
            @Nullable UUID accountId,
            @Nullable State state,
            @Nullable String code,
            @Nullable String message) {}
}
