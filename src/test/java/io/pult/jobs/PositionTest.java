package io.pult.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionTest {
    @Test
    void a_leg_that_counts_more_than_its_total_fills_its_part_and_no_more() {
        Position position = Position.after(job(0, 2, 9, 10L), new JobStep.Result("c", 5, 10L));

        assertThat(position.progress()).isEqualTo(0.5);
        assertThat(position.legDone()).isEqualTo(14);
    }

    @Test
    void a_total_of_nothing_is_no_progress() {
        assertThat(Position.after(job(0, 1, 0, null), new JobStep.Result("c", 0, 0L))
                        .progress())
                .isZero();
    }

    @Test
    void while_no_total_is_known_there_is_no_progress_to_show() {
        assertThat(Position.after(job(0, 1, 3, null), new JobStep.Result("c", 1, null))
                        .progress())
                .isNull();
    }

    @Test
    void a_step_that_does_not_tell_the_total_leaves_the_one_that_is_known() {
        Position position = Position.after(job(0, 1, 1, 4L), new JobStep.Result("c", 1, null));

        assertThat(position.legTotal()).isEqualTo(4);
        assertThat(position.progress()).isEqualTo(0.5);
    }

    @Test
    void the_end_of_a_leg_is_the_beginning_of_the_next() {
        Position position = Position.after(job(0, 2, 9, 10L), new JobStep.Result(null, 1, 10L));

        assertThat(position).isEqualTo(new Position(1, null, 0, null, 0.5));
    }

    @Test
    void the_end_of_the_last_leg_is_the_whole() {
        assertThat(Position.after(job(1, 2, 0, null), new JobStep.Result(null, 1, null))
                        .progress())
                .isEqualTo(1.0);
    }

    private static OwnedJob job(int leg, int legs, long legDone, @Nullable Long legTotal) {
        var job = new Job(
                UUID.randomUUID(),
                "walk",
                Map.of(),
                JobState.RUNNING,
                List.of("alpha", "beta").subList(0, legs),
                leg,
                0,
                legDone,
                null,
                null,
                null,
                0,
                null,
                "test",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                Instant.EPOCH,
                1);
        return new OwnedJob(job, UUID.randomUUID(), 1, null, legDone, legTotal, true, false);
    }
}
