package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.dc.RawClient.Message;
import io.pult.support.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DuplicatedKeyTest {
    /** From here on a connection that says nothing does not use its key in parallel. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    @Test
    void a_key_used_from_two_living_connections_gets_406_on_both_and_is_removed_and_recorded() throws Exception {
        try (var ground = new Ground();
                var first = ground.client()) {
            long running = first.call(TestApi.call(TestApi.LATER, 0));
            first.await(Tl.MSGS_ACK);
            try (var second = new RawClient(ground.dc.port(), first.key)) {
                second.salt = first.salt;
                assertDuplicated(second.answer(second.call(TestApi.echo(815))));
                assertDuplicated(first.answer(running));
                assertDuplicated(first.answer(first.call(TestApi.echo(815))));
                assertThat(ground.api.echoed).doesNotContainKey(815L);
                assertThat(ground.dc.duplicates())
                        .containsExactly(new Duplicate(first.key.id(), first.port(), second.port()));
                assertThat(ground.dc.authKeys().knows(first.key.id())).isFalse();
                assertThat(ground.api.keysGone).containsExactly(first.key.id());
            }
            try (var third = new RawClient(ground.dc.port(), first.key)) {
                third.call(TestApi.echo(1));
                assertThat(third.nextRefusal()).isEqualTo(-404);
            }
        }
    }

    @Test
    void a_client_that_closes_and_connects_again_is_no_duplicate_on_any_loop() throws Exception {
        try (var ground = new Ground(options -> options.withLoops(3))) {
            var key = ground.newKey();
            RawClient client = ground.client(key);
            long session = client.session;
            for (int i = 0; i < 100; i++) {
                long salt = client.salt;
                int content = client.content;
                client.close();
                client = new RawClient(ground.dc.port(), key);
                client.session = session;
                client.salt = salt;
                client.content = content;
                client.answer(client.call(TestApi.echo(i)));
            }
            client.close();
            assertThat(ground.dc.duplicates()).isEmpty();
            assertThat(ground.dc.counts().superseded()).isZero();
            assertThat(ground.api.echoed.values())
                    .allSatisfy(count -> assertThat(count).hasValue(1));
        }
    }

    @Test
    void a_connection_that_the_data_centre_cut_is_not_living() throws Exception {
        try (var ground = new Ground();
                var first = ground.client()) {
            ground.dc.faults().on(first.port(), 1, Fault.RESET, 0);
            first.call(TestApi.echo(1));
            assertThat(first.ends()).isTrue();
            try (var second = ground.client(first.key)) {
                assertThat(second.answer(second.call(TestApi.echo(2)))).isNotNull();
            }
            assertThat(ground.dc.duplicates()).isEmpty();
        }
    }

    @Test
    void a_wrong_packet_with_the_id_of_a_key_does_not_take_it_from_its_holder() throws Exception {
        try (var ground = new Ground();
                var holder = ground.client();
                var stranger = new RawClient(ground.dc.port(), holder.key)) {
            byte[] packet = stranger.packet(stranger.id(), 1, TestApi.echo(1), 12, 20);
            packet[30] ^= 1;
            stranger.frame(packet);
            assertThat(stranger.nextRefusal()).isEqualTo(-404);
            assertThat(holder.answer(holder.call(TestApi.echo(1)))).isNotNull();
            Wait.until("the stranger is gone", () -> ground.dc.counts().open() == 1);
            assertThat(ground.dc.duplicates()).isEmpty();
        }
    }

    @Test
    void a_connection_that_was_silent_for_long_is_superseded_and_its_key_goes_on_with_the_next() throws Exception {
        try (var ground = new Ground(options -> options.withLoops(3));
                var frozen = ground.client()) {
            ground.clock.add(SILENCE);
            try (var next = ground.client(frozen.key)) {
                assertThat(next.answer(next.call(TestApi.echo(1)))).isNotNull();
                frozen.close();
                assertThat(next.answer(next.call(TestApi.echo(2)))).isNotNull();
            }
            assertThat(ground.dc.counts().superseded()).isEqualTo(1);
            assertThat(ground.dc.duplicates()).isEmpty();
            assertThat(ground.dc.authKeys().knows(frozen.key.id())).isTrue();
        }
    }

    @Test
    void how_long_a_key_was_without_a_connection_is_known_once_it_has_one_again() throws Exception {
        try (var ground = new Ground()) {
            var first = ground.client();
            assertThat(ground.dc.gaps()).isEmpty();
            first.close();
            Wait.until("it is gone", () -> ground.dc.counts().open() == 0);
            ground.clock.add(Duration.ofMinutes(1));
            assertThat(ground.dc.gaps()).isEmpty();

            try (var next = ground.client(first.key)) {
                next.answer(next.call(TestApi.echo(1)));
            }

            assertThat(ground.dc.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.authKeyId()).isEqualTo(first.key.id());
                assertThat(Duration.ofMillis(gap.backAt() - gap.leftAt()))
                        .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
            });
        }
    }

    @Test
    void a_superseded_connection_that_speaks_again_is_a_duplicate_however_long_the_next_was_silent() throws Exception {
        try (var ground = new Ground(options -> options.withLoops(3));
                var frozen = ground.client()) {
            ground.clock.add(SILENCE);
            try (var next = ground.client(frozen.key)) {
                ground.clock.add(SILENCE);

                assertDuplicated(frozen.answer(frozen.call(TestApi.echo(816))));

                assertDuplicated(next.answer(next.call(TestApi.echo(816))));
                assertThat(ground.api.echoed).doesNotContainKey(816L);
                assertThat(ground.dc.duplicates())
                        .containsExactly(new Duplicate(frozen.key.id(), frozen.port(), next.port()));
                assertThat(ground.dc.authKeys().knows(frozen.key.id())).isFalse();
            }
        }
    }

    @Test
    void a_superseded_connection_that_speaks_when_the_next_is_gone_is_a_duplicate_all_the_same() throws Exception {
        try (var ground = new Ground();
                var frozen = ground.client()) {
            ground.clock.add(SILENCE);
            var next = ground.client(frozen.key);
            next.close();
            Wait.until("the next is gone", () -> ground.dc.counts().open() == 1);

            assertDuplicated(frozen.answer(frozen.call(TestApi.echo(817))));

            assertThat(ground.dc.duplicates())
                    .containsExactly(new Duplicate(frozen.key.id(), frozen.port(), next.port()));
        }
    }

    private static void assertDuplicated(Message answer) {
        var result = answer.result();
        assertThat(result.int32()).isEqualTo(Tl.RPC_ERROR);
        assertThat(result.int32()).isEqualTo(406);
        assertThat(result.string()).isEqualTo("AUTH_KEY_DUPLICATED");
    }
}
