package io.pult.mtproto.session;

/**
 * The numbers of the messages that a session sends, and what it knows of the server's clock, which they are made of
 * (core.telegram.org/mtproto/description, "Message Identifier" and "Message Sequence Number").
 *
 * <p>The time given to each method is that of {@link Ticks}: it never goes back by a step of a clock, but it may stand still
 * while the machine sleeps, and a test may do with it what it likes.
 */
final class MessageIds {
    /** An answer that is so much older than its question says that the clock difference is wrong (seen in TDLib). */
    private static final long LARGEST_LAG = 15_000;

    private long difference;
    private boolean settled;
    private long last;
    private int contents;

    MessageIds(long difference) {
        this.difference = difference;
    }

    /** The next id of the session: the server's time in 32.32 bits, divisible by 4, greater than all before. */
    long next(long now) {
        long server = now + difference;
        long id = (Math.floorDiv(server, 1_000L) << 32) | (((Math.floorMod(server, 1_000L) << 32) / 1_000) & ~3L);
        last = Math.max(id, last + 4);
        return last;
    }

    /** Odd for what has to be acknowledged, and counted; even for the rest. */
    int sequence(boolean content) {
        return content ? 2 * contents++ + 1 : 2 * contents;
    }

    /** Of a new session, whose ids may lie before those of the old one when the clock was put back. */
    void restart() {
        contents = 0;
        last = 0;
    }

    long difference() {
        return difference;
    }

    /** What a key exchange has found out. */
    void agree(long clockDifference) {
        difference = clockDifference;
    }

    int serverSeconds(long now) {
        return (int) Math.floorDiv(now + difference, 1_000L);
    }

    /**
     * Whether an answer on this connection has confirmed the difference. Before that nothing is refused for its age: whatever
     * made the clocks drift apart, such as a suspended machine, is found out by a new connection.
     */
    boolean settled() {
        return settled;
    }

    void unsettle() {
        settled = false;
    }

    /** An authenticated message cannot be older than the server's time: the difference is at least this. */
    void heard(long serverId, long now) {
        difference = Math.max(difference, toMillis(serverId) - now);
    }

    /** The server answered at that time what was sent at this one. */
    void answered(long serverId, long requestId, long now) {
        if (toMillis(requestId) - toMillis(serverId) > LARGEST_LAG) {
            difference = toMillis(serverId) - now;
        }
    }

    /** Something that was asked on this connection was answered: the difference is right. */
    void settle() {
        settled = true;
    }

    /** The server says that our ids are of another time: its own id is right. */
    void correct(long serverId, long now) {
        difference = toMillis(serverId) - now;
        settled = true;
    }

    /** How far a message of the server lies in its past, in milliseconds; negative for the future. */
    long age(long serverId, long now) {
        return now + difference - toMillis(serverId);
    }

    static long toMillis(long id) {
        return (id >> 32) * 1_000 + (((id & 0xffff_ffffL) * 1_000) >> 32);
    }
}
