package io.pult.bus;

/**
 * What the answering side says beside its answer. Made anew for each question that arrives; confined to the context that
 * answers it.
 */
public final class AnswerNotes {
    private boolean replayed;
    private boolean askerChanged;

    /** The answer is the one that was given to the same idempotency key before; nothing was done again. */
    public void markReplayed() {
        replayed = true;
    }

    boolean replayed() {
        return replayed;
    }

    /** Whoever asked is known otherwise from now on: the gateway looks at them anew before it passes the answer on. */
    public void markAskerChanged() {
        askerChanged = true;
    }

    boolean askerChanged() {
        return askerChanged;
    }
}
