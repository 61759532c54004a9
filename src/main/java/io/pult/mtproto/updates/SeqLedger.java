package io.pult.mtproto.updates;

import java.util.ArrayList;

/**
 * Which numbered envelopes came. Only finds out that one is missing: what an envelope contains is applied when it comes, since
 * whatever must not be applied twice or out of order has a pts of its own.
 */
final class SeqLedger {
    private record Range(int first, int last) {}

    int seq;
    private ArrayList<Range> early = new ArrayList<>(0);
    private long earlySince;

    /** What to do with an envelope that is not the first of its number. */
    enum Verdict {
        NEW,
        KNOWN,
        OVERFLOW
    }

    Verdict take(int first, int last, long now) {
        if (first <= seq) {
            return Verdict.KNOWN;
        }
        if (first == seq + 1) {
            seq = last;
            close();
            return Verdict.NEW;
        }
        if (early.isEmpty()) {
            earlySince = now;
        }
        if (early.contains(new Range(first, last))) {
            return Verdict.KNOWN;
        }
        if (early.size() >= Box.MOST_HELD) {
            early = new ArrayList<>(0);
            return Verdict.OVERFLOW;
        }
        early.add(new Range(first, last));
        return Verdict.NEW;
    }

    /** What is still missing after the server was asked, it does not have. */
    void moveTo(int newSeq) {
        seq = newSeq;
        close();
        for (Range range : early) {
            seq = Math.max(seq, range.last);
        }
        early = new ArrayList<>(0);
    }

    boolean overdue(long now) {
        return !early.isEmpty() && now - earlySince >= Box.PATIENCE;
    }

    private void close() {
        boolean closed = true;
        while (closed && !early.isEmpty()) {
            early.removeIf(range -> range.last <= seq);
            closed = false;
            for (Range range : early) {
                if (range.first <= seq + 1) {
                    seq = range.last;
                    closed = true;
                    break;
                }
            }
        }
    }
}
