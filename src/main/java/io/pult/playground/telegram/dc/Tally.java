package io.pult.playground.telegram.dc;

import java.util.concurrent.atomic.LongAdder;

/** Counts on any thread. */
final class Tally {
    final LongAdder connections = new LongAdder();
    final LongAdder open = new LongAdder();
    final LongAdder keys = new LongAdder();
    final LongAdder sessionsCreated = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder executed = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder wrongSalts = new LongAdder();
    final LongAdder resent = new LongAdder();
    final LongAdder forgotten = new LongAdder();
    final LongAdder broken = new LongAdder();
    final LongAdder superseded = new LongAdder();

    Counts counts(int sessions, int keysInUse) {
        return new Counts(
                connections.sum(),
                open.sum(),
                keys.sum(),
                keysInUse,
                sessionsCreated.sum(),
                sessions,
                messages.sum(),
                executed.sum(),
                repeated.sum(),
                refused.sum(),
                wrongSalts.sum(),
                resent.sum(),
                forgotten.sum(),
                broken.sum(),
                superseded.sum());
    }
}
