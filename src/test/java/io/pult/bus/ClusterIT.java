package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bus over two and three members, as processes on one machine would form it from the same cluster.xml. */
class ClusterIT {
    private static final Op<Nothing, Page<String>> WHERE =
            Op.page("test.where", Nothing.class, String.class).within(Duration.ofSeconds(20));
    private static final Op<Nothing, Nothing> ONCE =
            Op.of("test.once", Nothing.class, Nothing.class).within(Duration.ofSeconds(3));
    private static final byte[] KEY = "a test key, and it looks like it".getBytes(StandardCharsets.UTF_8);

    private final String name = UUID.randomUUID().toString();
    private final int port = freePort();
    private final List<Member> members = new ArrayList<>();
    private final Call call = Call.by(new Principal("user:alice", Set.of()), Duration.ofSeconds(20));

    private record Member(Vertx vertx, Cluster cluster, Bus bus) {}

    @AfterEach
    void close() {
        members.forEach(member -> member.vertx.close().await());
    }

    @Test
    void a_node_that_dies_while_asked_costs_an_idempotent_question_nothing() {
        Member asker = join("127.0.0.1");
        Member doomed = join("127.0.0.1");
        Promise<Void> asked = Promise.promise();
        doomed.bus
                .serve(WHERE, (nothing, by) -> {
                    asked.complete();
                    return Promise.<Page<String>>promise().future();
                })
                .await();
        Future<Page<String>> answer = asker.bus.ask(WHERE, Nothing.NOTHING, call);
        asked.future().timeout(10, TimeUnit.SECONDS).await();
        Member heir = join("127.0.0.1");
        heir.bus
                .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of("heir"), null)))
                .await();

        kill(doomed);

        assertThat(await(answer).items()).containsExactly("heir");
    }

    @Test
    void a_node_that_dies_while_asked_leaves_a_question_that_must_not_be_repeated_unanswered_and_says_so() {
        Member asker = join("127.0.0.1");
        Member doomed = join("127.0.0.1");
        Member heir = join("127.0.0.1");
        var repeated = new AtomicInteger();
        Promise<Void> asked = Promise.promise();
        doomed.bus
                .serve(ONCE, (nothing, by) -> {
                    asked.complete();
                    return Promise.<Nothing>promise().future();
                })
                .await();
        Future<Nothing> answer = asker.bus.ask(ONCE, Nothing.NOTHING, call);
        asked.future().timeout(10, TimeUnit.SECONDS).await();
        heir.bus
                .serve(ONCE, (nothing, by) -> {
                    repeated.incrementAndGet();
                    return Future.succeededFuture(Nothing.NOTHING);
                })
                .await();

        kill(doomed);

        assertThat(catchThrowableOfType(Failure.class, () -> await(answer)).code())
                .isEqualTo("bus.timeout");
        assertThat(repeated).hasValue(0);
    }

    @Test
    void a_handler_in_the_same_process_is_preferred_to_a_remote_one() {
        Member here = join("127.0.0.1");
        Member there = join("127.0.0.1");
        for (Member member : List.of(here, there)) {
            String id = member.bus.nodeId();
            member.bus
                    .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of(id), null)))
                    .await();
        }

        for (int i = 0; i < 20; i++) {
            assertThat(await(here.bus.ask(WHERE, Nothing.NOTHING, call)).items())
                    .containsExactly(here.bus.nodeId());
        }
    }

    @Test
    void a_withdrawn_node_is_chosen_no_more_but_still_answers_what_reaches_it() {
        Member asker = join("127.0.0.1");
        Member leaving = join("127.0.0.1");
        Member staying = join("127.0.0.1");
        for (Member member : List.of(leaving, staying)) {
            String id = member.bus.nodeId();
            member.bus
                    .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of(id), null)))
                    .await();
        }
        eventually(() -> where(asker).equals(leaving.bus.nodeId()));

        leaving.bus.withdrawShared().await();

        eventually(() -> Collections.nCopies(20, asker).stream()
                .allMatch(member -> where(member).equals(staying.bus.nodeId())));
        assertThat(where(leaving)).isEqualTo(leaving.bus.nodeId());
    }

    @Test
    void members_at_two_addresses_of_one_machine_find_each_other_from_the_same_cluster_xml() {
        Member first = join("127.0.0.1");
        Member second = join("127.0.0.2");

        assertThat(first.bus.nodes()).hasSize(2);
        assertThat(second.bus.nodes()).hasSize(2);
    }

    @Test
    void clusters_of_different_names_never_meet_on_one_machine() {
        Member ours = join("127.0.0.1");
        Cluster stranger =
                Cluster.member(new Cluster.Membership("another-" + name, "127.0.0.1", port, List.of("127.0.0.1")));
        Member theirs = build(stranger, "127.0.0.1");

        assertThat(ours.bus.nodes()).hasSize(1);
        assertThat(theirs.bus.nodes()).hasSize(1);
    }

    @Test
    void
            the_doctor_calls_a_peer_deaf_after_two_missed_pings_and_the_node_incurable_after_four_if_nobody_else_answers() {
        Member well = join("127.0.0.1");
        Member deaf = join("127.0.0.1");
        var doctor = new BusDoctor(well.bus);

        assertThat(doctor.round().await().deaf()).isEmpty();
        assertThat(doctor.round().await())
                .isEqualTo(new BusDoctor.Diagnosis(Set.of(deaf.bus.nodeId()), Set.of(), 0, false));
        doctor.round().await();
        assertThat(doctor.round().await().incurable()).isTrue();

        new BusDoctor(deaf.bus).start().await();
        eventually(() -> doctor.round().await().deaf().isEmpty());
    }

    @Test
    void a_guest_that_answers_nothing_is_no_peer_and_costs_nobody_a_restart() {
        Member node = join("127.0.0.1");
        Member guest = build(Cluster.guest(membership("127.0.0.1")), "127.0.0.1");
        eventually(() -> node.cluster.getNodes().size() == 2);
        var doctor = new BusDoctor(node.bus);

        for (int round = 0; round < 10; round++) {
            assertThat(doctor.round().await()).isEqualTo(new BusDoctor.Diagnosis(Set.of(), Set.of(), 0, false));
        }

        assertThat(node.bus.nodes()).containsExactly(node.bus.nodeId());
        assertThat(guest.bus.nodes()).containsExactly(node.bus.nodeId());
    }

    @Test
    void one_silent_node_of_three_ends_an_older_one_once_and_late_and_a_younger_one_never() {
        Member older = join("127.0.0.1");
        Member silent = join("127.0.0.1");
        Member younger = join("127.0.0.1");
        var doctors = List.of(new BusDoctor(older.bus), new BusDoctor(younger.bus));
        for (BusDoctor doctor : doctors) {
            doctor.start().await();
        }

        for (int round = 1; round <= 7; round++) {
            for (BusDoctor doctor : doctors) {
                assertThat(doctor.round().await().incurable())
                        .as("in round %d", round)
                        .isFalse();
            }
        }

        assertThat(doctors.get(0).round().await().incurable()).isTrue();
        BusDoctor.Diagnosis ofYounger = doctors.get(1).round().await();
        assertThat(ofYounger.incurable()).isFalse();
        assertThat(ofYounger.deaf()).containsExactly(silent.bus.nodeId());
    }

    @Test
    void the_doctor_puts_back_what_the_registry_has_lost_of_a_node_and_leaves_out_what_it_has_withdrawn() {
        Member asker = join("127.0.0.1");
        Member robbed = join("127.0.0.1");
        robbed.bus
                .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of("robbed"), null)))
                .await();
        robbed.bus
                .serve(ONCE, (nothing, by) -> Future.succeededFuture(Nothing.NOTHING))
                .await();
        asker.cluster.forget(Set.of(robbed.bus.nodeId()));
        assertThat(catchThrowableOfType(Failure.class, () -> where(asker)).code())
                .isEqualTo("bus.nobody_serves");
        var doctor = new BusDoctor(robbed.bus);

        assertThat(doctor.round().await().restored()).isPositive();

        eventually(() -> answers(asker, "robbed"));
        robbed.bus.withdrawShared().await();
        assertThat(doctor.round().await().restored()).isZero();
    }

    /** In {@code make check}: two halves look for each other every ten seconds. */
    @Test
    @Tag("check")
    void a_node_that_was_left_alone_finds_the_others_when_they_have_started_without_it() {
        var known = List.of("127.0.0.1");
        Member lonely = build(Cluster.member(new Cluster.Membership(name, "127.0.0.2", port, known)), "127.0.0.2");
        List<Member> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(build(Cluster.member(new Cluster.Membership(name, "127.0.0.1", port, known)), "127.0.0.1"));
        }
        others.get(0)
                .bus
                .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of("others"), null)))
                .await();
        assertThat(others.get(0).bus.nodes()).as("they know nothing of it").hasSize(2);

        eventually(60, () -> lonely.bus.nodes().size() == 3);
        eventually(() -> answers(lonely, "others"));
    }

    @Test
    void the_doctor_takes_a_node_that_is_gone_out_of_the_registry_that_still_names_it() {
        Member well = join("127.0.0.1");
        Member peer = join("127.0.0.1");
        peer.bus
                .serve(WHERE, (nothing, by) -> Future.succeededFuture(new Page<>(List.of("peer"), null)))
                .await();
        Promise<Void> added = Promise.promise();
        peer.cluster.addRegistration(WHERE.id(), new RegistrationInfo("ghost", 1, false), added);
        added.future().await();
        var doctor = new BusDoctor(well.bus);

        assertThat(doctor.round().await().forgotten()).isEmpty();
        assertThat(doctor.round().await().forgotten()).containsExactly("ghost");

        assertThat(doctor.round().await().forgotten()).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(where(well)).isEqualTo("peer");
        }
    }

    private String where(Member member) {
        return await(member.bus.ask(WHERE, Nothing.NOTHING, call)).items().get(0);
    }

    private boolean answers(Member member, String answer) {
        return member.bus
                .ask(WHERE.within(Duration.ofSeconds(2)), Nothing.NOTHING, call)
                .map(page -> page.items().contains(answer))
                .otherwise(false)
                .await();
    }

    private Member join(String host) {
        return build(Cluster.member(membership(host)), host);
    }

    private Cluster.Membership membership(String host) {
        return new Cluster.Membership(name, host, port, List.of("127.0.0.1", "127.0.0.2"));
    }

    private Member build(Cluster cluster, String host) {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(host)))
                .withClusterManager(cluster)
                .buildClustered()
                .await();
        Seal seal = new HmacSeal("k1", Map.of("k1", KEY), InstantSource.system());
        var member = new Member(vertx, cluster, new Bus(vertx, seal, (op, who) -> true, cluster));
        members.add(member);
        return member;
    }

    /** Out of the membership without a word, as by kill -9. */
    private void kill(Member member) {
        member.cluster.getHazelcastInstance().getLifecycleService().terminate();
    }

    private static <T> T await(Future<T> future) {
        return future.await();
    }

    private static void eventually(BooleanSupplier condition) {
        eventually(20, condition);
    }

    private static void eventually(int seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("waited %d s for a condition", seconds)
                    .isLessThan(deadline);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
