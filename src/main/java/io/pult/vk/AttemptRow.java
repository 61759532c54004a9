package io.pult.vk;

import io.pult.contract.vk.TokenLog;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attempt and what became of it, as a row of the log. */
final class AttemptRow {
    private AttemptRow() {}

    /** @param account absent for the token of the environment */
    static TokenLog of(
            @Nullable UUID account,
            String method,
            int number,
            Instant at,
            long millis,
            VkOutcome outcome,
            String node) {
        String error = error(outcome);
        return new TokenLog(
                UUID.randomUUID(),
                account,
                account == null,
                method,
                error == null ? TokenLog.Status.SUCCESS : TokenLog.Status.ERROR,
                error,
                at,
                number,
                millis,
                node);
    }

    private static @Nullable String error(VkOutcome outcome) {
        if (outcome instanceof VkOutcome.Refused refused) {
            return refused.error().text();
        }
        return outcome instanceof VkOutcome.Lost lost ? "transport: " + lost.reason() : null;
    }
}
