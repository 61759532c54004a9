package io.pult.jobs;

import static io.pult.jobs.JobsCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.jobs.InboxAnswer;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.InboxState;
import io.pult.contract.jobs.JobsEvents;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions to people: asked, answered, taken back. */
class InboxIT {
    private static final String SECRET = "swordfish";

    private final JobsCluster cluster = new JobsCluster(TestStores.migrated());
    private final List<InboxAnswer> handed = new CopyOnWriteArrayList<>();
    private final List<InboxItem> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void deploy() {
        cluster.node("one");
        await(cluster.bus.onEvery(JobsEvents.INBOX_CHANGED, event -> told.add(event.body())));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void two_answers_at_once_act_once_and_the_other_hears_of_the_first() {
        Promise<Nothing> acting = Promise.promise();
        concern(answer -> acting.future());
        InboxItem item = open("a");

        Future<InboxItem> first = cluster.bus.ask(InboxOps.ANSWER, answer(item), cluster.person);
        JobsCluster.until(() -> handed.size() == 1);
        Failure second = cluster.refusal(InboxOps.ANSWER, answer(item));
        acting.complete(Nothing.NOTHING);

        assertThat(await(first).state()).isEqualTo(InboxState.ANSWERED);
        assertThat(second.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(second.code()).isEqualTo("inbox.being_answered");
        assertThat(handed).hasSize(1);
    }

    @Test
    void a_concern_that_is_away_is_unavailable_and_the_item_stays_open() {
        InboxItem item = open("a");

        Failure failure = cluster.refusal(InboxOps.ANSWER, answer(item));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(get(item.id()).state()).isEqualTo(InboxState.OPEN);
        concern(answer -> Future.succeededFuture(Nothing.NOTHING));
        assertThat(cluster.ask(InboxOps.ANSWER, answer(item)).state()).isEqualTo(InboxState.ANSWERED);
    }

    @Test
    void the_concerns_refusal_is_passed_on_and_the_item_can_be_answered_again_at_once() {
        concern(answer -> handed.size() == 1
                ? Future.failedFuture(Failure.unprocessable("vk.token_refused", "VK does not take this token"))
                : Future.succeededFuture(Nothing.NOTHING));
        InboxItem item = open("a");

        Failure failure = cluster.refusal(InboxOps.ANSWER, answer(item));
        InboxItem answered = cluster.ask(InboxOps.ANSWER, answer(item));

        assertThat(failure.code()).isEqualTo("vk.token_refused");
        assertThat(answered.state()).isEqualTo(InboxState.ANSWERED);
        assertThat(answered.closedBy()).isEqualTo("user:ada");
        assertThat(handed).extracting(InboxAnswer::item).containsOnly(item.id());
    }

    @Test
    void an_answer_whose_node_died_on_the_way_can_be_given_again() {
        concern(answer -> Future.succeededFuture(Nothing.NOTHING));
        InboxItem item = open("a");
        cluster.update(
                "UPDATE inbox SET answering = gen_random_uuid(), answering_until = now() - interval '1 s' WHERE id = $1",
                item.id());

        assertThat(cluster.ask(InboxOps.ANSWER, answer(item)).state()).isEqualTo(InboxState.ANSWERED);
    }

    @Test
    void an_item_that_the_concern_withdraws_while_it_acts_counts_as_answered() {
        concern(answer -> cluster.bus
                .ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "a"), cluster.person)
                .map(withdrawn -> Nothing.NOTHING));
        InboxItem item = open("a");

        assertThat(cluster.ask(InboxOps.ANSWER, answer(item)).state()).isEqualTo(InboxState.ANSWERED);
    }

    @Test
    void a_closed_item_is_not_answered_again() {
        concern(answer -> Future.succeededFuture(Nothing.NOTHING));
        InboxItem answered = open("a");
        cluster.ask(InboxOps.ANSWER, answer(answered));
        InboxItem withdrawn = open("b");
        cluster.ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "b"));

        assertThat(Stream.of(answered, withdrawn)).allSatisfy(item -> {
            Failure failure = cluster.refusal(InboxOps.ANSWER, answer(item));
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
            assertThat(failure.code()).isEqualTo("inbox.closed");
        });
        assertThat(handed).hasSize(1);
    }

    @Test
    void an_answer_with_a_missing_or_an_unknown_field_is_refused_and_not_handed_over() {
        concern(answer -> Future.succeededFuture(Nothing.NOTHING));
        InboxItem item = open("a");
        var bodies =
                List.of(Map.<String, String>of(), Map.of("tokn", SECRET), Map.of("token", SECRET, "extra", SECRET));

        assertThat(bodies).allSatisfy(fields -> {
            Failure failure =
                    cluster.refusal(InboxOps.ANSWER, new InboxOps.AnswerItem(item.id(), new InboxOps.Answer(fields)));
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
            assertThat(failure.code()).isEqualTo("inbox.fields");
            assertThat(failure.text() + failure.details()).doesNotContain(SECRET);
        });
        assertThat(handed).isEmpty();
    }

    @Test
    void what_was_answered_is_stored_nowhere_and_told_to_nobody_but_the_concern() {
        concern(answer -> Future.succeededFuture(Nothing.NOTHING));
        InboxItem item = open("a");

        InboxItem answered = cluster.ask(InboxOps.ANSWER, answer(item));
        String row = await(cluster.pg.one(
                stored -> stored.getString("row"),
                AssertionError::new,
                "SELECT inbox::text AS row FROM inbox WHERE id = $1",
                item.id()));
        JobsCluster.until(() -> told.size() == 2);

        assertThat(handed).extracting(InboxAnswer::fields).containsExactly(Map.of("token", SECRET));
        assertThat(row + answered + told + handed + answer(item)).doesNotContain(SECRET);
    }

    @Test
    void what_is_not_there_is_not_found() {
        Failure failure = cluster.refusal(
                InboxOps.ANSWER, new InboxOps.AnswerItem(UUID.randomUUID(), new InboxOps.Answer(Map.of())));

        assertThat(failure.code()).isEqualTo("inbox.not_found");
    }

    @Test
    void opening_an_open_item_again_refreshes_it_and_says_nothing_when_nothing_changed() {
        InboxItem item = open("a");
        open("a");
        cluster.ask(
                InboxOps.OPEN,
                new InboxOps.Open("vk", "renew_token", "a", "Renew it now", List.of("token"), Map.of("since", 2)));

        InboxItem refreshed = get(item.id());
        JobsCluster.until(() -> told.size() == 2);

        assertThat(all(null)).hasSize(1);
        assertThat(refreshed.title()).isEqualTo("Renew it now");
        assertThat(refreshed.details()).isEqualTo(Map.of("since", 2));
        assertThat(refreshed.openedAt()).isEqualTo(item.openedAt());
    }

    @Test
    void a_matter_that_comes_back_after_it_was_closed_is_a_new_item() {
        InboxItem first = open("a");
        cluster.ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "a"));
        cluster.ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "a"));

        InboxItem second = open("a");

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(get(first.id()).state()).isEqualTo(InboxState.WITHDRAWN);
        JobsCluster.until(() -> told.size() == 3);
    }

    @Test
    void an_item_that_is_too_large_or_misshapen_is_refused() {
        var good = List.of("token");
        var items = List.of(
                new InboxOps.Open("vk", "kind", "s", "t".repeat(201), good, Map.of()),
                new InboxOps.Open("vk", "kind", "s", " ", good, Map.of()),
                new InboxOps.Open("vk", "kind", "s".repeat(201), "t", good, Map.of()),
                new InboxOps.Open("vk", "k".repeat(65), "s", "t", good, Map.of()),
                new InboxOps.Open("v k", "kind", "s", "t", good, Map.of()),
                new InboxOps.Open("vk", "kind", "s", "t", List.of(), Map.of()),
                new InboxOps.Open("vk", "kind", "s", "t", List.of("token", "token"), Map.of()),
                new InboxOps.Open("vk", "kind", "s", "t", List.of("To ken"), Map.of()),
                new InboxOps.Open("vk", "kind", "s", "t\0", good, Map.of()),
                new InboxOps.Open("vk", "kind", "s", "t", good, Map.of("text", "\0")),
                new InboxOps.Open("vk", "kind", "s", "t", good, Map.of("text", "я".repeat(4100))));

        assertThat(items).allSatisfy(item -> {
            Failure failure = cluster.refusal(InboxOps.OPEN, item);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
            assertThat(failure.code()).isEqualTo("inbox.invalid");
        });
        assertThat(all(null)).isEmpty();
    }

    @Test
    void a_list_is_read_page_by_page_in_both_orders_and_filtered() {
        List<UUID> ids = IntStream.range(0, 7)
                .mapToObj(number -> open("s" + number).id())
                .toList();
        cluster.ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "s3"));

        var newestFirst = new ArrayList<UUID>();
        String cursor = null;
        do {
            var page = cluster.ask(InboxOps.LIST, new InboxOps.ListInbox(null, "vk", null, "-opened_at", 3, cursor));
            page.items().forEach(item -> newestFirst.add(0, item.id()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(newestFirst).containsExactlyElementsOf(ids);
        assertThat(all(null)).extracting(InboxItem::id).containsExactlyElementsOf(ids);
        assertThat(all(InboxState.WITHDRAWN)).extracting(InboxItem::id).containsExactly(ids.get(3));
        assertThat(cluster.ask(InboxOps.LIST, new InboxOps.ListInbox(null, null, "other", "opened_at", 3, null))
                        .items())
                .isEmpty();
    }

    @Test
    void closed_items_are_forgotten_after_their_time_and_open_ones_never() {
        InboxItem closed = open("a");
        cluster.ask(InboxOps.WITHDRAW, new InboxOps.Withdraw("vk", "renew_token", "a"));
        InboxItem waiting = open("b");
        cluster.update("UPDATE inbox SET opened_at = now() - interval '1 year'");
        cluster.update("UPDATE inbox SET closed_at = now() - interval '31 days' WHERE id = $1", closed.id());

        await(new InboxStore(cluster.pg).forgetClosed(Duration.ofDays(30)));

        assertThat(all(null)).extracting(InboxItem::id).containsExactly(waiting.id());
    }

    private void concern(Function<InboxAnswer, Future<Nothing>> behaviour) {
        await(cluster.bus.serve(InboxAnswer.of("vk"), (answer, call) -> {
            handed.add(answer);
            return behaviour.apply(answer);
        }));
    }

    private InboxItem open(String subject) {
        cluster.ask(
                InboxOps.OPEN,
                new InboxOps.Open("vk", "renew_token", subject, "Renew", List.of("token"), Map.of("since", 1)));
        return all(InboxState.OPEN).stream()
                .filter(item -> item.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private InboxItem get(UUID id) {
        return all(null).stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<InboxItem> all(@Nullable InboxState state) {
        return cluster.ask(InboxOps.LIST, new InboxOps.ListInbox(state, null, null, "opened_at", 200, null))
                .items();
    }

    private static InboxOps.AnswerItem answer(InboxItem item) {
        return new InboxOps.AnswerItem(item.id(), new InboxOps.Answer(Map.of("token", SECRET)));
    }
}
