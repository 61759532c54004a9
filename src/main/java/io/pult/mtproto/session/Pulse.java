package io.pult.mtproto.session;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.tl.TlWriter;

/**
 * Whether the other end lives (the idle profile of TDLib): a ping each minute, which also asks the server to hang up when we
 * vanish, and at once when somebody waits for an answer and nothing comes.
 */
final class Pulse {
    /** The server closes the connection when it hears no ping for so many seconds. */
    static final int DISCONNECT_DELAY = 140;

    private static final long PING = 60_000;
    private static final int JITTER = 16_384;
    private static final long DEAD = 135_000;
    private static final long IMPATIENT = 10_000;
    private static final long NEVER = Long.MIN_VALUE;

    private long lastRead = NEVER;
    private long lastPong = NEVER;
    private long nextPing;
    private long sentAt;
    private long quickSince = NEVER;
    private long pingId;
    private long messageId;
    private long containerId;
    private long roundTrip = NEVER;

    void connected(long now) {
        lastRead = now;
        lastPong = now;
        nextPing = now;
        quickSince = NEVER;
    }

    void read(long now) {
        lastRead = now;
        quickSince = NEVER;
    }

    boolean due(long now) {
        return now >= nextPing;
    }

    void write(TlWriter out, long now, Entropy entropy) {
        pingId++;
        sentAt = now;
        nextPing = now + PING + entropy.below(JITTER);
        out.int32(Service.PING_DELAY_DISCONNECT);
        out.int64(pingId);
        out.int32(DISCONNECT_DELAY);
    }

    void sent(long message, long container) {
        messageId = message;
        containerId = container;
    }

    /** The message, or the container that it was in, was refused: it is sent again. */
    void refused(long id, long now) {
        if (id == messageId || id == containerId) {
            nextPing = now;
        }
    }

    /** @return whether it answers the newest ping */
    boolean pong(long id, long now) {
        if (id != pingId) {
            return false;
        }
        lastPong = now;
        roundTrip = now - sentAt;
        return true;
    }

    /** Somebody waits: a ping is due when nothing was read for ten seconds. */
    void waitedFor(long now) {
        if (quickSince == NEVER && now - lastRead >= IMPATIENT) {
            quickSince = now;
            nextPing = now;
        }
    }

    boolean dead(long now) {
        return now - lastRead >= DEAD
                || now - lastPong >= DEAD
                || (quickSince != NEVER && now - quickSince >= IMPATIENT);
    }

    /** @param awaited whether a call waits for its answer */
    long deadline(boolean awaited) {
        long deadline = Math.min(nextPing, Math.min(lastRead, lastPong) + DEAD);
        if (quickSince != NEVER) {
            return Math.min(deadline, quickSince + IMPATIENT);
        }
        return awaited ? Math.min(deadline, lastRead + IMPATIENT) : deadline;
    }

    /** When anything valid came last; {@link Long#MIN_VALUE} before that. */
    long lastRead() {
        return lastRead;
    }

    /** When a ping was answered last, or the connection opened; {@link Long#MIN_VALUE} before that. */
    long lastPong() {
        return lastPong;
    }

    /** Of the last ping, in milliseconds; {@link Long#MIN_VALUE} before that. */
    long roundTrip() {
        return roundTrip;
    }
}
