package io.pult.mtproto.session;

/** Counts what happens; called on event loops, often. */
public interface Meters {
    Meters NONE = meter -> {};

    void count(Meter meter);
}
