package io.pult.jobs;

import io.pult.contract.jobs.JobStep;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands after a step. Each leg is an equal part of the progress, because the size of a leg is not known
 * before it is walked; so the progress does not fall when a leg turns out to be long.
 *
 * @param progress 0 to 1 by what is known now; the store keeps a higher one that was known before
 */
record Position(
        int leg,
        @Nullable String cursor,
        long legDone,
        @Nullable Long legTotal,
        @Nullable Double progress) {

    static Position after(OwnedJob was, JobStep.Result step) {
        int leg = was.job().leg();
        int legs = was.job().legs().size();
        if (step.cursor() == null) {
            int next = leg + 1;
            // A job at its end has a total: what it has done.
            Long total = next == legs ? 0L : null;
            return new Position(next, null, 0, total, (double) next / legs);
        }
        long done = was.legDone() + step.done();
        Long total = step.total() == null ? was.legTotal() : step.total();
        return new Position(leg, step.cursor(), done, total, total == null ? null : (leg + part(done, total)) / legs);
    }

    private static double part(long done, long total) {
        return total == 0 ? 0 : Math.min(1, (double) done / total);
    }
}
