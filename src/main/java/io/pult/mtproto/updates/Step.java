package io.pult.mtproto.updates;

import org.jspecify.annotations.Nullable;

/**
 * One update, as far as its order is concerned.
 *
 * @param box {@link #UNORDERED}, {@link #COMMON}, {@link #SECRET} or the id of a channel
 * @param pts after it; {@link #TOO_LONG} when a channel says that it has more than it pushes
 * @param count of events that it stands for
 * @param news what to tell, if anything
 * @param <N> what is told
 */
public record Step<N>(
        long box, int pts, int count, @Nullable N news) {
    public static final long UNORDERED = -1;
    public static final long COMMON = 0;
    /** Of a secret chat: its pts is a qts, which is kept and nothing else. */
    public static final long SECRET = -2;

    public static final int TOO_LONG = -1;

    public static <N> Step<N> unordered(N news) {
        return new Step<>(UNORDERED, 0, 0, news);
    }

    public static <N> Step<N> channelTooLong(long channelId) {
        return new Step<>(channelId, TOO_LONG, 0, null);
    }
}
