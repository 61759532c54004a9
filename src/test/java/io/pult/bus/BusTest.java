package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each way in which a question between concerns can go wrong, and what the asker then hears. */
class BusTest {
    record Greet(String name, @Nullable Integer times) {}

    record Greeting(String text) {}

    /** A reply that JSON cannot hold. */
    record Unwritable(Object self) {}

    record RowShown(String text, long version) implements Versioned {}

    private static final Op<Greet, Greeting> GREET =
            Op.of("test.greet", Greet.class, Greeting.class).within(Duration.ofMillis(800));
    private static final byte[] KEY = "a test key, and it looks like it".getBytes(StandardCharsets.UTF_8);

    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> java.time.Instant.ofEpochMilli(wall.get());
    private final Seal seal = new HmacSeal("k1", Map.of("k1", KEY), clock);
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, seal, (op, who) -> true, null);
    private final Principal alice = new Principal("user:alice", Set.of("ADMIN"));
    private final Call call = Call.by(alice, Duration.ofSeconds(5));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_handler_that_throws_answers_internal_and_keeps_its_reason_to_itself() {
        serve((request, by) -> {
            throw new IllegalStateException("the password is swordfish");
        });

        Failure failure = failureOf(bus.ask(GREET, new Greet("Ada", null), call));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.INTERNAL);
        assertThat(failure.text()).contains(call.requestId()).doesNotContain("swordfish");
    }

    @Test
    void a_failure_of_a_handler_arrives_with_its_code_and_details() {
        serve((request, by) -> Future.failedFuture(
                Failure.tooMany("greet.tired", "Later", Duration.ofSeconds(3)).with("greeted", 12)));

        Failure failure = failureOf(bus.ask(GREET, new Greet("Ada", null), call));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.TOO_MANY);
        assertThat(failure.code()).isEqualTo("greet.tired");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(failure.details()).containsEntry("greeted", 12);
    }

    @Test
    void a_handler_that_answers_null_answers_internal_instead_of_nothing() {
        serve((request, by) -> Future.succeededFuture(null));

        assertThat(failureOf(bus.ask(GREET, new Greet("Ada", null), call)).kind())
                .isEqualTo(Failure.Kind.INTERNAL);
    }

    @Test
    void a_reply_that_does_not_encode_answers_internal() {
        var op = Op.of("test.unwritable", Greet.class, Unwritable.class);
        bus.serve(op, (request, by) -> Future.succeededFuture(new Unwritable(new Object())))
                .await();

        assertThat(failureOf(bus.ask(op, new Greet("Ada", null), call)).kind()).isEqualTo(Failure.Kind.INTERNAL);
    }

    @Test
    void a_body_that_does_not_decode_is_refused_with_the_place_and_without_the_value() {
        serve((request, by) -> Future.succeededFuture(new Greeting("never")));

        Failure failure = failureOf(bus.forward(GREET, Buffer.buffer("{\"name\":{\"secret\":\"swordfish\"}}"), call));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.code()).isEqualTo("request.wrong_type");
        assertThat(failure.details()).containsEntry("pointer", "/name");
        assertThat(failure.text()).doesNotContain("swordfish");
    }

    @Test
    void a_body_that_is_no_json_is_refused_as_malformed() {
        serve((request, by) -> Future.succeededFuture(new Greeting("never")));

        assertThat(failureOf(bus.forward(GREET, Buffer.buffer("{\"name\":"), call))
                        .code())
                .isEqualTo("request.malformed");
    }

    @Test
    void nobody_serves_is_unavailable_at_once() {
        Failure failure = failureOf(bus.ask(GREET, new Greet("Ada", null), call));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("bus.nobody_serves");
        assertThat(failure.retryAfter()).isNotNull();
    }

    @Test
    void a_spent_budget_is_a_timeout_and_the_question_is_not_put() {
        List<Greet> heard = Collections.synchronizedList(new ArrayList<>());
        serve((request, by) -> {
            heard.add(request);
            return Future.succeededFuture(new Greeting("never"));
        });

        Failure failure = failureOf(bus.ask(GREET, new Greet("Ada", null), Call.by(alice, Duration.ZERO)));

        assertThat(failure.code()).isEqualTo("bus.budget_spent");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_question_whose_budget_is_gone_on_arrival_is_refused_by_the_answering_side() {
        serve((request, by) -> Future.succeededFuture(new Greeting("never")));

        assertThat(raw(Map.of("x-principal", seal.over(alice), "x-budget-ms", "0"))
                        .code())
                .isEqualTo("bus.budget_spent");
    }

    @Test
    void a_handler_that_never_answers_is_a_timeout_after_the_ops_own_limit() {
        serve((request, by) -> Promise.<Greeting>promise().future());

        assertThat(failureOf(bus.ask(GREET, new Greet("Ada", null), call)).code())
                .isEqualTo("bus.timeout");
    }

    @Test
    void the_callee_sees_the_askers_remaining_time_and_not_the_ops_full_limit() {
        var seen = new CompletableFuture<Duration>();
        serve((request, by) -> {
            seen.complete(by.remaining());
            return Future.succeededFuture(new Greeting("hi"));
        });

        bus.ask(GREET, new Greet("Ada", null), Call.by(alice, Duration.ofMillis(300)))
                .await();

        assertThat(seen.join()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_forged_principal_is_refused_before_the_handler() {
        serve((request, by) -> Future.succeededFuture(new Greeting("never")));
        Seal foreign = new HmacSeal("k1", Map.of("k1", new byte[32]), clock);

        assertThat(raw(Map.of("x-principal", foreign.over(alice), "x-budget-ms", "500"))
                        .code())
                .isEqualTo("principal.forged");
        assertThat(raw(Map.of("x-principal", "k1.e30.AAAA", "x-budget-ms", "500"))
                        .code())
                .isEqualTo("principal.forged");
        assertThat(raw(Map.of("x-principal", "{\"subject\":\"user:root\"}", "x-budget-ms", "500"))
                        .code())
                .isEqualTo("principal.forged");
    }

    @Test
    void a_principal_whose_seal_is_too_old_is_refused_even_when_it_was_seen_before() {
        serve((request, by) -> Future.succeededFuture(new Greeting("hi")));
        String old = seal.over(alice);
        seal.open(old);
        wall.addAndGet(HmacSeal.LIFE.toMillis() + 1);

        assertThat(raw(Map.of("x-principal", old, "x-budget-ms", "500")).code()).isEqualTo("principal.expired");
    }

    @Test
    void who_shows_no_seal_is_anonymous_and_gets_what_is_open_to_all() {
        var open = new Bus(vertx, seal, (op, who) -> !who.anonymous(), null);
        open.serve(GREET, (request, by) -> Future.succeededFuture(new Greeting("hi")))
                .await();

        assertThat(raw(Map.of("x-budget-ms", "500")).code()).isEqualTo("access.unauthenticated");
    }

    @Test
    void who_lacks_the_right_is_refused_where_the_question_is_answered() {
        var guarded = new Bus(vertx, seal, (op, who) -> who.holdsAny(Set.of("test:admin")), null);
        guarded.serve(GREET, (request, by) -> Future.succeededFuture(new Greeting("never")))
                .await();

        assertThat(failureOf(bus.ask(GREET, new Greet("Ada", null), call)).code())
                .isEqualTo("access.forbidden");
    }

    @Test
    void an_older_node_answers_a_newer_one_as_long_as_the_new_field_is_not_used() {
        serve((request, by) -> Future.succeededFuture(new Greeting("hi " + request.name())));

        Reply reply =
                bus.forward(GREET, Buffer.buffer("{\"name\":\"Ada\"}"), call).await();
        Failure failure = failureOf(bus.forward(GREET, Buffer.buffer("{\"name\":\"Ada\",\"tone\":\"warm\"}"), call));

        assertThat(reply.body().toString()).isEqualTo("{\"text\":\"hi Ada\"}");
        assertThat(failure.code()).isEqualTo("request.unknown_field");
        assertThat(failure.details()).containsEntry("pointer", "/tone");
    }

    @Test
    void an_older_asker_passes_over_what_a_newer_node_adds_to_its_answer() {
        record Newer(String text, String mood) {}
        bus.serve(
                        Op.of("test.greet", Greet.class, Newer.class),
                        (request, by) -> Future.succeededFuture(new Newer("hi", "sunny")))
                .await();

        assertThat(bus.ask(GREET, new Greet("Ada", null), call).await()).isEqualTo(new Greeting("hi"));
    }

    @Test
    void the_version_of_a_row_travels_beside_the_answer() {
        var op = Op.of("test.row", Greet.class, RowShown.class);
        bus.serve(op, (request, by) -> Future.succeededFuture(new RowShown("hi", 7)))
                .await();

        assertThat(bus.forward(op, Buffer.buffer("{\"name\":\"Ada\"}"), call)
                        .await()
                        .version())
                .isEqualTo("7");
    }

    @Test
    void an_event_reaches_every_listener_and_one_instance_of_each_actor() throws Exception {
        var topic = Topic.of("test.greeted", Greeting.class).actedOnBy("clerk");
        List<String> everywhere = Collections.synchronizedList(new ArrayList<>());
        List<String> once = Collections.synchronizedList(new ArrayList<>());
        bus.onEvery(topic, event -> everywhere.add(event.body().text())).await();
        bus.onEvery(topic, event -> everywhere.add(event.body().text())).await();
        bus.onOne(topic, "clerk", event -> once.add(event.id())).await();
        bus.onOne(topic, "clerk", event -> once.add(event.id())).await();

        bus.publish(topic, new Greeting("hi"));

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while ((everywhere.size() < 2 || once.isEmpty()) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(everywhere).containsExactly("hi", "hi");
        assertThat(once).hasSize(1);
    }

    @Test
    void a_listener_that_throws_does_not_keep_the_others_from_hearing() {
        var topic = Topic.of("test.greeted", Greeting.class);
        var heard = new CompletableFuture<String>();
        bus.onEvery(topic, event -> {
                    throw new IllegalStateException("deaf");
                })
                .await();
        bus.onEvery(topic, event -> heard.complete(event.body().text())).await();

        bus.publish(topic, new Greeting("hi"));

        assertThat(heard.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("hi");
    }

    @Test
    void a_concern_cannot_act_on_a_topic_that_does_not_name_it() {
        var topic = Topic.of("test.greeted", Greeting.class).actedOnBy("clerk");

        var refused =
                catchThrowableOfType(IllegalArgumentException.class, () -> bus.onOne(topic, "stranger", event -> {}));

        assertThat(refused).hasMessageContaining("stranger");
    }

    private void serve(Handler<Greet, Greeting> handler) {
        bus.serve(GREET, handler).await();
    }

    /** A message with headers of the test's own making, as a stranger on the bus port would send it. */
    private Failure raw(Map<String, String> headers) {
        var options = new DeliveryOptions().setSendTimeout(2_000);
        headers.forEach(options::addHeader);
        var refused = catchThrowableOfType(
                ReplyException.class,
                () -> vertx.eventBus()
                        .request(GREET.id(), Buffer.buffer("{\"name\":\"Ada\"}"), options)
                        .await());
        return FailureWire.read(refused);
    }

    private static Failure failureOf(Future<?> future) {
        return catchThrowableOfType(Failure.class, future::await);
    }
}
