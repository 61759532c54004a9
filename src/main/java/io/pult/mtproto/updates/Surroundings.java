package io.pult.mtproto.updates;

/**
 * What the state machine asks for and whom it tells. Answers come back through its methods, later, never from within these.
 *
 * @param <N> what is told
 */
public interface Surroundings<N> {
    /** To be answered by {@link UpdateBoxes#state}, or {@link UpdateBoxes#failed}. */
    void askState();

    /** To be answered by {@link UpdateBoxes#difference}, or {@link UpdateBoxes#failed}. */
    void askDifference(UpdateState from);

    /** To be answered by {@link UpdateBoxes#channelDifference}, or {@link UpdateBoxes#failed}. */
    void askChannelDifference(long channelId, int pts);

    void happened(N news);

    /** Some updates will never be told. Which ones the server does not say; of this channel, or of the account when it is 0. */
    void updatesLost(long channelId);

    /** The channel is private now, or gone; it is no longer followed. */
    void channelUnavailable(long channelId);
}
