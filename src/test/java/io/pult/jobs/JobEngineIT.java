package io.pult.jobs;

import static io.pult.jobs.Concern.steps;
import static io.pult.jobs.JobsCluster.HASTY;
import static io.pult.jobs.JobsCluster.SETTINGS;
import static io.pult.jobs.JobsCluster.TOUR;
import static io.pult.jobs.JobsCluster.WALK;
import static io.pult.jobs.JobsCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pult.bus.Failure;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsEvents;
import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Lease;
import io.pult.infra.PgSettings;
import io.pult.support.Gate;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a job when a step, its owner, a person or the clock interferes. */
class JobEngineIT {
    private final JobsCluster cluster = new JobsCluster(TestStores.migrated());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void a_step_that_throws_fails_the_job_at_once_and_keeps_its_reason_to_itself() {
        cluster.node("one");
        Concern alpha = Concern.serve(cluster, "alpha", WALK, step -> {
            throw new IllegalStateException("the password is swordfish");
        });

        Job job = cluster.until(cluster.start(WALK), JobState.FAILED);

        assertThat(job.error().code()).isEqualTo("internal");
        assertThat(job.error().message()).doesNotContain("swordfish");
        assertThat(job.finishedAt()).isNotNull();
        assertThat(alpha.asked()).hasSize(1);
    }

    @Test
    void a_step_that_is_refused_fails_the_job_at_once_with_the_concerns_code() {
        cluster.node("one");
        Concern alpha = Concern.serve(
                cluster, "alpha", WALK, step -> Future.failedFuture(Failure.invalid("alpha.no", "Never")));

        Job job = cluster.until(cluster.start(WALK), JobState.FAILED);

        assertThat(job.error()).isEqualTo(new Job.Fault("alpha.no", "Never"));
        assertThat(alpha.asked()).hasSize(1);
    }

    @Test
    void a_step_that_answers_what_the_database_cannot_keep_fails_the_job_and_is_not_asked_again() {
        cluster.node("one");
        Concern alpha = Concern.serve(
                cluster,
                "alpha",
                WALK,
                step -> Future.failedFuture(Failure.invalid("alpha.no", "No\0" + "o".repeat(9999))));

        Job job = cluster.until(cluster.start(WALK), JobState.FAILED);

        assertThat(job.error().message()).startsWith("No o").hasSize(500);
        assertThat(alpha.asked()).hasSize(1);
    }

    @Test
    void a_concern_that_comes_back_in_time_is_asked_for_the_same_step_again() {
        cluster.node("one");
        var away = new ArrayList<JobStep>();
        Concern alpha = Concern.serve(cluster, "alpha", WALK, step -> {
            if (step.step() == 1 && away.size() < 2) {
                away.add(step);
                return Future.failedFuture(Failure.unavailable("alpha.away", "Not now", Duration.ofMillis(1)));
            }
            return steps(3).apply(step);
        });

        Job job = cluster.until(cluster.start(WALK), JobState.SUCCEEDED);

        assertThat(job.error()).isNull();
        assertThat(job.attempts()).isZero();
        assertThat(alpha.asked()).extracting(JobStep::step).containsExactly(0, 1, 1, 1, 2);
    }

    @Test
    void a_step_that_may_be_asked_again_in_half_an_hour_is_not_asked_before() {
        cluster.node("one");
        Concern alpha = Concern.serve(
                cluster,
                "alpha",
                WALK,
                step -> Future.failedFuture(Failure.unavailable("alpha.limit", "Not now", Duration.ofMinutes(30))));

        Job job = cluster.until(cluster.start(WALK), seen -> seen.attempts() == 1);

        assertThat(cluster.update(
                        "UPDATE job SET epoch = epoch WHERE id = $1 AND due_at > now() + interval '29 minutes'",
                        job.id()))
                .isEqualTo(1);
        assertThat(job.error().code()).isEqualTo("alpha.limit");
        assertThat(alpha.asked()).hasSize(1);
    }

    @Test
    void a_concern_that_stays_away_fails_the_job_after_the_last_attempt() {
        cluster.node("one");

        Job job = cluster.until(cluster.start(WALK), JobState.FAILED);

        assertThat(job.error().code()).isEqualTo("bus.nobody_serves");
        assertThat(job.attempts()).isEqualTo(SETTINGS.retries().attempts());
    }

    @Test
    void a_step_that_ends_where_it_began_fails_the_job_instead_of_going_round() {
        cluster.node("one");
        Concern alpha = Concern.serve(
                cluster, "alpha", WALK, step -> Future.succeededFuture(new JobStep.Result("here", 0, null)));

        Job job = cluster.until(cluster.start(WALK), JobState.FAILED);

        assertThat(job.error().code()).isEqualTo("job.stuck");
        assertThat(alpha.asked()).hasSize(2);
    }

    @Test
    void a_step_that_answers_after_the_cancel_is_written_down_and_the_next_is_not_asked() throws Exception {
        cluster.node("one");
        var held = new Concern.Held(1, steps(5));
        Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();

        Job cancelling = cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id));
        held.release();
        Job job = cluster.until(id, JobState.CANCELLED);

        assertThat(cancelling.state()).isEqualTo(JobState.CANCELLING);
        assertThat(job.done()).isEqualTo(2);
        assertThat(job.step()).isEqualTo(2);
        assertThat(alpha.asked()).hasSize(2);
    }

    @Test
    void a_job_of_a_dead_owner_is_cancelled_without_asking_for_a_step() {
        cluster.node("one");
        Concern alpha = Concern.serve(cluster, "alpha", WALK, steps(3));
        Lease other = cluster.lease("other");
        UUID id = ownedBy(other, WALK, "1", 1);

        cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id));
        await(other.release());

        assertThat(cluster.until(id, JobState.CANCELLED).step()).isEqualTo(1);
        assertThat(alpha.asked()).isEmpty();
    }

    @Test
    void a_cancel_ends_a_job_that_waits_to_try_a_step_again() {
        cluster.node("one");
        UUID id = ownedBy(cluster.lease("other"), WALK, null, 0);
        cluster.update(
                "UPDATE job SET owner = NULL, attempts = 1, due_at = now() + interval '1 hour' WHERE id = $1", id);

        cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id));

        cluster.until(id, JobState.CANCELLED);
    }

    @Test
    void the_result_of_a_step_is_not_stored_when_the_job_was_taken_meanwhile() throws Exception {
        cluster.node("one");
        var held = new Concern.Held(1, steps(5));
        Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();
        Lease other = cluster.lease("other");
        cluster.update("UPDATE job SET owner = $2, epoch = epoch + 1 WHERE id = $1", id, other.owner());
        Job taken = cluster.job(id);

        held.release();
        UUID next = cluster.start(WALK);
        cluster.until(next, JobState.SUCCEEDED);

        assertThat(cluster.job(id)).isEqualTo(taken);
    }

    @Test
    void the_job_of_a_dead_owner_goes_on_from_its_cursor_with_the_step_it_stopped_in() {
        cluster.node("one");
        Concern alpha = Concern.serve(cluster, "alpha", WALK, steps(4));
        Lease other = cluster.lease("other");
        UUID id = ownedBy(other, WALK, "2", 2);

        await(other.release());
        cluster.until(id, JobState.SUCCEEDED);

        assertThat(alpha.asked())
                .extracting(JobStep::step, JobStep::cursor)
                .containsExactly(tuple(2, "2"), tuple(3, "3"));
    }

    @Test
    void the_job_of_a_living_owner_is_left_alone() {
        cluster.node("one");
        Concern alpha = Concern.serve(cluster, "alpha", WALK, steps(4));
        UUID owned = ownedBy(cluster.lease("other"), WALK, "2", 2);

        UUID id = cluster.start(WALK);
        cluster.until(id, JobState.SUCCEEDED);

        assertThat(alpha.asked()).extracting(JobStep::job).containsOnly(id);
        assertThat(cluster.job(owned).step()).isEqualTo(2);
    }

    @Test
    void a_job_that_is_ours_without_our_knowing_is_taken_up_again() {
        JobsCluster.Node one = cluster.node("one");
        Concern.serve(cluster, "alpha", WALK, steps(4));

        UUID id = ownedBy(one.lease(), WALK, "2", 2);

        cluster.until(id, JobState.SUCCEEDED);
    }

    @Test
    void a_node_whose_lease_is_gone_takes_nothing_and_asks_for_no_further_step() throws Exception {
        JobsCluster.Node one = cluster.node("one");
        var held = new Concern.Held(1, steps(5));
        Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();

        await(one.lease().release());
        UUID second = cluster.start(WALK);
        held.release();
        Job stopped = cluster.until(id, job -> job.step() == 2);
        cluster.node("two");
        cluster.until(second, JobState.SUCCEEDED);

        assertThat(stopped.state()).isEqualTo(JobState.RUNNING);
        cluster.until(id, JobState.SUCCEEDED);
        assertThat(claimsOf(id)).isEqualTo(2);
        assertThat(alpha.asked().stream().filter(step -> step.job().equals(id)))
                .extracting(JobStep::step)
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void a_node_that_stops_ends_its_step_and_the_next_node_goes_on_within_a_second() throws Exception {
        JobsCluster.Node one = cluster.node("one");
        var held = new Concern.Held(1, steps(5));
        Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();
        cluster.node("two", settingsWithSweep(Duration.ofSeconds(30)), cluster.postgres);

        Future<Void> stopping = cluster.vertx.undeploy(one.deployment());
        held.release();
        await(stopping);
        long stopped = System.nanoTime();
        cluster.until(id, JobState.SUCCEEDED);

        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(1));
        assertThat(claimsOf(id)).isEqualTo(2);
        assertThat(alpha.asked()).extracting(JobStep::step).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void a_step_that_outlasts_the_stop_keeps_its_owner_so_that_nobody_asks_for_it_at_the_same_time() throws Exception {
        JobsCluster.Node one = cluster.node("one");
        var held = new Concern.Held(0, steps(2));
        Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();
        cluster.node("two");

        cluster.stop(one);
        Concern.serve(cluster, "alpha", HASTY, steps(1));
        cluster.until(cluster.start(HASTY), JobState.SUCCEEDED);

        assertThat(ownerOf(id)).isEqualTo(one.lease().owner());
        assertThat(alpha.asked()).hasSize(1);
        held.release();
    }

    @Test
    void the_deadline_fails_a_job_between_two_steps() throws Exception {
        cluster.node("one");
        var held = new Concern.Held(1, steps(5));
        Concern alpha = Concern.serve(cluster, "alpha", HASTY, held);
        UUID id = cluster.start(HASTY);
        held.reached();

        cluster.update("UPDATE job SET deadline = now() WHERE id = $1", id);
        held.release();
        Job job = cluster.until(id, JobState.FAILED);

        assertThat(job.error().code()).isEqualTo("job.deadline");
        assertThat(job.step()).isEqualTo(2);
        assertThat(alpha.asked()).hasSize(2);
    }

    @Test
    void the_deadline_fails_a_job_that_waits_to_try_a_step_again() {
        cluster.node("one");
        UUID id = ownedBy(cluster.lease("other"), HASTY, null, 0);
        cluster.update(
                "UPDATE job SET owner = NULL, attempts = 1, due_at = now() + interval '1 hour' WHERE id = $1", id);

        assertThat(cluster.until(id, JobState.FAILED).error().code()).isEqualTo("job.deadline");
    }

    @Test
    void two_nodes_never_run_a_step_of_one_job_at_the_same_time() {
        cluster.node("one");
        cluster.node("two");
        Concern alpha = Concern.serve(
                cluster,
                "alpha",
                WALK,
                step -> cluster.vertx.timer(3).compose(passed -> steps(10).apply(step)));

        List<UUID> ids =
                IntStream.range(0, 30).mapToObj(job -> cluster.start(WALK)).toList();
        ids.forEach(id -> cluster.until(id, JobState.SUCCEEDED));

        assertThat(alpha.mostOfOneJob()).isEqualTo(1);
        assertThat(alpha.mostAtOnce()).isBetween(2, 2 * SETTINGS.concurrent());
        assertThat(alpha.asked()).hasSize(300);
        assertThat(new HashSet<>(alpha.asked())).hasSize(300);
    }

    @Test
    void one_node_walks_no_more_jobs_at_a_time_than_it_may() {
        cluster.node("one");
        Concern alpha = Concern.serve(
                cluster, "alpha", WALK, step -> cluster.vertx.timer(5).compose(passed -> steps(2).apply(step)));

        List<UUID> ids =
                IntStream.range(0, 12).mapToObj(job -> cluster.start(WALK)).toList();
        ids.forEach(id -> cluster.until(id, JobState.SUCCEEDED));

        assertThat(alpha.mostAtOnce()).isEqualTo(SETTINGS.concurrent());
    }

    @Test
    void the_legs_are_walked_in_order_and_each_begins_without_a_cursor() {
        cluster.node("one");
        Concern alpha = Concern.serve(cluster, "alpha", TOUR, steps(2));
        Concern beta = Concern.serve(cluster, "beta", TOUR, steps(3));

        Job job = cluster.until(cluster.start(TOUR), JobState.SUCCEEDED);

        assertThat(alpha.asked()).extracting(JobStep::step).containsExactly(0, 1);
        assertThat(beta.asked()).extracting(JobStep::step).containsExactly(2, 3, 4);
        assertThat(beta.asked().get(0).cursor()).isNull();
        assertThat(job.leg()).isEqualTo(2);
        assertThat(job.done()).isEqualTo(5);
        assertThat(job.total()).isEqualTo(5);
        assertThat(job.progress()).isEqualTo(1.0);
    }

    @Test
    void progress_never_falls_although_the_total_grows() {
        cluster.node("one");
        var seen = new CopyOnWriteArrayList<Job>();
        await(cluster.bus.onEvery(JobsEvents.PROGRESSED, event -> seen.add(event.body())));
        Concern.serve(
                cluster,
                "alpha",
                TOUR,
                step -> cluster.vertx.timer(60).compose(passed -> {
                    int at = Concern.position(step) + 1;
                    return Future.succeededFuture(
                            new JobStep.Result(at == 20 ? null : "" + at, 1, at < 10 ? 10L : 30L));
                }));
        Concern.serve(cluster, "beta", TOUR, steps(3));

        UUID id = cluster.start(TOUR);
        cluster.until(id, JobState.SUCCEEDED);
        JobsCluster.until(() -> seen.get(seen.size() - 1).state() == JobState.SUCCEEDED);

        List<Double> progress =
                seen.stream().map(Job::progress).filter(known -> known != null).toList();
        assertThat(progress).isSorted().hasSizeGreaterThan(3);
        assertThat(seen.stream().map(Job::total)).contains(10L, 30L);
        assertThat(seen).extracting(Job::version).isSorted();
    }

    @Test
    void a_fast_job_is_told_of_at_each_state_and_not_at_each_step() {
        cluster.node("one");
        var seen = new CopyOnWriteArrayList<Job>();
        await(cluster.bus.onEvery(JobsEvents.PROGRESSED, event -> seen.add(event.body())));
        Concern.serve(cluster, "alpha", WALK, steps(200));

        long begin = System.nanoTime();
        Job job = cluster.until(cluster.start(WALK), JobState.SUCCEEDED);
        long quarters = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 250;
        JobsCluster.until(() -> seen.get(seen.size() - 1).state() == JobState.SUCCEEDED);

        assertThat(seen.stream().map(Job::state).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED);
        assertThat((long) seen.size()).isLessThanOrEqualTo(3 + quarters);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(job);
    }

    @Test
    void a_job_survives_the_loss_of_the_database_in_the_middle() throws Exception {
        try (var gate = new Gate(URI.create(cluster.postgres.url()))) {
            PgSettings gated = PgSettings.of(gate.url());
            cluster.node("one", SETTINGS, gated);
            cluster.node("two", SETTINGS, gated);
            var held = new Concern.Held(2, steps(5));
            Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
            UUID id = cluster.start(WALK);
            held.reached();

            gate.shut();
            held.release();
            assertThat(cluster.refusal(JobsOps.GET, new JobsOps.JobId(id)).kind())
                    .isEqualTo(Failure.Kind.UNAVAILABLE);
            gate.open();
            Job job = JobsCluster.until(
                    () -> await(cluster.bus
                            .ask(JobsOps.GET, new JobsOps.JobId(id), cluster.person)
                            .otherwiseEmpty()),
                    seen -> seen != null && seen.state().finished());

            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.done()).isEqualTo(5);
            // The step whose end met the closed gate may be asked for again; none is left out, and none is taken back.
            assertThat(alpha.asked()).extracting(JobStep::step).isSorted().contains(0, 1, 2, 3, 4);
        }
    }

    private static JobsSettings settingsWithSweep(Duration sweep) {
        return new JobsSettings(
                sweep, SETTINGS.concurrent(), SETTINGS.retries(), SETTINGS.stopWithin(), SETTINGS.keepFinished());
    }

    private UUID ownerOf(UUID id) {
        return await(cluster.pg.one(
                row -> row.getUUID("owner"), AssertionError::new, "SELECT owner FROM job WHERE id = $1", id));
    }

    private long claimsOf(UUID id) {
        return await(cluster.pg.one(
                row -> row.getLong("epoch"), AssertionError::new, "SELECT epoch FROM job WHERE id = $1", id));
    }

    /** A job in the hands of a lease that walks nothing. */
    private UUID ownedBy(Lease lease, JobKind kind, String cursor, int step) {
        UUID id = UUID.randomUUID();
        cluster.update(
                """
                INSERT INTO job (id, kind, state, legs, single, time_limit_ms, args, created_by, deadline,
                    owner, epoch, cursor, step, done, leg_done, started_at)
                VALUES ($1, $2, 'running', $3, false, 60000, '{}', 'test', now() + $4::bigint * interval '1 ms',
                    $5, 1, $6, $7, $7, $7, now())
                """,
                id,
                kind.name(),
                kind.legs().toArray(String[]::new),
                kind.limit().toMillis(),
                lease.owner(),
                cursor,
                step);
        return id;
    }
}
