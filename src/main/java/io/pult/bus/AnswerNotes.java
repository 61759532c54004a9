package io.pult.bus;

/**
 * What the answering side says beside its answer. Made anew for each question that arrives; confined to the context that
 * answers it.
 */
public final class AnswerNotes {
    private boolean replayed;

    /** The answer is the one that was given to the same idempotency key before; nothing was done again. */
    public void markReplayed() {
        replayed = true;
    }

    boolean replayed() {
        return replayed;
    }
}
