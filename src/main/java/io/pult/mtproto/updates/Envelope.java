package io.pult.mtproto.updates;

import java.util.List;

/**
 * Updates that came together.
 *
 * @param first seq of the first, 0 when the envelope is not numbered
 * @param seq of the last
 * @param date Unix time in seconds, 0 when it does not say
 */
public record Envelope<N>(int first, int seq, int date, List<Step<N>> steps) {}
