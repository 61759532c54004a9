package io.pult.contract.jobs;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.Map;
import java.util.UUID;

/**
 * A person's answer to an inbox item, handed to the concern that asked. The concern acts on it before the item counts as
 * answered, and keeps what is secret in it: the inbox stores who answered and when, never what.
 *
 * @param item the same answer may arrive twice under the same item
 * @param subject what the item is about, as the concern named it
 */
public record InboxAnswer(UUID item, String kind, String subject, Map<String, String> fields) {
    public InboxAnswer {
        fields = fields == null ? Map.of() : Map.copyOf(fields);
    }

    /** {@code ~<concern>.answerInbox}; fails with INVALID or UNPROCESSABLE when the answer does not help. */
    public static Op<InboxAnswer, Nothing> of(String concern) {
        return Op.of("~" + concern + ".answerInbox", InboxAnswer.class, Nothing.class)
                .asIdempotent();
    }

    @Override
    public String toString() {
        return "InboxAnswer[" + item + " " + kind + "]";
    }
}
