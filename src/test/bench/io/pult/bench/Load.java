package io.pult.bench;

import org.HdrHistogram.Histogram;

/**
 * What a run of the load client saw.
 *
 * @param answered with what was expected
 * @param wrong answered with anything else
 * @param lost written, and not answered within ten seconds or before the connection ended
 * @param refused connections that a server did not take; their requests went to another
 * @param latency of the answered, in microseconds from when they were meant to be sent
 * @param trouble the first one in words; empty when there was none
 */
record Load(long answered, long wrong, long lost, long refused, double seconds, Histogram latency, String trouble) {
    long failed() {
        return wrong + lost;
    }

    double perSecond() {
        return answered / seconds;
    }

    /** A figure from a run in which something went wrong would be a figure of something else. */
    Load flawless() {
        if (failed() > 0) {
            throw new IllegalStateException(failed() + " of " + (answered + failed()) + " requests failed: " + trouble);
        }
        return this;
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}
