package io.pult.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way: who asks, under which request id, and until when an answer is of use.
 *
 * @param deadline {@link System#nanoTime} of this JVM; between nodes only the remaining milliseconds travel, because
 *     clocks differ
 * @param address of the client, when there is one
 * @param idempotencyKey the client's own name for this act, when it gave one
 * @param notes on the answer, kept by whoever answers
 */
public record Call(
        Principal principal,
        String requestId,
        long deadline,
        @Nullable String address,
        Locale locale,
        @Nullable String idempotencyKey,
        AnswerNotes notes) {

    public Call(
            Principal principal,
            String requestId,
            long deadline,
            @Nullable String address,
            Locale locale,
            @Nullable String idempotencyKey) {
        this(principal, requestId, deadline, address, locale, idempotencyKey, new AnswerNotes());
    }

    public static Call by(Principal principal, Duration budget) {
        return new Call(
                principal,
                UUID.randomUUID().toString(),
                System.nanoTime() + budget.toNanos(),
                null,
                Locale.ENGLISH,
                null);
    }

    /** The node asks on its own account; the budget bounds everything that is asked with this call. */
    public static Call system(String nodeName, Duration budget) {
        return by(Principal.node(nodeName), budget);
    }

    /**
     * Wants the person who asks for a dangerous act to have shown who they are a moment ago, not last week. Keys and nodes pass:
     * what they may do, their scopes say.
     *
     * @throws Failure FORBIDDEN {@code confirmation.needed}
     */
    public void requireConfirmed(Instant now) {
        SignIn signIn = principal.signIn();
        if (signIn != null && !signIn.confirmedLately(now)) {
            throw Failure.forbidden(
                    "confirmation.needed",
                    "Show again who you are: by your password, a code or a passkey, or by signing in anew; then repeat"
                            + " this within five minutes");
        }
    }

    /** May be zero or negative: the time is over. */
    public Duration remaining() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /** The same request asked by the system itself, for what the asker may not do but the concern must. */
    public Call asSystem(String nodeName) {
        return new Call(Principal.node(nodeName), requestId, deadline, address, locale, null);
    }
}
