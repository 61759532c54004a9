package io.pult.jobs;

import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobStep;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job in this node's hands, as the database had it when it was last written.
 *
 * @param owner this node, also after it has given the job up
 * @param epoch with the owner the fence of every write: it rises with each claim
 * @param legDone units finished in the present leg
 * @param held still this node's: not finished, put back or put off
 * @param overdue the deadline was past by the database's clock
 */
record OwnedJob(
        Job job,
        UUID owner,
        long epoch,
        @Nullable String cursor,
        long legDone,
        @Nullable Long legTotal,
        boolean held,
        boolean overdue) {

    UUID id() {
        return job.id();
    }

    /** The concern whose step is next. */
    String concern() {
        return job.legs().get(job.leg());
    }

    JobStep nextStep() {
        return new JobStep(job.id(), job.step(), cursor, job.args());
    }
}
