package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    record Order(String what, Map<String, String> options) {}

    record Receipt(int number) {}

    private static final Op<Order, Receipt> BUY = Op.of("shop.buy", Order.class, Receipt.class);
    private static final Order TEA = new Order("tea", Map.of());

    private final Loop loop = new Loop();
    private final AtomicInteger acts = new AtomicInteger();
    private Pg pg;
    private Idempotency idempotency;

    @BeforeEach
    void open() {
        var settings = PgSettings.of(TestStores.migrated().toString());
        pg = loop.make(() -> Pg.open(loop.vertx, settings));
        idempotency = new Idempotency(loop.vertx, pg);
        loop.on(() -> pg.query("CREATE TABLE bought (what text)"));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void of_two_at_once_the_second_is_told_that_the_first_is_at_work() throws Exception {
        Promise<Void> pay = Promise.promise();
        Future<Receipt> first = loop.start(() -> idempotency.once(by("alice", "k"), BUY, TEA, tx -> {
            acts.incrementAndGet();
            return pay.future().map(new Receipt(1));
        }));
        Wait.until("the first is at work", () -> acts.get() == 1);

        refused(Failure.Kind.CONFLICT, "idempotency.in_progress", loop.start(() -> once(by("alice", "k"), TEA)));

        pay.complete();
        assertThat(Wait.on(first)).isEqualTo(new Receipt(1));
        assertThat(loop.on(() -> once(by("alice", "k"), TEA))).isEqualTo(new Receipt(1));
        assertThat(acts).hasValue(1);
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        loop.on(() -> once(by("alice", "k"), TEA));

        refused(
                Failure.Kind.UNPROCESSABLE,
                "idempotency.key_reused",
                loop.start(() -> once(by("alice", "k"), new Order("coffee", Map.of()))));
        assertThat(bought()).containsExactly("tea");
    }

    @Test
    void a_failed_act_leaves_neither_effect_nor_answer_and_may_be_tried_again() {
        Future<Receipt> failed = loop.start(() -> idempotency.once(
                by("alice", "k"),
                BUY,
                TEA,
                tx -> buy(tx, TEA).compose(receipt -> Future.failedFuture(Failure.conflict("shop.closed", "Closed")))));
        refused(Failure.Kind.CONFLICT, "shop.closed", failed);
        assertThat(bought()).isEmpty();

        loop.on(() -> once(by("alice", "k"), TEA));

        assertThat(bought()).containsExactly("tea");
    }

    @Test
    void the_same_key_gets_the_same_answer_and_it_is_marked_as_said_before() {
        Receipt first = loop.on(() -> once(by("alice", "k"), TEA));
        Call again = by("alice", "k");

        assertThat(loop.on(() -> once(again, TEA))).isEqualTo(first);

        assertThat(bought()).containsExactly("tea");
        assertThat(again.notes()).extracting("replayed").isEqualTo(true);
    }

    @Test
    void a_key_belongs_to_its_asker_and_its_op() {
        loop.on(() -> once(by("alice", "k"), TEA));
        loop.on(() -> once(by("bob", "k"), TEA));
        loop.on(() -> idempotency.once(
                by("alice", "k"), Op.of("shop.order", Order.class, Receipt.class), TEA, tx -> buy(tx, TEA)));

        assertThat(bought()).hasSize(3);
    }

    @Test
    void strangers_do_not_share_keys() {
        Call anonymous = new Call(Principal.ANONYMOUS, "r", soon(), null, Locale.ENGLISH, "k");
        loop.on(() -> once(anonymous, TEA));
        loop.on(() -> once(anonymous, TEA));

        assertThat(bought()).hasSize(2);
    }

    @Test
    void without_a_key_the_act_is_simply_done() {
        loop.on(() -> once(by("alice", null), TEA));
        loop.on(() -> once(by("alice", null), TEA));

        assertThat(bought()).hasSize(2);
    }

    @Test
    void the_order_of_fields_in_a_map_is_not_part_of_the_request() {
        var one = new LinkedHashMap<String, String>();
        one.put("milk", "no");
        one.put("sugar", "two");
        var other = new LinkedHashMap<String, String>();
        other.put("sugar", "two");
        other.put("milk", "no");

        Receipt first = loop.on(() -> once(by("alice", "k"), new Order("tea", one)));

        assertThat(loop.on(() -> once(by("alice", "k"), new Order("tea", other))))
                .isEqualTo(first);
    }

    @Test
    void a_key_of_yesterday_is_a_new_one_also_before_it_is_swept() {
        loop.on(() -> once(by("alice", "k"), TEA));
        loop.on(() -> pg.query("UPDATE idempotency SET created_at = now() - interval '25 hours'"));

        loop.on(() -> once(by("alice", "k"), new Order("coffee", Map.of())));

        assertThat(bought()).containsExactly("coffee", "tea");
    }

    @Test
    void a_sweep_takes_what_is_too_old_and_nothing_else() {
        loop.on(() -> once(by("alice", "old"), TEA));
        loop.on(() -> pg.query("UPDATE idempotency SET created_at = now() - interval '25 hours'"));
        loop.on(() -> once(by("alice", "new"), TEA));

        assertThat(loop.on(() -> new IdempotencyStore(pg).sweep())).isFalse();

        assertThat(loop.on(() -> pg.list(row -> row.getString("key"), "SELECT key FROM idempotency ORDER BY 1")))
                .containsExactly("new");
    }

    @Test
    void the_request_is_not_stored() {
        loop.on(() -> once(by("alice", "k"), new Order("a-secret-recipe", Map.of())));

        assertThat(loop.on(() -> pg.list(row -> row.getString("all"), "SELECT i::text AS all FROM idempotency i")))
                .singleElement()
                .asString()
                .doesNotContain("a-secret-recipe");
    }

    @Test
    void a_key_that_cannot_be_stored_is_invalid() {
        for (String key : List.of("", " ", "x".repeat(256), "a\0b")) {
            refused(Failure.Kind.INVALID, "idempotency.key_invalid", loop.start(() -> once(by("alice", key), TEA)));
        }
    }

    @Test
    void an_effect_outside_whose_node_died_is_not_repeated_and_not_denied() {
        // Never completes, like everything on a node that died.
        loop.start(() -> idempotency.onceOutside(
                by("alice", "k"), BUY, TEA, () -> Promise.<Receipt>promise().future()));
        refused(
                Failure.Kind.CONFLICT,
                "idempotency.in_progress",
                loop.start(() -> waitForClaim().compose(claimed -> outside(by("alice", "k")))));

        loop.on(() -> pg.query("UPDATE idempotency SET claimed_until = now()"));

        refused(Failure.Kind.CONFLICT, "idempotency.outcome_unknown", loop.start(() -> outside(by("alice", "k"))));
        assertThat(acts).hasValue(0);
    }

    @Test
    void an_effect_outside_that_timed_out_is_not_repeated() {
        refused(
                Failure.Kind.TIMEOUT,
                "bus.timeout",
                loop.start(() -> idempotency.onceOutside(
                        by("alice", "k"),
                        BUY,
                        TEA,
                        () -> Future.failedFuture(Failure.timeout("bus.timeout", "No answer")))));

        refused(Failure.Kind.CONFLICT, "idempotency.outcome_unknown", loop.start(() -> outside(by("alice", "k"))));
    }

    @Test
    void an_effect_outside_that_was_certainly_refused_is_refused_again_without_being_tried() {
        Failure no = Failure.upstream("shop.refused", "The shop says \0 no").with("error_code", 15);
        for (int i = 0; i < 2; i++) {
            Future<Receipt> answer = loop.start(() -> idempotency.onceOutside(
                    by("alice", "k"),
                    BUY,
                    TEA,
                    () -> act().compose(receipt -> Future.failedFuture(no)),
                    failure -> failure.is("shop.refused")));
            assertThat(Wait.failureOf(answer)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(Failure.Kind.UPSTREAM);
                assertThat(failure.code()).isEqualTo("shop.refused");
                assertThat(failure.text()).isEqualTo(no.text());
                assertThat(failure.details()).isEqualTo(no.details());
            });
        }
        assertThat(acts).hasValue(1);

        refused(
                Failure.Kind.UNPROCESSABLE,
                "idempotency.key_reused",
                loop.start(() ->
                        idempotency.onceOutside(by("alice", "k"), BUY, new Order("coffee", Map.of()), this::act)));
        loop.on(() -> pg.query("UPDATE idempotency SET created_at = now() - interval '25 hours'"));
        assertThat(loop.on(() -> outside(by("alice", "k")))).isEqualTo(new Receipt(2));
        assertThat(loop.on(() -> outside(by("alice", "k"))))
                .as("nothing is left of the refusal")
                .isEqualTo(new Receipt(2));
    }

    @Test
    void an_effect_outside_that_was_refused_may_be_tried_again() {
        refused(
                Failure.Kind.UNAVAILABLE,
                "shop.away",
                loop.start(() -> idempotency.onceOutside(
                        by("alice", "k"),
                        BUY,
                        TEA,
                        () -> Future.failedFuture(Failure.unavailable("shop.away", "Away", Duration.ofSeconds(1))))));

        assertThat(loop.on(() -> outside(by("alice", "k")))).isEqualTo(new Receipt(1));
    }

    @Test
    void an_effect_outside_happens_once_and_its_answer_is_repeated() {
        assertThat(loop.on(() -> outside(by("alice", "k")))).isEqualTo(new Receipt(1));
        assertThat(loop.on(() -> outside(by("alice", "k")))).isEqualTo(new Receipt(1));

        refused(
                Failure.Kind.UNPROCESSABLE,
                "idempotency.key_reused",
                loop.start(() ->
                        idempotency.onceOutside(by("alice", "k"), BUY, new Order("coffee", Map.of()), this::act)));
        assertThat(acts).hasValue(1);
    }

    private Future<Void> waitForClaim() {
        return pg.query("SELECT 1 FROM idempotency")
                .compose(rows -> rows.size() == 1 ? Future.succeededFuture() : waitForClaim());
    }

    private Future<Receipt> outside(Call call) {
        return idempotency.onceOutside(call, BUY, TEA, this::act);
    }

    private Future<Receipt> act() {
        return Future.succeededFuture(new Receipt(acts.incrementAndGet()));
    }

    private Future<Receipt> once(Call call, Order order) {
        return idempotency.once(call, BUY, order, tx -> buy(tx, order));
    }

    private static Future<Receipt> buy(Sql tx, Order order) {
        return tx.query("INSERT INTO bought (what) VALUES ($1)", order.what())
                .compose(done -> tx.one(
                        row -> new Receipt(row.getInteger("n")),
                        IllegalStateException::new,
                        "SELECT count(*)::int AS n FROM bought"));
    }

    private List<String> bought() {
        return loop.on(() -> pg.list(row -> row.getString("what"), "SELECT what FROM bought ORDER BY 1"));
    }

    private static Call by(String subject, String key) {
        return new Call(new Principal("user:" + subject, Set.of()), "r", soon(), null, Locale.ENGLISH, key);
    }

    private static long soon() {
        return System.nanoTime() + Duration.ofSeconds(10).toNanos();
    }

    private static void refused(Failure.Kind kind, String code, Future<?> future) {
        assertThat(Wait.failureOf(future)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.kind()).isEqualTo(kind);
        });
    }
}
