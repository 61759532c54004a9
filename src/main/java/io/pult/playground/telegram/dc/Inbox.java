package io.pult.playground.telegram.dc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a session has received, by their ids, and what became of the calls among them. Remembers the newest
 * 4,096; guarded by its session.
 */
final class Inbox {
    private static final int MOST = 4_096;

    private long[] ids = new long[8];
    private int[] seqnos = new int[8];
    private @Nullable PendingCall[] calls = new PendingCall[8];
    private int size;
    private long forgotten;

    /** The place of the id, or {@code -1 - place} where it belongs. */
    int find(long id) {
        // Nearly every message is the newest one.
        return size == 0 || ids[size - 1] < id ? -1 - size : Arrays.binarySearch(ids, 0, size, id);
    }

    @Nullable
    PendingCall call(int place) {
        return calls[place];
    }

    /** So old that nobody remembers whether it came. */
    boolean tooOld(long id) {
        return id <= forgotten;
    }

    /**
     * The rules about msg_seqno (core.telegram.org/mtproto/service_messages_about_messages): 32 when a message with a lower
     * id has a higher one or the same odd one, 33 the other way round, 0 when it fits.
     */
    int misfit(long id, int seqno) {
        int place = find(id);
        int at = place < 0 ? -1 - place : place;
        if (at > 0 && clash(seqnos[at - 1], seqno)) {
            return 32;
        }
        return at < size && clash(seqno, seqnos[at]) ? 33 : 0;
    }

    void add(long id, int seqno, @Nullable PendingCall call) {
        if (size == MOST) {
            forgetOldest(MOST / 4);
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            seqnos = Arrays.copyOf(seqnos, size * 2);
            calls = Arrays.copyOf(calls, size * 2);
        }
        int at = -1 - find(id);
        System.arraycopy(ids, at, ids, at + 1, size - at);
        System.arraycopy(seqnos, at, seqnos, at + 1, size - at);
        System.arraycopy(calls, at, calls, at + 1, size - at);
        ids[at] = id;
        seqnos[at] = seqno;
        calls[at] = call;
        size++;
    }

    /** The byte of msgs_state_info about an id. */
    byte state(long id) {
        int place = find(id);
        if (place < 0) {
            if (tooOld(id)) {
                return 1;
            }
            return (byte) (size > 0 && id > ids[size - 1] ? 3 : 2);
        }
        PendingCall call = calls[place];
        if (call == null) {
            return (byte) (4 | ((seqnos[place] & 1) == 0 ? 16 : 8));
        }
        return (byte) (4 | 8 | (call.answered() ? 64 : 32));
    }

    List<PendingCall> unanswered() {
        var found = new ArrayList<PendingCall>();
        for (int i = 0; i < size; i++) {
            PendingCall call = calls[i];
            if (call != null && !call.answered()) {
                found.add(call);
            }
        }
        return found;
    }

    private void forgetOldest(int count) {
        forgotten = ids[count - 1];
        size -= count;
        System.arraycopy(ids, count, ids, 0, size);
        System.arraycopy(seqnos, count, seqnos, 0, size);
        System.arraycopy(calls, count, calls, 0, size);
        Arrays.fill(calls, size, size + count, null);
    }

    private static boolean clash(int lower, int higher) {
        return lower > higher || (lower == higher && (lower & 1) == 1);
    }
}
