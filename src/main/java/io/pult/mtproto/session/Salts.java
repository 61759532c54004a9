package io.pult.mtproto.session;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.util.Arrays;

/**
 * The salts of a key, each valid for half an hour and accepted for another (core.telegram.org/mtproto/description, "Server
 * Salt"): the one in use, and those to come, asked for in advance.
 */
final class Salts {
    private static final int MOST = 16;
    private static final int FEW = 2;
    private static final long ASK_AGAIN = 60_000;
    /** For a server that gives few: what would be asked each minute in vain. */
    private static final long ASK_SELDOM = 30 * 60_000;

    private static final long TRUSTED = 10 * 60_000;
    private static final long[] NO_SALTS = {};
    private static final int[] NO_TIMES = {};

    private long current;
    private long trustedUntil = Long.MIN_VALUE;
    private long[] salts = NO_SALTS;
    private int[] since = NO_TIMES;
    private int count;
    private long askAt = Long.MIN_VALUE;
    private long question;
    private long container;

    Salts(long current) {
        this.current = current;
    }

    /** The newest that is valid. */
    long use(int serverSeconds, long now) {
        while (count > 0 && since[0] - serverSeconds <= 0 && now >= trustedUntil) {
            current = salts[0];
            count--;
            System.arraycopy(salts, 1, salts, 0, count);
            System.arraycopy(since, 1, since, 0, count);
        }
        return current;
    }

    long current() {
        return current;
    }

    /** The server named it: right for ten minutes, whatever the table says. */
    void correct(long salt, long now) {
        current = salt;
        trustedUntil = now + TRUSTED;
    }

    boolean wanted(long now) {
        return count < FEW && now >= askAt;
    }

    /** When it may be worth to ask. */
    long deadline(long now) {
        return count < FEW ? askAt : Math.max(now, trustedUntil) + ASK_SELDOM;
    }

    void write(TlWriter out, long now) {
        out.int32(Service.GET_FUTURE_SALTS);
        out.int32(MOST);
        askAt = now + ASK_AGAIN;
    }

    void asked(long messageId, long containerId) {
        question = messageId;
        container = containerId;
    }

    /** The message, or the container that it was in, was refused. */
    void refused(long id) {
        if (id == question || id == container) {
            askAt = Long.MIN_VALUE;
        }
    }

    /** @param in after the id and req_msg_id */
    void take(TlReader in, long now) {
        int serverSeconds = in.int32();
        int given = in.bareCount(16);
        count = 0;
        salts = salts.length == 0 ? new long[MOST] : salts;
        since = since.length == 0 ? new int[MOST] : since;
        for (int i = 0; i < given; i++) {
            int from = in.int32();
            int until = in.int32();
            long salt = in.int64();
            if (until - serverSeconds > 0 && count < MOST) {
                insert(from, salt);
            }
        }
        use(serverSeconds, now);
        askAt = now + (count < FEW ? ASK_SELDOM : ASK_AGAIN);
    }

    private void insert(int from, long salt) {
        int at = Arrays.binarySearch(since, 0, count, from);
        at = at < 0 ? -at - 1 : at;
        System.arraycopy(since, at, since, at + 1, count - at);
        System.arraycopy(salts, at, salts, at + 1, count - at);
        since[at] = from;
        salts[at] = salt;
        count++;
    }
}
