package io.pult.mtproto.updates;

import java.util.List;

/** Answers to {@code updates.getDifference} and {@code updates.getChannelDifference}. */
public sealed interface Difference<N> {
    /** Nothing was missed. */
    record Empty<N>(int date, int seq) implements Difference<N> {}

    /**
     * What was missed, or the first part of it.
     *
     * @param last whether it is all
     */
    record Part<N>(UpdateState state, boolean last, List<Step<N>> steps) implements Difference<N> {}

    /** More than the server tells; it goes on from here. */
    record TooLong<N>(int pts) implements Difference<N> {}

    /**
     * Of one channel.
     *
     * @param last whether it is all
     * @param timeout after which a channel that pushes nothing should be asked again, in seconds; 0 when it does not say
     * @param lost whether there was more than the server tells
     */
    record OfChannel<N>(int pts, boolean last, int timeout, boolean lost, List<Step<N>> steps) {}
}
