package io.pult.jobs;

import static io.pult.jobs.Concern.steps;
import static io.pult.jobs.JobsCluster.WALK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsOps;
import io.pult.support.TestStores;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job outlives the process that walks it. Half a minute, because a lease has to run out: for {@code make check}. */
@Tag("check")
@Timeout(180)
class JobTakeoverIT {
    private static final Duration LEASE_GRACE_AND_A_BIT = Duration.ofMinutes(1);

    @Test
    void a_job_whose_node_was_killed_goes_on_elsewhere_with_the_step_that_was_never_answered() throws Exception {
        URI database = TestStores.migrated();
        try (var cluster = new JobsCluster(database);
                var child = JobsNode.launch(database)) {
            UUID id = new JobStore(cluster.pg)
                    .insert(UUID.randomUUID(), WALK, Map.of(), null, "test")
                    .await()
                    .orElseThrow()
                    .id();
            child.awaitUnendingStep();
            Concern alpha = Concern.serve(cluster, "alpha", WALK, steps(5));
            cluster.node("survivor");

            child.kill();
            Job job = JobsCluster.until(
                    () -> cluster.ask(JobsOps.GET, new JobsOps.JobId(id)),
                    seen -> seen.state() == JobState.SUCCEEDED,
                    LEASE_GRACE_AND_A_BIT);

            assertThat(job.done()).isEqualTo(5);
            assertThat(alpha.asked())
                    .extracting(JobStep::step, JobStep::cursor)
                    .containsExactly(tuple(2, "2"), tuple(3, "3"), tuple(4, "4"));
        }
    }
}
