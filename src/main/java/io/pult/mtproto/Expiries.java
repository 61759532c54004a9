package io.pult.mtproto;

import java.util.Arrays;

/**
 * Who is online, and until when: Telegram says when that ends once, in advance, and nothing when it does. Few of an account's
 * contacts are online at a time. Confined to one thread.
 */
final class Expiries {
    /** More people that are online than this are not watched: their end is told by Telegram alone. */
    static final int MOST = 4_096;

    private long[] users = {};
    private int[] ends = {};
    private int size;

    /** Told of each end that nobody contradicted. */
    interface Ended {
        void offline(long user, int since);
    }

    void online(long user, int until) {
        int at = indexOf(user);
        if (at >= 0) {
            ends[at] = until;
        } else if (size < MOST) {
            if (size == users.length) {
                users = Arrays.copyOf(users, Math.max(4, size * 2));
                ends = Arrays.copyOf(ends, users.length);
            }
            users[size] = user;
            ends[size++] = until;
        }
    }

    void notOnline(long user) {
        int at = indexOf(user);
        if (at >= 0) {
            removeAt(at);
        }
    }

    /** @param now Unix time of the server, in seconds */
    void tick(long now, Ended ended) {
        for (int i = size - 1; i >= 0; i--) {
            if (ends[i] <= now) {
                long user = users[i];
                int since = ends[i];
                removeAt(i);
                ended.offline(user, since);
            }
        }
    }

    int size() {
        return size;
    }

    private int indexOf(long user) {
        for (int i = 0; i < size; i++) {
            if (users[i] == user) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int at) {
        size--;
        users[at] = users[size];
        ends[at] = ends[size];
    }
}
