package io.pult.vk;

import io.pult.bus.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a failed call of VK means to the job that reads a list: UNAVAILABLE and TIMEOUT are tried again under the job's own
 * backoff, everything else ends it with its code.
 */
final class ListSyncFaults {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** VK stumbled over the call; the pool has tried a few times already. */
    private static final Set<Integer> PASSING = Set.of(1, 10, 36);

    /** The batch is more than one call may do. */
    private static final int TOO_MUCH = 13;

    /** VK's reasons that a person can do something about, by names that do not change. */
    private static final Map<Integer, String> REASONS = Map.of(
            15, "vk.access_denied",
            18, "vk.target_deleted",
            19, "vk.target_blocked",
            30, "vk.profile_private",
            100, "vk.target_invalid",
            113, "vk.user_unknown",
            125, "vk.group_unknown",
            203, "vk.group_denied");

    private ListSyncFaults() {}

    static Failure of(Throwable cause) {
        if (!(cause instanceof Failure failure)) {
            throw new IllegalStateException("the bus fails with Failure and nothing else", cause);
        }
        if (failure.kind() == Failure.Kind.TOO_MANY
                || failure.is("vk.unreachable")
                || failure.is("vk.maybe_executed")) {
            return again(failure);
        }
        boolean refused = failure.is("vk.refused") || failure.is("vk.bad_request");
        if (!refused || !(failure.details().get("error_code") instanceof Integer code)) {
            return failure;
        }
        if (PASSING.contains(code)) {
            return again(failure);
        }
        return new Failure(
                failure.kind(), REASONS.getOrDefault(code, failure.code()), failure.text(), failure.details());
    }

    private static Failure again(Failure failure) {
        return Failure.unavailable(
                failure.code(), failure.text(), Objects.requireNonNullElse(failure.retryAfter(), SOON));
    }

    static boolean tooMuch(Throwable cause) {
        return cause instanceof Failure failure
                && Integer.valueOf(TOO_MUCH).equals(failure.details().get("error_code"));
    }

    static Failure unexpected(String method) {
        return Failure.upstream("vk.unexpected_answer", "VK answered " + method + " with something else than a list");
    }

    static Failure tooLong(long most) {
        return Failure.unprocessable("list_sync.too_long", "The list has more than " + most + " items");
    }

    static Failure tooMany() {
        return Failure.tooMany(
                "list_sync.too_many", "Too many lists wait to be read; let some end, or delete them", SOON);
    }

    static Failure gone() {
        return Failure.notFound("list_sync.not_found", "There is no list sync with this id");
    }
}
