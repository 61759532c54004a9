package io.pult.mtproto.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a session that have no answer: those in flight by their message id, at most 64, those that wait to be sent, in
 * their order, and those that wait to be tried again. Takes no memory while there are none. A call that leaves is either
 * answered or failed by whoever takes it out: none is dropped.
 */
final class Outstanding {
    /** Sent and not answered. */
    static final int IN_FLIGHT = 64;
    /** Altogether. */
    static final int MOST = 1_024;

    private static final int FIRST = 8;
    private static final long[] NO_IDS = {};
    private static final Pending<?>[] NO_CALLS = {};

    private long[] ids = NO_IDS;
    private Pending<?>[] flying = NO_CALLS;
    private int inFlight;
    private @Nullable Deque<Pending<?>> queue;
    private @Nullable List<Pending<?>> delayed;

    boolean isFull() {
        return size() >= MOST;
    }

    int size() {
        return inFlight + queued() + (delayed == null ? 0 : delayed.size());
    }

    int inFlight() {
        return inFlight;
    }

    /** To be sent, without those that are delayed. */
    int queued() {
        return queue == null ? 0 : queue.size();
    }

    void add(Pending<?> call) {
        queue().addLast(call);
    }

    /** How many more may be in flight. */
    int room() {
        return Math.max(0, IN_FLIGHT - inFlight);
    }

    /** The next call to be sent, left where it is. */
    @Nullable
    Pending<?> next() {
        return queue == null ? null : queue.peekFirst();
    }

    /** The next call leaves the queue, to be {@link #sent}. */
    Pending<?> take() {
        return queue().removeFirst();
    }

    void sent(Pending<?> call) {
        if (inFlight == ids.length) {
            int size = Math.max(FIRST, inFlight * 2);
            ids = Arrays.copyOf(ids, size);
            flying = Arrays.copyOf(flying, size);
        }
        ids[inFlight] = call.messageId();
        flying[inFlight++] = call;
    }

    @Nullable
    Pending<?> find(long messageId) {
        int at = indexOf(messageId);
        return at < 0 ? null : flying[at];
    }

    /** Takes a call out that was answered. */
    @Nullable
    Pending<?> remove(long messageId) {
        int at = indexOf(messageId);
        if (at < 0) {
            return null;
        }
        Pending<?> call = flying[at];
        removeAt(at);
        return call;
    }

    /** Takes out of what is in flight, in the order of sending. */
    List<Pending<?>> removeInFlight(Predicate<Pending<?>> which) {
        var removed = new ArrayList<Pending<?>>();
        int kept = 0;
        for (int i = 0; i < inFlight; i++) {
            if (which.test(flying[i])) {
                removed.add(flying[i]);
            } else {
                ids[kept] = ids[i];
                flying[kept++] = flying[i];
            }
        }
        Arrays.fill(flying, kept, inFlight, null);
        inFlight = kept;
        return removed;
    }

    /** To be sent before all others, in this order. */
    void sendFirst(List<Pending<?>> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            queue().addFirst(calls.get(i));
        }
    }

    void delay(Pending<?> call) {
        if (delayed == null) {
            delayed = new ArrayList<>(1);
        }
        delayed.add(call);
    }

    /** Calls whose delay is over are to be sent. @return whether there was one */
    boolean wake(long now) {
        if (delayed == null) {
            return false;
        }
        List<Pending<?>> ready = taken(delayed, call -> call.since() <= now);
        ready.forEach(call -> call.queued(true, now));
        ready.forEach(queue()::addLast);
        delayed = delayed.isEmpty() ? null : delayed;
        return !ready.isEmpty();
    }

    void eachInFlight(Consumer<Pending<?>> work) {
        for (int i = 0; i < inFlight; i++) {
            work.accept(flying[i]);
        }
    }

    /** The messages of which nobody knows whether they arrived. */
    long[] unknownIds() {
        var unknown = new long[inFlight];
        int count = 0;
        for (int i = 0; i < inFlight; i++) {
            if (flying[i].stage() == Pending.Stage.UNKNOWN) {
                unknown[count++] = ids[i];
            }
        }
        return Arrays.copyOf(unknown, count);
    }

    /** Takes all out, wherever they are, whose deadline has passed. */
    List<Pending<?>> expired(long now) {
        return removeAll(call -> call.deadline() <= now);
    }

    List<Pending<?>> removeAll(Predicate<Pending<?>> which) {
        List<Pending<?>> removed = removeInFlight(which);
        if (queue != null) {
            removed.addAll(taken(queue, which));
        }
        if (delayed != null) {
            removed.addAll(taken(delayed, which));
        }
        return removed;
    }

    /** When the first call expires or has been delayed long enough; {@link Long#MAX_VALUE} for none. */
    long deadline() {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < inFlight; i++) {
            first = Math.min(first, flying[i].deadline());
        }
        if (queue != null) {
            for (Pending<?> call : queue) {
                first = Math.min(first, call.deadline());
            }
        }
        if (delayed != null) {
            for (Pending<?> call : delayed) {
                first = Math.min(first, Math.min(call.deadline(), call.since()));
            }
        }
        return first;
    }

    /** Gives memory back when there is nothing to keep. */
    void shrink() {
        if (inFlight == 0 && ids.length > FIRST) {
            ids = NO_IDS;
            flying = NO_CALLS;
        }
        if (queue != null && queue.isEmpty()) {
            queue = null;
        }
    }

    private static List<Pending<?>> taken(Iterable<Pending<?>> from, Predicate<Pending<?>> which) {
        var taken = new ArrayList<Pending<?>>();
        for (var each = from.iterator(); each.hasNext(); ) {
            Pending<?> call = each.next();
            if (which.test(call)) {
                each.remove();
                taken.add(call);
            }
        }
        return taken;
    }

    private Deque<Pending<?>> queue() {
        if (queue == null) {
            queue = new ArrayDeque<>(FIRST);
        }
        return queue;
    }

    /** Answers come in the order of the questions, more or less: the first ones are found first. */
    private int indexOf(long messageId) {
        for (int i = 0; i < inFlight; i++) {
            if (ids[i] == messageId) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int at) {
        inFlight--;
        System.arraycopy(ids, at + 1, ids, at, inFlight - at);
        System.arraycopy(flying, at + 1, flying, at, inFlight - at);
        flying[inFlight] = null;
    }
}
