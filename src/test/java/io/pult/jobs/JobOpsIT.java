package io.pult.jobs;

import static io.pult.jobs.Concern.steps;
import static io.pult.jobs.JobsCluster.SETTINGS;
import static io.pult.jobs.JobsCluster.SOLO;
import static io.pult.jobs.JobsCluster.WALK;
import static io.pult.jobs.JobsCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.jobs.JobsSummary;
import io.pult.infra.Cursor;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and concerns can do with jobs, and what they are refused. */
class JobOpsIT {
    private final JobsCluster cluster = new JobsCluster(TestStores.migrated());

    @BeforeEach
    void deploy() {
        cluster.node("one");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void a_job_of_an_unknown_kind_is_not_started() {
        Failure failure = cluster.refusal(JobsOps.START, new JobsOps.Start("dance", Map.of(), "k"));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.code()).isEqualTo("jobs.unknown_kind");
    }

    @Test
    void a_job_of_a_kind_that_only_another_release_knows_is_walked_as_it_was_started() {
        JobKind future = new JobKind("future", List.of("alpha"), Duration.ofMinutes(1), false);
        Concern.serve(cluster, "alpha", future, steps(2));

        Job job = await(new JobStore(cluster.pg).insert(UUID.randomUUID(), future, Map.of(), null, "test"))
                .orElseThrow();

        cluster.until(job.id(), JobState.SUCCEEDED);
    }

    @Test
    void the_summary_counts_every_state_and_each_of_the_last_24_hours_also_those_in_which_nothing_was() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        cluster.until(cluster.start(WALK), JobState.SUCCEEDED);
        cluster.until(cluster.start(WALK), JobState.SUCCEEDED);

        JobsSummary summary = cluster.ask(JobsOps.SUMMARY, new JobsOps.GetSummary(null));

        assertThat(summary.states()).hasSize(JobState.values().length);
        assertThat(summary.states()).containsEntry("succeeded", 2L).containsEntry("failed", 0L);
        assertThat(summary.kinds()).containsExactly(WALK.name());
        assertThat(summary.hours()).hasSize(24);
        // The two may have ended on both sides of a full hour.
        assertThat(summary.hours().subList(22, 24).stream()
                        .mapToLong(JobsSummary.Hour::succeeded)
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void the_summary_of_one_kind_counts_it_alone_and_names_the_others() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        cluster.until(cluster.start(WALK), JobState.SUCCEEDED);

        JobsSummary summary = cluster.ask(JobsOps.SUMMARY, new JobsOps.GetSummary("other"));

        assertThat(summary.states()).containsEntry("succeeded", 0L);
        assertThat(summary.kinds()).containsExactly(WALK.name());
        assertThat(summary.hours())
                .allSatisfy(hour -> assertThat(hour.succeeded()).isZero());
        assertThat(cluster.ask(JobsOps.SUMMARY, new JobsOps.GetSummary(WALK.name()))
                        .states())
                .containsEntry("succeeded", 1L);
    }

    @Test
    void a_job_tells_what_it_was_started_with_and_where_it_ran_also_when_it_is_over() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        var args = Map.<String, Object>of("thing", "7");
        UUID id = cluster.ask(JobsOps.START, new JobsOps.Start(WALK.name(), args, "named"))
                .id();
        cluster.until(id, JobState.SUCCEEDED);

        Job over = cluster.ask(JobsOps.GET, new JobsOps.JobId(id));

        assertThat(over.args()).isEqualTo(args);
        assertThat(over.node()).isNotBlank();
    }

    @Test
    void what_is_not_there_is_not_found() {
        var nothing = new JobsOps.JobId(UUID.randomUUID());

        assertThat(List.of(JobsOps.GET, JobsOps.CANCEL, JobsOps.RETRY))
                .allSatisfy(
                        op -> assertThat(cluster.refusal(op, nothing).code()).isEqualTo("jobs.not_found"));
    }

    @Test
    void a_finished_job_is_not_cancelled() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        UUID id = cluster.start(WALK);
        cluster.until(id, JobState.SUCCEEDED);

        Failure failure = cluster.refusal(JobsOps.CANCEL, new JobsOps.JobId(id));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(failure.code()).isEqualTo("jobs.finished");
    }

    @Test
    void a_cancelled_job_is_cancelled_twice_without_complaint_while_its_step_runs() throws Exception {
        var held = new Concern.Held(0, steps(2));
        Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();

        cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id));

        assertThat(cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id)).state()).isEqualTo(JobState.CANCELLING);
        held.release();
    }

    @Test
    void a_queued_job_is_cancelled_at_once() throws Exception {
        var held = new Concern.Held(0, steps(2));
        Concern alpha = Concern.serve(cluster, "alpha", WALK, held);
        IntStream.range(0, SETTINGS.concurrent()).forEach(busy -> cluster.start(WALK));
        JobsCluster.until(() -> alpha.asked().size() == SETTINGS.concurrent());
        UUID id = cluster.start(WALK);

        Job job = cluster.ask(JobsOps.CANCEL, new JobsOps.JobId(id));

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.startedAt()).isNull();
        held.release();
    }

    @Test
    void a_running_job_is_not_retried_and_neither_is_one_that_succeeded() throws Exception {
        var held = new Concern.Held(0, steps(1));
        Concern.serve(cluster, "alpha", WALK, held);
        UUID id = cluster.start(WALK);
        held.reached();

        Failure running = cluster.refusal(JobsOps.RETRY, new JobsOps.JobId(id));
        held.release();
        cluster.until(id, JobState.SUCCEEDED);
        Failure succeeded = cluster.refusal(JobsOps.RETRY, new JobsOps.JobId(id));

        assertThat(List.of(running, succeeded)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
            assertThat(failure.code()).isEqualTo("jobs.not_retryable");
        });
    }

    @Test
    void a_failed_job_that_is_retried_goes_on_where_it_stopped() {
        Concern alpha = Concern.serve(
                cluster,
                "alpha",
                WALK,
                step -> step.step() == 2
                        ? Future.failedFuture(Failure.invalid("alpha.no", "Not yet"))
                        : steps(4).apply(step));
        UUID id = cluster.start(WALK);
        Job failed = cluster.until(id, JobState.FAILED);
        alpha.behave(steps(4));

        Job queued = cluster.ask(JobsOps.RETRY, new JobsOps.JobId(id));
        Job job = cluster.until(id, JobState.SUCCEEDED);

        assertThat(queued.state()).isIn(JobState.QUEUED, JobState.RUNNING);
        assertThat(queued.error()).isNull();
        assertThat(job.deadline()).isAfter(failed.deadline());
        assertThat(job.startedAt()).isEqualTo(failed.startedAt());
        assertThat(job.done()).isEqualTo(4);
        assertThat(alpha.asked()).extracting(JobStep::step).containsExactly(0, 1, 2, 2, 3);
    }

    @Test
    void two_starts_of_a_single_kind_at_once_give_one_job_and_one_conflict_that_names_it() {
        var first = cluster.bus.ask(JobsOps.START, new JobsOps.Start("solo", Map.of(), "a"), cluster.person);
        var second = cluster.bus.ask(JobsOps.START, new JobsOps.Start("solo", Map.of(), "b"), cluster.person);
        await(Future.join(first, second).otherwiseEmpty());

        var started = first.succeeded() ? first : second;
        var refused = (Failure) (first.succeeded() ? second : first).cause();

        assertThat(started.succeeded()).isTrue();
        assertThat(refused.code()).isEqualTo("jobs.single");
        assertThat(refused.details()).containsEntry("job", started.result().id().toString());
    }

    @Test
    void a_single_kind_is_started_again_when_the_first_is_finished_and_the_first_is_then_not_retried()
            throws Exception {
        Concern alpha = Concern.serve(cluster, "alpha", SOLO, step -> Future.failedFuture(Failure.invalid("no", "No")));
        UUID first = cluster.start(SOLO);
        cluster.until(first, JobState.FAILED);
        var held = new Concern.Held(0, steps(1));
        alpha.behave(held);
        UUID second = cluster.start(SOLO);
        held.reached();

        Failure failure = cluster.refusal(JobsOps.RETRY, new JobsOps.JobId(first));

        assertThat(failure.code()).isEqualTo("jobs.single");
        assertThat(failure.details()).containsEntry("job", second.toString());
        held.release();
    }

    @Test
    void the_same_start_twice_at_once_is_one_job_also_of_a_single_kind() {
        var start = new JobsOps.Start("solo", Map.of("depth", 3), "monday");

        var jobs =
                IntStream.range(0, 5)
                        .mapToObj(again -> cluster.bus.ask(JobsOps.START, start, cluster.person))
                        .toList()
                        .stream()
                        .map(asked -> await(asked).id())
                        .toList();

        assertThat(new HashSet<>(jobs)).hasSize(1);
    }

    @Test
    void a_job_hands_its_arguments_to_every_step() {
        Concern alpha = Concern.serve(cluster, "alpha", WALK, steps(2));
        var args = Map.<String, Object>of("depth", 3, "names", List.of("a", Map.of("b", true)));

        UUID id =
                cluster.ask(JobsOps.START, new JobsOps.Start("walk", args, "k")).id();
        cluster.until(id, JobState.SUCCEEDED);

        assertThat(alpha.asked()).extracting(JobStep::args).containsExactly(args, args);
    }

    @Test
    void a_rekey_is_started_once_for_each_idempotency_key_of_a_subject() {
        Concern.serve(cluster, "vk", JobKind.REKEY, steps(1));
        Concern.serve(cluster, "identity", JobKind.REKEY, steps(1));
        Concern.serve(cluster, "telegram", JobKind.REKEY, steps(1));
        Call ada = withKey("user:ada", "k1");

        Job first = await(cluster.bus.ask(JobsOps.START_REKEY, new JobsOps.StartRekey(), ada));
        cluster.until(first.id(), JobState.SUCCEEDED);
        Job again = await(cluster.bus.ask(JobsOps.START_REKEY, new JobsOps.StartRekey(), ada));
        Job other = await(cluster.bus.ask(JobsOps.START_REKEY, new JobsOps.StartRekey(), withKey("user:bob", "k1")));

        assertThat(again).isEqualTo(first);
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(first.createdBy()).isEqualTo("user:ada");
    }

    @Test
    void a_second_rekey_is_refused_while_the_first_is_unfinished() throws Exception {
        var held = new Concern.Held(0, steps(1));
        Concern.serve(cluster, "vk", JobKind.REKEY, held);
        Concern.serve(cluster, "identity", JobKind.REKEY, steps(1));
        Job first = cluster.ask(JobsOps.START_REKEY, new JobsOps.StartRekey());
        held.reached();

        Failure failure = cluster.refusal(JobsOps.START_REKEY, new JobsOps.StartRekey());

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(failure.details()).containsEntry("job", first.id().toString());
        held.release();
    }

    @Test
    void a_retry_under_the_same_idempotency_key_gives_the_same_answer_and_retries_once() {
        Concern alpha = Concern.serve(cluster, "alpha", WALK, step -> Future.failedFuture(Failure.invalid("no", "No")));
        var id = new JobsOps.JobId(cluster.start(WALK));
        cluster.until(id.id(), JobState.FAILED);
        Call ada = withKey("user:ada", "again");

        Job first = await(cluster.bus.ask(JobsOps.RETRY, id, ada));
        cluster.until(id.id(), JobState.FAILED);
        Job second = await(cluster.bus.ask(JobsOps.RETRY, id, ada));

        assertThat(second).isEqualTo(first);
        assertThat(alpha.asked()).hasSize(2);
    }

    @Test
    void a_list_is_read_page_by_page_in_both_orders_and_filtered() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        List<UUID> ids =
                IntStream.range(0, 7).mapToObj(job -> cluster.start(WALK)).toList();
        ids.forEach(id -> cluster.until(id, JobState.SUCCEEDED));
        cluster.start(SOLO);

        List<UUID> oldestFirst = all("created_at", JobState.SUCCEEDED, "walk");
        List<UUID> newestFirst = new ArrayList<>(all("-created_at", null, "walk"));
        Collections.reverse(newestFirst);

        assertThat(oldestFirst).containsExactlyElementsOf(ids);
        assertThat(newestFirst).containsExactlyElementsOf(ids);
        assertThat(all("created_at", JobState.CANCELLED, null)).isEmpty();
        assertThat(all("created_at", null, "solo")).hasSize(1);
    }

    @Test
    void a_cursor_of_the_other_order_is_refused_and_so_is_a_sort_that_is_not_offered() {
        IntStream.range(0, 2).forEach(job -> cluster.start(WALK));
        Page<Job> page = cluster.ask(JobsOps.LIST, new JobsOps.ListJobs(null, null, "created_at", 1, null));

        Failure failure =
                cluster.refusal(JobsOps.LIST, new JobsOps.ListJobs(null, null, "-created_at", 1, page.next()));

        assertThat(failure.code()).isEqualTo("cursor.invalid");
        assertThat(catchThrowable(() -> new JobsOps.ListJobs(null, null, "state; DROP TABLE job", 1, null)))
                .hasMessageContaining("sort is");
    }

    @Test
    void a_forged_cursor_is_refused_as_the_clients_mistake() {
        var forged = List.of(
                new Cursor("created_at", List.of("yesterday", UUID.randomUUID().toString())),
                new Cursor(
                        "created_at",
                        List.of("+1000000000-12-31T23:59:59Z", UUID.randomUUID().toString())),
                new Cursor("created_at", List.of("2026-01-01T00:00:00Z", "'; DROP TABLE job; --")),
                new Cursor("created_at", List.of("2026-01-01T00:00:00Z")));

        assertThat(forged).allSatisfy(cursor -> {
            Failure failure =
                    cluster.refusal(JobsOps.LIST, new JobsOps.ListJobs(null, null, "created_at", 1, cursor.encode()));
            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
            assertThat(failure.code()).isEqualTo("cursor.invalid");
        });
    }

    @Test
    void finished_jobs_are_forgotten_after_their_time_and_unfinished_ones_never() {
        Concern.serve(cluster, "alpha", WALK, steps(1));
        UUID old = cluster.start(WALK);
        UUID fresh = cluster.start(WALK);
        cluster.until(old, JobState.SUCCEEDED);
        cluster.until(fresh, JobState.SUCCEEDED);
        UUID unfinished = cluster.start(SOLO);
        cluster.update("UPDATE job SET finished_at = now() - interval '31 days' WHERE id = $1", old);
        cluster.update("UPDATE job SET created_at = now() - interval '31 days' WHERE id = $1", unfinished);

        await(new JobStore(cluster.pg).forgetFinished(Duration.ofDays(30)));

        assertThat(all("created_at", null, null)).containsExactlyInAnyOrder(fresh, unfinished);
    }

    private List<UUID> all(String sort, @Nullable JobState state, @Nullable String kind) {
        var ids = new ArrayList<UUID>();
        String cursor = null;
        do {
            Page<Job> page = cluster.ask(JobsOps.LIST, new JobsOps.ListJobs(state, kind, sort, 3, cursor));
            page.items().forEach(job -> ids.add(job.id()));
            cursor = page.next();
        } while (cursor != null);
        return ids;
    }

    private static Call withKey(String subject, String key) {
        Call call = JobsCluster.call(subject);
        return new Call(call.principal(), call.requestId(), call.deadline(), null, call.locale(), key);
    }
}
