package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlWriter;
import java.util.Arrays;

/** A bounded bag of message ids that takes no memory while it is empty. */
final class Ids {
    private static final int FIRST = 16;
    private static final long[] NONE = {};

    private final int most;
    private long[] ids = NONE;
    private int count;

    Ids(int most) {
        this.most = most;
    }

    /** Without effect when it is full: who is not told asks again. */
    void add(long id) {
        if (count == most) {
            return;
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, Math.min(most, Math.max(FIRST, count * 2)));
        }
        ids[count++] = id;
    }

    int size() {
        return count;
    }

    /** @param object that holds a vector of ids; the bag is empty then */
    void write(TlWriter out, int object) {
        out.int32(object);
        out.vectorOf(count);
        for (int i = 0; i < count; i++) {
            out.int64(ids[i]);
        }
        clear();
    }

    void clear() {
        count = 0;
        if (ids.length > FIRST) {
            ids = NONE;
        }
    }
}
