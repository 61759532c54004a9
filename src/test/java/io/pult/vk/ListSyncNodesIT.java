package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.State;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps;
import io.pult.contract.vk.ListSyncOps.Item;
import io.pult.contract.vk.SystemAccount;
import io.pult.infra.Backoff;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Outbox;
import io.pult.infra.Vitals;
import io.pult.jobs.JobsSettings;
import io.pult.jobs.JobsVerticle;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** List syncs from end to end: two nodes that walk jobs, the pool, and the stand-in of VK. */
class ListSyncNodesIT {
    private static final String USER = "vk1.a.token-user-0123456789";
    private static final String COMMUNITY = "vk1.a.token-community-0123456";
    private static final String SERVICE = "vk1.a.token-service-01234567";

    /** Where the stand-in's crowd begins. */
    private static final long FIRST = 10_000_001;

    private final VkRig rig = new VkRig();
    private Node one;
    private Node two;

    @BeforeEach
    void startTwoNodes() {
        one = walking();
        two = walking();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void members_of_a_group_are_read_in_one_execute_after_their_number_is_known() {
        rig.user(one, USER, 1001);
        group(8001, new JsonObject().put("screen_name", "test_club").put("crowd", 5_000));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("https://vk.com/test_club", null)));

        assertThat(ids(sync.id())).isEqualTo(crowd(5_000));
        assertThat(sync.count()).isEqualTo(5_000);
        assertThat(rig.calls(USER, "groups.getMembers")).isEqualTo(1);
        assertThat(rig.calls(USER, "execute")).isEqualTo(1);
    }

    @Test
    void ten_thousand_members_come_whole_and_in_order_also_when_one_answer_would_be_more_than_is_read() {
        rig.user(one, USER, 1001);
        group(8001, new JsonObject().put("crowd", 10_000));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("8001", null)));

        assertThat(ids(sync.id())).isEqualTo(crowd(10_000));
        Job job = one.ask(JobsOps.GET, new JobsOps.JobId(sync.job()));
        assertThat(job.done()).isEqualTo(10_000);
        assertThat(job.total()).isEqualTo(10_000);
        assertThat(job.progress()).isEqualTo(1);
    }

    @Test
    void members_have_the_fields_that_were_asked_for() {
        rig.community(one, COMMUNITY, 7);
        group(8001, new JsonObject().put("crowd", 120));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("-8001", List.of("sex", "city"))));

        List<Item> items = items(sync.id());
        assertThat(items).extracting(Item::vkId).isEqualTo(crowd(120));
        assertThat(items)
                .allSatisfy(item -> assertThat(new JsonObject(item.fields().text()).fieldNames())
                        .containsAnyOf("sex", "city")
                        .doesNotContain("first_name", "id"));
    }

    @Test
    void a_wall_is_read_newest_first_with_texts_and_counters() {
        rig.user(one, USER, 1001);
        group(8002, new JsonObject().put("screen_name", "test_wall"));
        rig.tell(
                HttpMethod.PUT,
                "walls/-8002",
                new JsonObject().put("posts", 450).put("crowd", 3));
        var target = new Target(null, null, null, -8002L, null, null, null, null);
        ListSync sync = done(create(Kind.WALL_POSTS, target));

        List<Item> posts = items(sync.id());
        assertThat(posts)
                .extracting(Item::id)
                .isEqualTo(
                        LongStream.rangeClosed(1, 450).mapToObj(id -> 451 - id).toList());
        assertThat(posts.get(0).ownerId()).isEqualTo(-8002);
        assertThat(posts.get(0).text()).isEqualTo("post 450");
        assertThat(posts.get(0).likes()).isEqualTo(3);
        assertThat(posts.get(0).views()).isEqualTo(30);
        assertThat(posts.get(0).comments()).isZero();
        assertThat(posts.get(0).date()).isAfter(posts.get(1).date());

        var named = new Target(null, null, null, null, "test_wall", null, null, null);
        assertThat(items(done(create(Kind.WALL_POSTS, named)).id())).isEqualTo(posts);
    }

    @Test
    void likes_of_a_post_are_read_though_a_community_token_may_not() {
        rig.community(one, COMMUNITY, 7);
        service(one);
        group(8002, new JsonObject());
        rig.tell(HttpMethod.PUT, "walls/-8002", new JsonObject().put("posts", 1).put("crowd", 3_500));
        var target = new Target(null, null, null, -8002L, null, "post", 1L, null);
        ListSync sync = done(create(Kind.LIKES, target));

        assertThat(ids(sync.id())).hasSize(3_500).doesNotHaveDuplicates().containsAll(crowd(3_500));
        assertThat(rig.calls(COMMUNITY, "execute")).isLessThanOrEqualTo(1);
    }

    @Test
    void with_service_tokens_alone_no_execute_is_sent() {
        service(one);
        group(8001, new JsonObject().put("crowd", 4_000));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("8001", null)));

        assertThat(ids(sync.id())).isEqualTo(crowd(4_000));
        assertThat(rig.calls(SERVICE, "execute")).isZero();
        assertThat(rig.calls(SERVICE, "groups.getMembers")).isEqualTo(5);
    }

    @Test
    void an_execute_that_vk_finds_too_large_is_halved() {
        rig.user(one, USER, 1001);
        rig.tell(HttpMethod.PUT, "settings", new JsonObject().put("execute_max_bytes", 30_000));
        group(8001, new JsonObject().put("crowd", 6_000));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("8001", null)));

        assertThat(ids(sync.id())).isEqualTo(crowd(6_000));
        assertThat(rig.errors(USER, 13)).isPositive();
        assertThat(one.call("users.get").attempts()).as("no token is blamed").isEqualTo(1);
    }

    @Test
    void hidden_members_an_unknown_group_and_a_closed_wall_end_the_job_with_vks_reason() {
        rig.user(one, USER, 1002);
        group(8003, new JsonObject().put("crowd", 50).put("members_hidden", true));
        group(8004, new JsonObject().put("is_closed", 1));

        ListSync hidden = until(create(Kind.GROUP_MEMBERS, members("8003", null)), State.FAILED);
        assertThat(hidden.error().code()).isEqualTo("vk.access_denied");
        assertThat(hidden.error().message()).contains("group hide members");
        ListSync unknown = until(create(Kind.GROUP_MEMBERS, members("nobody_here", null)), State.FAILED);
        assertThat(unknown.error().code()).isEqualTo("vk.group_unknown");
        var wall = new Target(null, null, null, -8004L, null, null, null, null);
        assertThat(until(create(Kind.WALL_POSTS, wall), State.FAILED).error().code())
                .isEqualTo("vk.access_denied");
        assertThat(rig.calls(USER, "groups.getMembers")).as("not tried again").isEqualTo(2);
    }

    @Test
    void a_token_that_is_over_its_limit_inside_execute_is_learnt_about_and_another_goes_on() {
        rig.user(one, USER, 1001);
        service(one);
        rig.tell(
                HttpMethod.PATCH,
                "tokens/" + USER,
                new JsonObject().put("quota", new JsonObject().put("groups.getMembers", 3)));
        group(8001, new JsonObject().put("crowd", 6_000));
        ListSync sync = done(create(Kind.GROUP_MEMBERS, members("8001", null)));
        assertThat(ids(sync.id())).isEqualTo(crowd(6_000));
    }

    @Test
    void when_the_node_that_reads_is_stopped_the_other_goes_on_where_it_was() {
        service(one);
        group(8001, new JsonObject().put("crowd", 20_000));
        UUID id = create(Kind.GROUP_MEMBERS, members("8001", null));
        VkRig.eventually(
                "some are read",
                () -> one.ask(ListSyncOps.GET, new ListSyncOps.Get(id)).items() > 2_000);
        VkRig.await(one.vertx().close());
        one = two;

        assertThat(ids(done(id).id())).isEqualTo(crowd(20_000));
    }

    private Node walking() {
        Node node = rig.node();
        var quick = new JobsSettings(
                Duration.ofMillis(100),
                4,
                new Backoff(Duration.ofMillis(40), Duration.ofMillis(150), 4),
                Duration.ofSeconds(5),
                Duration.ofDays(30));
        var clock = InstantSource.system();
        var ground = new Ground(
                UUID.randomUUID(),
                "walker",
                node.bus(),
                rig.postgres,
                rig.redis,
                rig.secrets(),
                VkRig.await(Lease.take(node.vertx(), rig.postgres, "walker", "here", clock, System::nanoTime)),
                clock,
                new SimpleMeterRegistry(),
                new Vitals(clock),
                new Outbox());
        VkRig.await(node.vertx().deployVerticle(new JobsVerticle(ground, quick)));
        return node;
    }

    private void group(long id, JsonObject group) {
        rig.tell(HttpMethod.PUT, "groups/" + id, group.put("name", "Group " + id));
    }

    private void service(Node node) {
        rig.tell(HttpMethod.PUT, "tokens/" + SERVICE, new JsonObject().put("kind", "service"));
        VkRig.create(node, 5, SystemAccount.Kind.SERVICE, SERVICE);
    }

    private static Target members(String group, @Nullable List<String> fields) {
        return new Target(group, fields, null, null, null, null, null, null);
    }

    private UUID create(Kind kind, Target target) {
        return two.ask(ListSyncOps.CREATE, new ListSyncOps.Create(new ListSyncOps.Create.Body(kind, target, null)))
                .id();
    }

    private ListSync done(UUID id) {
        return until(id, State.SUCCEEDED);
    }

    private ListSync until(UUID id, State state) {
        var get = new ListSyncOps.Get(id);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline && one.ask(ListSyncOps.GET, get).state() != state) {
            Thread.onSpinWait();
        }
        ListSync sync = one.ask(ListSyncOps.GET, get);
        assertThat(sync.state()).as(String.valueOf(sync)).isEqualTo(state);
        return sync;
    }

    private List<Item> items(UUID id) {
        var items = new ArrayList<Item>();
        String cursor = null;
        do {
            var page = one.ask(ListSyncOps.LIST_ITEMS, new ListSyncOps.ListItems(id, 200, cursor));
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    private List<Long> ids(UUID id) {
        return items(id).stream().map(Item::vkId).toList();
    }

    private static List<Long> crowd(int size) {
        return LongStream.range(FIRST, FIRST + size).boxed().toList();
    }
}
