package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Op;
import io.pult.contract.telegram.AccountAsk;
import io.pult.contract.telegram.OwnershipOps;
import io.pult.contract.telegram.OwnershipOps.ListNodes;
import io.pult.contract.telegram.OwnershipOps.Summarize;
import io.pult.contract.telegram.TelegramNode;
import io.pult.contract.telegram.TelegramSummary;
import io.pult.support.Altered;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HandOverIT {
    private static final int CROWD = 100;

    private static TelegramRig rig;

    record Where(UUID account, @Nullable Long epoch) implements AccountAsk<Where> {
        @Override
        public Where at(long epoch) {
            return new Where(account, epoch);
        }
    }

    record Answer(UUID owner, long epoch) {}

    private static final Op<Where, Answer> WHERE = Op.of("~telegram.testWhere", Where.class, Answer.class);
    private static final Op<Where, Answer> TAKE = Op.of("~telegram.testTake", Where.class, Answer.class);
    private static final Op<Where, Answer> KEEP = Op.of("~telegram.testKeep", Where.class, Answer.class);

    @BeforeAll
    static void open() throws Exception {
        rig = new TelegramRig(CROWD);
    }

    @AfterEach
    void clear() {
        rig.clear();
        assertThat(rig.duplicates()).as("keys on two connections").isZero();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void a_node_that_stops_hands_a_hundred_accounts_over_and_none_is_without_a_connection_for_two_seconds()
            throws Exception {
        var settings = Altered.record(rig.settings(), Map.of("connects", 100));
        var first = asked(rig.node(settings));
        List<UUID> accounts = rig.signedIn(0, CROWD);
        Wait.until("all are connected", () -> first.connected().size() == CROWD);
        var second = asked(rig.node(settings));
        Wait.until("it is known", () -> candidates() == 2);

        Map<UUID, Long> lastSeen = new HashMap<>();
        Map<UUID, Long> seenAgain = new HashMap<>();
        List<Future<Answer>> answers = new ArrayList<>();
        long began = System.nanoTime();
        Future<?> stopping = first.begin(parts -> parts.stop().mapEmpty());
        for (int i = 0; seenAgain.size() < CROWD; i++) {
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(15));
            long now = System.nanoTime();
            if (!stopping.isComplete()) {
                first.connected().forEach(account -> lastSeen.put(account, now));
            }
            second.connected().forEach(account -> seenAgain.putIfAbsent(account, System.nanoTime()));
            answers.add(rig.bus.ask(
                    WHERE, new Where(accounts.get(i % CROWD), null), Call.system("test", Duration.ofSeconds(10))));
            Thread.sleep(5);
        }
        Wait.on(stopping);

        for (UUID account : accounts) {
            long gap = TimeUnit.NANOSECONDS.toMillis(seenAgain.get(account) - lastSeen.get(account));
            assertThat(gap).as("milliseconds without a connection").isLessThanOrEqualTo(2_000);
        }
        // At a hundred connections a second they cannot all have left at once.
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThan(800);
        for (Future<Answer> answer : answers) {
            assertThat(Wait.on(answer).epoch()).isBetween(1L, 2L);
        }
    }

    @Test
    void a_node_that_is_alone_gives_everything_up_at_once() throws Exception {
        var node = rig.node(Altered.record(rig.settings(), Map.of("connects", 10)));
        rig.signedIn(0, 30);
        Wait.until("all are connected", () -> node.connected().size() == 30);
        long began = System.nanoTime();

        node.stop();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(2_000);
        assertThat(rig.held(node.owner())).isZero();
    }

    @Test
    void the_owner_refuses_a_question_by_another_epoch() throws Exception {
        var node = asked(rig.node());
        UUID account = rig.signedIn(0, 1).get(0);
        Wait.until("it is held", () -> node.connected().size() == 1);

        assertThat(rig.ask(WHERE.at(node.owner().toString()), new Where(account, 1L)))
                .isEqualTo(new Answer(node.owner(), 1));
        assertThat(rig.failure(WHERE.at(node.owner().toString()), new Where(account, 2L))
                        .code())
                .isEqualTo("telegram.not_owner");
        assertThat(rig.failure(WHERE, new Where(account, 2L)).code()).isEqualTo("telegram.not_owner");
    }

    @Test
    void what_nobody_holds_and_nobody_should_hold_is_not_held_for_a_question_and_taken_for_another() throws Exception {
        var node = asked(rig.node());
        UUID account = rig.signedIn(0, 1).get(0);
        Wait.until("it is held", () -> node.connected().size() == 1);
        Wait.on(rig.pg.query("UPDATE telegram_session SET state = 'stopped', owner = NULL, epoch = 5"));
        node.on(parts -> parts.sweep.run().mapEmpty());

        Failure refused = rig.failure(WHERE, new Where(account, null));
        assertThat(refused.code()).isEqualTo("account.stopped");
        assertThat(refused.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(rig.failure(WHERE, new Where(UUID.randomUUID(), null)).code())
                .isEqualTo("account.not_found");

        assertThat(rig.ask(TAKE, new Where(account, null)).epoch()).isEqualTo(6);
        assertThat(rig.held(node.owner())).isZero();
        assertThat(rig.ask(KEEP, new Where(account, null)).epoch()).isEqualTo(7);
        assertThat(rig.held(node.owner())).isOne();
        assertThat(rig.ask(KEEP, new Where(account, null)).epoch()).isEqualTo(7);
        assertThat(rig.ask(TAKE, new Where(account, null)).epoch()).isEqualTo(7);
        assertThat(rig.held(node.owner())).isZero();
    }

    @Test
    void the_summary_counts_accounts_by_state_and_nodes_by_what_they_hold() throws Exception {
        var node = rig.node();
        List<UUID> accounts = rig.signedIn(0, 5);
        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET state = 'banned', envelope = NULL WHERE account_id = $1",
                accounts.get(0)));
        Wait.on(rig.pg.query("""
                INSERT INTO telegram_flood (account_id, method, error, seconds, until)
                VALUES ($1, 'messages.sendMessage', 'FLOOD_WAIT', 60, now() + interval '1 minute')""", accounts.get(1)));
        Wait.until("they are connected", () -> node.connected().size() == 4);
        node.on(parts -> parts.nodes.tell());

        TelegramSummary summary = rig.ask(OwnershipOps.SUMMARY, new Summarize());
        assertThat(summary.states()).hasToString(summary.states().toString()).hasSize(3);
        assertThat(summary.accounts()).isEqualTo(5);
        assertThat(summary.held()).isEqualTo(4);
        assertThat(summary.waiting()).isZero();
        assertThat(summary.connected()).isEqualTo(4);
        assertThat(summary.floods()).isOne();
        TelegramNode told = rig.ask(OwnershipOps.NODES, new ListNodes()).items().get(0);
        assertThat(told.id()).isEqualTo(node.owner());
        assertThat(told.share()).isEqualTo(1.0);
        assertThat(told.floods()).isOne();
        assertThat(told.heapBytes()).isPositive();
    }

    private static TelegramRig.Node asked(TelegramRig.Node node) {
        node.on(parts -> Future.all(
                        parts.routing.serve(
                                WHERE,
                                MemberRole.VIEWER,
                                (session, ask, call) -> Future.succeededFuture(answer(node, session))),
                        parts.routing.serveOwning(
                                TAKE,
                                MemberRole.VIEWER,
                                "test",
                                (session, ask, call) ->
                                        Future.succeededFuture(Routing.Owned.release(answer(node, session)))),
                        parts.routing.serveOwning(
                                KEEP,
                                MemberRole.VIEWER,
                                "test",
                                (session, ask, call) ->
                                        Future.succeededFuture(Routing.Owned.keep(answer(node, session)))))
                .mapEmpty());
        return node;
    }

    private static Answer answer(TelegramRig.Node node, HeldSession session) {
        return new Answer(node.owner(), session.epoch());
    }

    private static long candidates() {
        return Wait.on(rig.pg.query(
                        "SELECT count(*) FROM telegram_node WHERE NOT leaving AND told_at > now() - interval '9 s'"))
                .iterator()
                .next()
                .getLong(0);
    }
}
