package io.pult.mtproto.session;

import java.util.Arrays;

/**
 * The last ids that came from the server, so that nothing is taken twice: a sorted array that grows to 2 KiB. What is older
 * than the oldest of a full one cannot be told from a repetition, and counts as one.
 */
final class SeenIds {
    private static final int FIRST = 32;
    private static final int MOST = 256;
    private static final long[] NONE = {};

    private long[] ids = NONE;
    private int count;

    /** @return whether it is new; then it is remembered */
    boolean add(long id) {
        int found = find(id);
        if (found >= 0) {
            return false;
        }
        int at = -found - 1;
        if (count == MOST) {
            return at > 0 && replaceOldest(id, at);
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, count == 0 ? FIRST : count * 2);
        }
        System.arraycopy(ids, at, ids, at + 1, count - at);
        ids[at] = id;
        count++;
        return true;
    }

    boolean contains(long id) {
        return find(id) >= 0;
    }

    void clear() {
        count = 0;
    }

    private boolean replaceOldest(long id, int at) {
        System.arraycopy(ids, 1, ids, 0, at - 1);
        ids[at - 1] = id;
        return true;
    }

    /** Nearly everything is newer than all before. */
    private int find(long id) {
        return count == 0 || id > ids[count - 1] ? -count - 1 : Arrays.binarySearch(ids, 0, count, id);
    }
}
