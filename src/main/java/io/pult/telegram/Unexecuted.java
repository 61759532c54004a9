package io.pult.telegram;

import io.pult.bus.Failure;
import java.util.Set;

/** Which answers prove that a question was not acted on, so that it may be put again whatever it asks. */
final class Unexecuted {
    static final String NOT_OWNER = "telegram.not_owner";

    private static final Set<String> PROOFS = Set.of(NOT_OWNER, "bus.nobody_serves", "bus.unreachable");
    private static final String HANDLED = "handled";

    private Unexecuted() {}

    static boolean is(Throwable cause) {
        return cause instanceof Failure failure
                && PROOFS.contains(failure.code())
                && !failure.details().containsKey(HANDLED);
    }

    /** The failure of a handler, which may have acted: what it met on its own errands says nothing of its question. */
    static Throwable not(Throwable cause) {
        return is(cause) ? ((Failure) cause).with(HANDLED, true) : cause;
    }
}
