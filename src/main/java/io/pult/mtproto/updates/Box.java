package io.pult.mtproto.updates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One counter of events, pts, with the steps that came too early. A gap often closes by itself within milliseconds. */
final class Box<N> {
    /** How long a gap may stay open before the server is asked, in milliseconds. */
    static final long PATIENCE = 500;

    /** More early steps than this are not kept: the server is asked at once. */
    static final int MOST_HELD = 64;

    /** A gap that so many answers did not fill is one that the server does not know of. */
    private static final int MOST_FRUITLESS = 3;

    private static final Comparator<Step<?>> IN_ORDER =
            Comparator.<Step<?>>comparingInt(Step::pts).thenComparingInt(step -> step.pts() - step.count());

    // 0 is "unknown": the first step decides.
    int pts;
    final Retry retry = new Retry();
    // Null most of the time: there are thousands of boxes and few gaps.
    private @Nullable ArrayList<Step<N>> held;
    private long heldSince;
    private int fruitless;

    Box(int pts) {
        this.pts = pts;
    }

    /**
     * @param answered whether nothing is being asked about this box; otherwise the step waits for the answer
     * @return whether the box still holds together; when not, only a difference helps
     */
    boolean take(Step<N> step, boolean answered, long now, Consumer<N> told) {
        if (!answered) {
            return hold(step, now);
        }
        if (pts == 0) {
            pts = step.pts() - step.count();
        }
        if (pts + step.count() < step.pts()) {
            return hold(step, now);
        }
        if (pts + step.count() == step.pts()) {
            apply(step, told);
            closeGaps(told);
        }
        return true;
    }

    /**
     * The answer is there: what came meanwhile is taken, or known already.
     *
     * @return whether a gap was given up
     */
    boolean moveTo(int newPts, long now, Consumer<N> told) {
        pts = newPts;
        heldSince = now;
        closeGaps(told);
        fruitless = held == null ? 0 : fruitless + 1;
        if (fruitless < MOST_FRUITLESS) {
            return false;
        }
        while (held != null) {
            pts = 0;
            closeGaps(told);
        }
        fruitless = 0;
        return true;
    }

    boolean overdue(long now) {
        return held != null && now - heldSince >= PATIENCE;
    }

    private boolean hold(Step<N> step, long now) {
        if (held == null) {
            held = new ArrayList<>(4);
            heldSince = now;
        }
        if (held.size() >= MOST_HELD) {
            // Whatever was early will be part of the difference.
            held = null;
            return false;
        }
        held.add(step);
        return true;
    }

    private void closeGaps(Consumer<N> told) {
        if (held == null) {
            return;
        }
        held.sort(IN_ORDER);
        if (pts == 0) {
            pts = held.get(0).pts() - held.get(0).count();
        }
        var early = new ArrayList<Step<N>>(held.size());
        for (Step<N> step : held) {
            if (pts + step.count() == step.pts()) {
                apply(step, told);
            } else if (pts + step.count() < step.pts()) {
                early.add(step);
            }
        }
        held = early.isEmpty() ? null : early;
    }

    private void apply(Step<N> step, Consumer<N> told) {
        pts = step.pts();
        if (step.news() != null) {
            told.accept(step.news());
        }
    }
}
