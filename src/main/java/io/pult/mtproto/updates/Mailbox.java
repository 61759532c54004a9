package io.pult.mtproto.updates;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Between the protocol and whoever listens: news are read in turns of their own, so that a listener may call the client and
 * cannot disturb it. When more is written than is read, the newest is dropped and counted. Confined to one thread.
 */
public final class Mailbox<N> {
    private static final int A_TURN = 64;

    private final int limit;
    private final Executor later;
    private final Consumer<N> reader;
    private final IntFunction<N> dropped;
    private final ArrayDeque<N> letters = new ArrayDeque<>(4);
    private boolean scheduled;
    private boolean closed;
    private int drops;

    /**
     * @param limit of letters that wait
     * @param later runs something on the same thread, after what runs now
     * @param dropped says that so many were dropped
     */
    public Mailbox(int limit, Executor later, Consumer<N> reader, IntFunction<N> dropped) {
        this.limit = limit;
        this.later = later;
        this.reader = reader;
        this.dropped = dropped;
    }

    public void post(N letter) {
        if (closed) {
            return;
        }
        if (letters.size() < limit) {
            letters.add(letter);
        } else {
            drops++;
        }
        schedule();
    }

    /** Nobody listens any more: what waits and what is posted later is not read. */
    public void close() {
        closed = true;
        letters.clear();
        drops = 0;
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            later.execute(this::turn);
        }
    }

    private void turn() {
        scheduled = false;
        try {
            for (int i = 0; i < A_TURN && !letters.isEmpty(); i++) {
                reader.accept(letters.remove());
            }
        } finally {
            // Also after a reader that threw: the others' letters are not its business.
            if (letters.isEmpty() && drops > 0) {
                letters.add(dropped.apply(drops));
                drops = 0;
            }
            if (!letters.isEmpty()) {
                schedule();
            }
        }
    }
}
