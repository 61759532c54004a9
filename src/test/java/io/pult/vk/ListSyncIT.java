package io.pult.vk;

import static io.pult.vk.ListSyncLab.list;
import static io.pult.vk.ListSyncLab.members;
import static io.pult.vk.ListSyncLab.part;
import static io.pult.vk.ListSyncLab.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.State;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps;
import io.pult.contract.vk.ListSyncOps.Item;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** List syncs against a VK that does what the test says. */
class ListSyncIT {
    private static final List<Long> MANY = ids(1, 5_000);

    private final ListSyncLab lab = new ListSyncLab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_step_that_is_asked_twice_reads_and_counts_once() {
        lab.page = params -> part(MANY, params);
        ListSync sync = lab.create(members("1"));
        UUID job = UUID.randomUUID();

        var first = lab.step(sync.id(), job, 0, null);
        int asked = lab.asked.size();
        assertThat(lab.step(sync.id(), job, 0, null)).isEqualTo(first);

        assertThat(lab.asked).hasSize(asked);
        assertThat(first.done()).isEqualTo(1_000);
        assertThat(lab.ids(sync.id())).isEqualTo(MANY.subList(0, 1_000));
        assertThat(lab.get(sync.id()).items()).isEqualTo(1_000);
    }

    @Test
    void a_step_that_two_nodes_walk_at_once_counts_once() {
        lab.page = params -> part(MANY, params);
        ListSync sync = lab.create(members("1"));
        var step =
                new JobStep(UUID.randomUUID(), 0, null, Map.of("sync", sync.id().toString()));
        Call call = Call.system("test", Duration.ofSeconds(30));

        var both = List.of(
                lab.bus.ask(JobStep.of("vk", "list_sync"), step, call),
                lab.bus.ask(JobStep.of("vk", "list_sync"), step, call));
        VkRig.await(Future.all(both));

        assertThat(both.get(0).result()).isEqualTo(both.get(1).result());
        assertThat(lab.get(sync.id()).items()).isEqualTo(1_000);
        assertThat(lab.rows("list_sync_items")).isEqualTo(1_000);
    }

    @Test
    void a_step_of_another_place_than_the_syncs_is_refused() {
        ListSync sync = lab.create(members("1"));
        var step =
                new JobStep(UUID.randomUUID(), 7, null, Map.of("sync", sync.id().toString()));
        assertThat(lab.failure(JobStep.of("vk", "list_sync"), step).code()).isEqualTo("list_sync.out_of_step");
        assertThat(lab.asked).isEmpty();
    }

    @Test
    void a_list_is_read_in_batches_of_execute_whole_and_in_its_order() {
        lab.page = params -> part(MANY, params);
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);

        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
        assertThat(sync.items()).isEqualTo(5_000);
        assertThat(sync.count()).isEqualTo(5_000);
        assertThat(sync.progress()).isEqualTo(1);
        assertThat(lab.asked).extracting(body -> body.method()).containsExactly("groups.getMembers", "execute");
    }

    @Test
    void a_batch_that_is_too_much_is_halved_until_it_is_not() {
        List<Long> longList = ids(1, 30_000);
        lab.page = params -> part(longList, params);
        var sizes = new ArrayList<Integer>();
        lab.execute = calls -> {
            sizes.add(calls);
            if (calls > 7) {
                throw Failure.unprocessable("vk.bad_request", "too many").with("error_code", 13);
            }
            return null;
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);

        assertThat(lab.ids(sync.id())).isEqualTo(longList);
        assertThat(sizes.subList(0, 5)).containsExactly(25, 12, 6, 6, 7);
    }

    @Test
    void without_a_token_that_may_execute_pages_are_asked_for_one_by_one() {
        lab.page = params -> part(MANY, params);
        lab.execute = calls -> {
            throw Failure.unavailable("vk.no_live_token", "none", Duration.ofSeconds(60));
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);

        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
        assertThat(lab.asked.stream().filter(body -> body.method().equals("execute")))
                .hasSize(1);
    }

    @Test
    void a_batch_whose_answer_was_lost_is_read_again_page_by_page_because_it_only_reads() {
        lab.page = params -> part(MANY, params);
        lab.execute = calls -> {
            throw Failure.upstream("vk.maybe_executed", "lost");
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);
        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
    }

    @Test
    void a_call_that_fails_inside_a_batch_leaves_what_was_before_it_and_is_asked_for_by_itself() {
        var failing = new AtomicInteger(2);
        lab.page = params -> {
            if (params.getInteger("offset") == 2 * 980 && failing.getAndDecrement() > 0) {
                throw refused(29, "Rate limit reached");
            }
            return part(MANY, params);
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);
        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
        assertThat(lab.asked)
                .anyMatch(body -> Integer.valueOf(2 * 980).equals(body.params().get("offset")));
    }

    @Test
    void in_a_list_that_moves_whoever_stays_is_read_and_nobody_twice() {
        var list = new ArrayList<>(ids(1, 5_000));
        var pages = new AtomicInteger();
        lab.execute = calls -> {
            throw Failure.unavailable("vk.no_live_token", "none", Duration.ofSeconds(60));
        };
        lab.page = params -> {
            JsonObject answer = part(list, params);
            // Between two pages a hundred leave from the front, more than pages overlap, and one comes in there.
            if (pages.incrementAndGet() < 4) {
                list.subList(0, 100).clear();
                list.add(0, -1L - pages.get());
            }
            return answer;
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);

        assertThat(lab.ids(sync.id())).doesNotHaveDuplicates().containsAll(ids(301, 5_000));
    }

    @ParameterizedTest
    @CsvSource({
        "15, vk.access_denied",
        "125, vk.group_unknown",
        "30, vk.profile_private",
        "18, vk.target_deleted",
        "203, vk.group_denied",
        "777, vk.refused"
    })
    void a_refusal_of_vk_ends_the_job_at_once_with_its_reason(int code, String reason) {
        lab.page = params -> {
            throw refused(code, "Access denied: group hide members");
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.FAILED);

        assertThat(sync.error()).isNotNull();
        assertThat(sync.error().code()).isEqualTo(reason);
        assertThat(sync.error().message()).contains("group hide members");
        assertThat(lab.job(sync.job()).attempts()).isEqualTo(1);
        assertThat(lab.asked).hasSize(1);
    }

    @Test
    void a_busy_pool_is_waited_for_by_the_job_and_the_sync_says_so() {
        var busy = new AtomicInteger(2);
        lab.page = params -> {
            if (busy.getAndDecrement() > 0) {
                throw Failure.tooMany("vk.busy", "Every token of VK is busy or resting", Duration.ofSeconds(1));
            }
            return part(MANY, params);
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);
        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
        assertThat(sync.error()).isNull();
    }

    @Test
    void a_pool_that_stays_busy_fails_the_job_and_a_retry_goes_on_where_it_stopped() {
        lab.page = params -> {
            if (params.getInteger("offset") > 0) {
                throw Failure.tooMany("vk.busy", "Every token of VK is busy or resting", Duration.ofSeconds(1));
            }
            return part(MANY, params);
        };
        lab.walkJobs();
        ListSync failed = lab.until(lab.create(members("1")).id(), State.FAILED);
        assertThat(failed.error().code()).isEqualTo("vk.busy");
        assertThat(failed.items()).isEqualTo(1_000);
        assertThat(failed.expiresAt()).isEqualTo(failed.finishedAt().plus(Duration.ofDays(30)));

        lab.page = params -> part(MANY, params);
        lab.asked.clear();
        lab.ask(JobsOps.RETRY, new JobsOps.JobId(failed.job()));
        lab.until(failed.id(), State.SUCCEEDED);

        assertThat(lab.ids(failed.id())).isEqualTo(MANY);
        assertThat(lab.asked)
                .noneMatch(body -> Integer.valueOf(0).equals(body.params().get("offset")));
    }

    @Test
    void a_pool_without_a_living_token_is_asked_a_few_times_and_is_what_the_sync_fails_for() {
        lab.page = params -> {
            throw Failure.unavailable("vk.no_live_token", "none", Duration.ofSeconds(60))
                    .with("error_code", 15);
        };
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.FAILED);
        assertThat(sync.error().code()).isEqualTo("vk.no_live_token");
        assertThat(lab.asked).hasSize(4);
    }

    @Test
    void what_vk_stumbles_over_once_is_asked_again() {
        var failing = new AtomicInteger(1);
        lab.page = params -> {
            if (failing.getAndDecrement() > 0) {
                throw refused(10, "Internal server error");
            }
            return part(MANY, params);
        };
        UUID sync = lab.create(members("1")).id();
        var step = new JobStep(UUID.randomUUID(), 0, null, Map.of("sync", sync.toString()));
        Failure refusal = lab.failure(JobStep.of("vk", "list_sync"), step);
        assertThat(refusal.kind()).as("which a job tries again").isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(lab.ask(JobStep.of("vk", "list_sync"), step).done()).isEqualTo(1_000);
    }

    @Test
    void a_limit_of_vks_is_waited_for_as_long_as_the_pool_says() {
        lab.page = params -> {
            throw Failure.tooMany("vk.busy", "Every token of VK is busy or resting", Duration.ofMinutes(30));
        };
        lab.walkJobs();
        UUID id = lab.create(members("1")).id();

        VkRig.eventually("the sync says why it waits", () -> lab.get(id).error() != null);
        assertThat(lab.get(id).error().code()).isEqualTo("vk.busy");
        assertThat(lab.get(id).state()).isEqualTo(State.RUNNING);
        assertThat(lab.rows("job WHERE due_at > now() + interval '29 minutes'")).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_no_list_ends_the_job() {
        for (Object answer : List.of(
                new JsonArray(),
                "17",
                "null",
                new JsonObject().put("items", new JsonArray()),
                new JsonObject().put("count", 3).put("items", new JsonArray().add("x")),
                new JsonObject().put("count", "many").put("items", new JsonArray()))) {
            lab.page = params -> answer;
            UUID sync = lab.create(members("1")).id();
            var step = new JobStep(UUID.randomUUID(), 0, null, Map.of("sync", sync.toString()));
            assertThat(lab.failure(JobStep.of("vk", "list_sync"), step).code()).isEqualTo("vk.unexpected_answer");
        }
    }

    @Test
    void a_list_that_is_too_long_is_refused_at_its_first_page() {
        lab.page = params -> list(ListSyncSteps.MOST_ITEMS + 1, ids(1, 1_000));
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.FAILED);
        assertThat(sync.error().code()).isEqualTo("list_sync.too_long");
        assertThat(sync.items()).isZero();
    }

    @Test
    void chosen_fields_are_kept_beside_each_member_and_no_others() {
        lab.page = params -> {
            assertThat(params.getString("fields")).isEqualTo("sex,status");
            return part(
                    List.of(
                            user(1).put("sex", 2).put("status", "\u0000=1+1, \"x\""),
                            user(2).put("city", new JsonObject().put("id", 1))),
                    params);
        };
        lab.walkJobs();
        var target = new Target("1", List.of("sex", "status"), null, null, null, null, null, null);
        ListSync sync = lab.create(new ListSyncOps.Create(new ListSyncOps.Create.Body(Kind.GROUP_MEMBERS, target, 7)));
        lab.until(sync.id(), State.SUCCEEDED);

        List<Item> items = lab.items(sync.id());
        assertThat(items).extracting(Item::vkId).containsExactly(1L, 2L);
        assertThat(new JsonObject(items.get(0).fields().text()))
                .isEqualTo(new JsonObject().put("sex", 2).put("status", "\u0000=1+1, \"x\""));
        assertThat(items.get(1).fields().text()).isEqualTo("{}");
    }

    @Test
    void posts_are_kept_with_their_text_whatever_is_in_it_and_their_counters() {
        var post = new JsonObject()
                .put("id", 9)
                .put("owner_id", -5)
                .put("date", 1_700_000_000)
                .put("text", "a\u0000b \ud83d\ude00")
                .put("likes", new JsonObject().put("count", 3))
                .put("reposts", new JsonObject().put("count", 2))
                .put("comments", new JsonObject().put("count", 1));
        lab.page = params -> {
            assertThat(params.getString("domain")).isEqualTo("apiclub");
            return part(List.of(post), params);
        };
        lab.walkJobs();
        var target = new Target(null, null, null, null, "apiclub", null, null, null);
        ListSync sync = lab.create(new ListSyncOps.Create(new ListSyncOps.Create.Body(Kind.WALL_POSTS, target, null)));
        lab.until(sync.id(), State.SUCCEEDED);

        assertThat(lab.items(sync.id()))
                .containsExactly(new Item(
                        null,
                        null,
                        -5L,
                        9L,
                        Instant.ofEpochSecond(1_700_000_000),
                        "a\u0000b \ud83d\ude00",
                        3L,
                        2L,
                        1L,
                        null));
    }

    @Test
    void a_cancelled_job_stops_the_sync_and_what_was_read_stays() {
        lab.page = params -> part(ids(1, 1_000_000), params);
        lab.execute = calls -> {
            throw Failure.unavailable("vk.no_live_token", "none", Duration.ofSeconds(60));
        };
        lab.walkJobs();
        ListSync sync = lab.create(members("1"));
        VkRig.eventually("some are read", () -> lab.get(sync.id()).items() > 0);
        lab.ask(JobsOps.CANCEL, new JobsOps.JobId(lab.get(sync.id()).job()));
        ListSync cancelled = lab.until(sync.id(), State.CANCELLED);

        assertThat(cancelled.items()).isPositive().isLessThan(1_000_000);
        assertThat(lab.ids(sync.id())).hasSize((int) cancelled.items());
        assertThat(cancelled.expiresAt()).isNotNull();
    }

    @Test
    void a_sync_that_is_deleted_while_it_runs_takes_its_job_and_its_items_along() {
        lab.page = params -> part(ids(1, 1_000_000), params);
        lab.execute = calls -> {
            throw Failure.unavailable("vk.no_live_token", "none", Duration.ofSeconds(60));
        };
        lab.walkJobs();
        ListSync sync = lab.create(members("1"));
        VkRig.eventually("some are read", () -> lab.get(sync.id()).items() > 5_000);
        UUID job = lab.get(sync.id()).job();
        lab.ask(ListSyncOps.DELETE, new ListSyncOps.Delete(sync.id()));

        assertThat(lab.failure(ListSyncOps.GET, new ListSyncOps.Get(sync.id())).code())
                .isEqualTo("list_sync.not_found");
        assertThat(lab.failure(ListSyncOps.EXPORT, new ListSyncOps.ExportItems(sync.id(), null))
                        .code())
                .isEqualTo("list_sync.not_found");
        VkRig.eventually("the job is over", () -> lab.job(job).state().finished());
        assertThat(lab.job(job).state()).isNotEqualTo(JobState.SUCCEEDED);
        VkRig.eventually("nothing is left", () -> lab.rows("list_sync_items") + lab.rows("list_syncs") == 0);
    }

    @Test
    void a_sync_is_forgotten_when_its_time_is_over_and_not_before() throws Exception {
        lab.page = params -> part(MANY, params);
        lab.walkJobs();
        UUID old = lab.until(lab.create(members("1")).id(), State.SUCCEEDED).id();
        UUID young = lab.until(lab.create(members("2")).id(), State.SUCCEEDED).id();
        age(old, "30 days 1 minute");
        age(young, "29 days 23 hours");

        Wait.until("the old one is gone", () -> lab.rows("list_syncs") == 1);
        Wait.until("its items, too", () -> lab.rows("list_sync_items") == 5_000);
        assertThat(lab.get(young).items()).isEqualTo(5_000);
    }

    @Test
    void a_sync_stands_by_itself_when_its_job_is_forgotten() {
        lab.page = params -> part(MANY, params);
        lab.walkJobs();
        ListSync sync = lab.until(lab.create(members("1")).id(), State.SUCCEEDED);
        VkRig.await(lab.pg.query("DELETE FROM job"));
        assertThat(lab.get(sync.id())).isEqualTo(sync);
        assertThat(lab.ids(sync.id())).isEqualTo(MANY);
    }

    @Test
    void a_sync_whose_job_was_forgotten_before_anybody_looked_counts_as_failed() {
        ListSync sync = lab.create(members("1"));
        VkRig.await(lab.pg.query("UPDATE list_syncs SET job = $1", UUID.randomUUID()));
        lab.walkJobs();
        assertThat(lab.until(sync.id(), State.FAILED).error().code()).isEqualTo("list_sync.job_forgotten");
    }

    @Test
    void a_sync_that_is_ordered_while_no_node_walks_jobs_is_read_when_one_does() throws Exception {
        lab.page = params -> part(MANY, params);
        ListSync sync = lab.create(members("1"));
        assertThat(sync.job()).isNull();
        assertThat(sync.state()).isEqualTo(State.QUEUED);
        lab.walkJobs();

        Wait.until(
                "read without anybody asking",
                () -> VkRig.await(lab.pg.query("SELECT state FROM list_syncs"))
                        .iterator()
                        .next()
                        .getString("state")
                        .equals("succeeded"));
        assertThat(lab.rows("job")).isEqualTo(1);
    }

    @Test
    void the_same_key_orders_one_sync_and_one_job() {
        lab.walkJobs();
        var call = new Call(
                ListSyncLab.PERSON.principal(),
                "r",
                System.nanoTime() + Duration.ofSeconds(30).toNanos(),
                null,
                Locale.ENGLISH,
                "my-key");
        ListSync first = VkRig.await(lab.bus.ask(ListSyncOps.CREATE, members("1"), call));
        ListSync again = VkRig.await(lab.bus.ask(ListSyncOps.CREATE, members("1"), call));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.job()).isEqualTo(first.job()).isNotNull();
        assertThat(lab.rows("job")).isEqualTo(1);
        assertThat(catchThrowableOfType(
                                Failure.class, () -> VkRig.await(lab.bus.ask(ListSyncOps.CREATE, members("2"), call)))
                        .code())
                .isEqualTo("idempotency.key_reused");
    }

    @Test
    void more_syncs_than_can_wait_are_refused() {
        VkRig.await(lab.pg.query("""
                INSERT INTO list_syncs (id, kind, target, state, keep_days, created_by)
                SELECT gen_random_uuid(), 'likes', '{}', 'queued', 1, 'test' FROM generate_series(1, $1)
                """, ListSyncHandlers.MOST_WAITING));
        Failure refusal = lab.failure(ListSyncOps.CREATE, members("1"));
        assertThat(refusal.code()).isEqualTo("list_sync.too_many");
        assertThat(refusal.kind()).isEqualTo(Failure.Kind.TOO_MANY);
    }

    @Test
    void syncs_are_listed_newest_first_by_kind_and_state() {
        lab.walkJobs();
        UUID one = lab.until(lab.create(members("1")).id(), State.SUCCEEDED).id();
        UUID two = lab.until(lab.create(members("2")).id(), State.SUCCEEDED).id();
        lab.page = params -> {
            throw refused(15, "no");
        };
        UUID three = lab.until(lab.create(members("3")).id(), State.FAILED).id();

        var page = listed(null, null, 2, null);
        assertThat(page.items()).extracting(ListSync::id).containsExactly(three, two);
        assertThat(listed(null, null, 2, page.next()).items())
                .extracting(ListSync::id)
                .containsExactly(one);
        assertThat(listed(null, State.FAILED, 50, null).items())
                .extracting(ListSync::id)
                .containsExactly(three);
        assertThat(listed(Kind.LIKES, null, 50, null).items()).isEmpty();
        assertThat(lab.failure(ListSyncOps.LIST, new ListSyncOps.ListSyncs(null, null, 500, null))
                        .code())
                .isEqualTo("limit.invalid");
    }

    @Test
    void items_come_in_keyset_pages_and_a_cursor_of_another_sync_is_refused() {
        lab.page = params -> part(ids(1, 250), params);
        lab.walkJobs();
        UUID one = lab.until(lab.create(members("1")).id(), State.SUCCEEDED).id();
        UUID two = lab.until(lab.create(members("2")).id(), State.SUCCEEDED).id();

        Page<Item> first = lab.ask(ListSyncOps.LIST_ITEMS, new ListSyncOps.ListItems(one, 200, null));
        Page<Item> second = lab.ask(ListSyncOps.LIST_ITEMS, new ListSyncOps.ListItems(one, 200, first.next()));
        assertThat(first.items()).extracting(Item::vkId).isEqualTo(ids(1, 200));
        assertThat(second.items()).extracting(Item::vkId).isEqualTo(ids(201, 250));
        assertThat(second.next()).isNull();
        for (String cursor : Set.of("x", "W10", String.valueOf(first.next()))) {
            assertThat(lab.failure(ListSyncOps.LIST_ITEMS, new ListSyncOps.ListItems(two, 200, cursor))
                            .code())
                    .isEqualTo("cursor.invalid");
        }
    }

    private Page<ListSync> listed(Kind kind, State state, int limit, String cursor) {
        return lab.ask(ListSyncOps.LIST, new ListSyncOps.ListSyncs(kind, state, limit, cursor));
    }

    private void age(UUID id, String by) {
        VkRig.await(lab.pg.query(
                "UPDATE list_syncs SET finished_at = finished_at - ($2::text)::interval WHERE id = $1", id, by));
    }

    private static JsonObject user(long id) {
        return new JsonObject().put("id", id).put("first_name", "A").put("last_name", "B");
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
