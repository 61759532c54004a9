package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.HmacSeal;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {
    record Fact(String text) {}

    private static final Op<Fact, Nothing> REMEMBER = Op.of("~test.remember", Fact.class, Nothing.class);

    private final Loop loop = new Loop();
    private final Outbox outbox = new Outbox();
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private Pg pg;
    private Bus bus;

    @BeforeEach
    void open() {
        var settings = PgSettings.of(TestStores.migrated().toString());
        pg = loop.make(() -> Pg.open(loop.vertx, settings));
        bus = new Bus(
                loop.vertx,
                new HmacSeal("k", Map.of("k", new byte[32]), InstantSource.system()),
                (op, who) -> who.system(),
                null);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void an_act_that_is_rolled_back_is_never_told() {
        serve();
        var woken = new AtomicInteger();
        outbox.onPut(woken::incrementAndGet);

        Wait.failureOf(loop.start(() -> pg.tx(
                tx -> outbox.put(tx, REMEMBER, new Fact("it")).compose(id -> Future.failedFuture("the act fails")))));
        round(relay());

        assertThat(heard).isEmpty();
        assertThat(count()).isEqualTo(new OutboxStore.Count(0, 0));
        assertThat(woken).hasValue(0);
    }

    @Test
    void a_receiver_that_is_away_gets_it_when_it_is_back() throws Exception {
        UUID id = put("it");
        OutboxRelay relay = relay();
        round(relay);
        Wait.until("the failure is noted", () -> errors().equals(List.of("bus.nobody_serves")));

        serve();
        // The wait before the next try is some seconds: the row is made due instead.
        due();
        round(relay);

        Wait.until("it is acknowledged", () -> count().equals(new OutboxStore.Count(0, 0)));
        assertThat(heard).containsExactly("it");
        assertThat(calls.get(0).idempotencyKey()).isEqualTo(id.toString());
        assertThat(calls.get(0).principal().system()).isTrue();
    }

    @Test
    void a_relay_that_dies_between_delivery_and_acknowledgement_leads_to_a_second_delivery_with_the_same_id_and_asker()
            throws Exception {
        UUID id = put("it");
        Promise<Nothing> answer = Promise.promise();
        loop.on(() -> bus.serve(REMEMBER, (fact, call) -> {
            calls.add(call);
            return calls.size() == 1 ? answer.future() : Future.succeededFuture(Nothing.NOTHING);
        }));
        round(relay());
        Wait.until("it is delivered", () -> calls.size() == 1);
        round(relay());
        assertThat(calls).as("held by the first relay").hasSize(1);

        due();
        round(relay());

        Wait.until("it is delivered again", () -> calls.size() == 2);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.idempotencyKey()).isEqualTo(id.toString());
            assertThat(call.principal()).isEqualTo(calls.get(0).principal());
        });
        answer.complete(Nothing.NOTHING);
        Wait.until("it is acknowledged", () -> count().equals(new OutboxStore.Count(0, 0)));
    }

    @Test
    void a_row_that_its_receiver_will_never_take_is_parked_and_blocks_nobody() throws Exception {
        loop.on(() -> bus.serve(REMEMBER, (fact, call) -> {
            if (fact.text().equals("poison")) {
                throw Failure.invalid("fact.poisonous", "Not this one");
            }
            heard.add(fact.text());
            return Future.succeededFuture(Nothing.NOTHING);
        }));
        put("poison");
        put("it");
        OutboxRelay relay = relay();
        round(relay);

        Wait.until("one is parked and the other told", () -> count().equals(new OutboxStore.Count(0, 1)));
        due();
        round(relay);

        assertThat(heard).containsExactly("it");
        assertThat(errors()).containsExactly("fact.poisonous");
    }

    @Test
    void a_slow_receiver_holds_up_nobody_else() throws Exception {
        loop.on(() -> bus.serve(REMEMBER, (fact, call) -> {
            heard.add(fact.text());
            return fact.text().equals("slow")
                    ? Promise.<Nothing>promise().future()
                    : Future.succeededFuture(Nothing.NOTHING);
        }));
        OutboxRelay relay = relay();
        put("slow");
        round(relay);
        put("it");
        round(relay);

        Wait.until("the other is told", () -> heard.contains("it"));
    }

    @Test
    void more_rows_than_fit_at_once_are_all_told_without_waiting_for_the_next_look() throws Exception {
        serve();
        for (int i = 0; i < 170; i++) {
            put("fact " + i);
        }
        OutboxRelay relay = relay();
        relay.onRoom(() -> relay.round());
        round(relay);

        Wait.until("all are acknowledged", () -> count().equals(new OutboxStore.Count(0, 0)));
        assertThat(heard).hasSize(170).doesNotHaveDuplicates();
    }

    @Test
    void two_relays_never_take_the_same_row() throws Exception {
        serve();
        for (int i = 0; i < 60; i++) {
            put("fact " + i);
        }
        OutboxRelay one = relay();
        OutboxRelay two = relay();
        Wait.on(Future.all(loop.start(one::round), loop.start(two::round)));

        Wait.until("all are acknowledged", () -> count().equals(new OutboxStore.Count(0, 0)));
        assertThat(heard).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void a_put_wakes_the_relay_after_the_commit_and_not_before() {
        Promise<OutboxStore.Count> seen = Promise.promise();
        outbox.onPut(() -> new OutboxStore(pg).count().onComplete(seen));

        put("it");

        assertThat(Wait.on(seen.future())).isEqualTo(new OutboxStore.Count(1, 0));
    }

    @Test
    void a_stop_waits_for_what_is_on_its_way_and_takes_nothing_new() throws Exception {
        Promise<Nothing> answer = Promise.promise();
        loop.on(() -> bus.serve(REMEMBER, (fact, call) -> {
            heard.add(fact.text());
            return answer.future();
        }));
        put("it");
        OutboxRelay relay = relay();
        round(relay);
        Wait.until("it is on its way", () -> heard.size() == 1);

        Future<Void> stopped = loop.start(relay::stop);
        put("late");
        round(relay);
        assertThat(stopped.isComplete()).isFalse();
        answer.complete(Nothing.NOTHING);

        Wait.on(stopped);
        assertThat(heard).containsExactly("it");
        assertThat(count()).isEqualTo(new OutboxStore.Count(1, 0));
    }

    private void serve() {
        loop.on(() -> bus.serve(REMEMBER, (fact, call) -> {
            heard.add(fact.text());
            calls.add(call);
            return Future.succeededFuture(Nothing.NOTHING);
        }));
    }

    private UUID put(String text) {
        return loop.on(() -> pg.tx(tx -> outbox.put(tx, REMEMBER, new Fact(text))));
    }

    private OutboxRelay relay() {
        return new OutboxRelay(new OutboxStore(pg), bus);
    }

    private void round(OutboxRelay relay) {
        loop.on(relay::round);
    }

    private void due() {
        loop.on(() -> pg.query("UPDATE outbox SET next_at = now()"));
    }

    private OutboxStore.Count count() {
        return loop.on(() -> new OutboxStore(pg).count());
    }

    /** Codes of the last errors, in the order of the rows. */
    private List<String> errors() {
        return loop.on(
                () -> pg.list(
                        row -> row.getString("code"),
                        "SELECT split_part(last_error, ':', 1) AS code FROM outbox WHERE last_error IS NOT NULL ORDER BY created_at"));
    }
}
