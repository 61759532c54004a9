package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final long NOW = 1_763_700_000_123L;

    private static long serverId(long millis) {
        return millis / 1_000 << 32 | 1;
    }

    @Test
    void ids_grow_however_the_clock_jumps_and_are_divisible_by_four() {
        var chance = new Chance();
        var ids = new MessageIds(0);
        long[] state = {NOW, 0};
        chance.check(10_000, () -> {
            state[0] += chance.of(-3_600_000, -1_000, 0, 0, 0, 1, 7, 500, 86_400_000);
            long id = ids.next(state[0]);
            assertThat(id).isGreaterThan(state[1]);
            assertThat(id & 3).isZero();
            state[1] = id;
        });
    }

    @Test
    void an_id_is_the_servers_time_in_its_upper_half() {
        var ids = new MessageIds(-5_000);
        assertThat(ids.next(NOW) >> 32).isEqualTo((NOW - 5_000) / 1_000);
        assertThat(MessageIds.toMillis(ids.next(NOW + 250))).isBetween(NOW - 5_000 + 249, NOW - 5_000 + 250);
    }

    @Test
    void a_step_of_ntp_does_not_move_the_time_that_ids_are_made_of() {
        // The wall clock is asked once: whatever it says later cannot matter.
        var nanos = new AtomicLong(Long.MAX_VALUE - 1);
        Ticks ticks = Ticks.of(nanos::get, NOW);
        assertThat(ticks.millis()).isEqualTo(NOW);
        nanos.addAndGet(1_500_000_000L);
        assertThat(ticks.millis()).isEqualTo(NOW + 1_500);
    }

    @Test
    void only_content_is_counted_and_odd() {
        var ids = new MessageIds(0);
        assertThat(new int[] {
                    ids.sequence(false),
                    ids.sequence(true),
                    ids.sequence(true),
                    ids.sequence(false),
                    ids.sequence(false),
                    ids.sequence(true)
                })
                .containsExactly(0, 1, 3, 4, 4, 5);
        ids.restart();
        assertThat(ids.sequence(true)).isEqualTo(1);
    }

    @Test
    void what_is_heard_moves_the_difference_up_only() {
        var ids = new MessageIds(0);
        ids.heard(serverId(NOW + 90_000), NOW);
        assertThat(ids.difference()).isBetween(88_000L, 90_000L);
        ids.heard(serverId(NOW - 90_000), NOW);
        assertThat(ids.difference()).isBetween(88_000L, 90_000L);
    }

    @Test
    void a_correction_goes_either_way_and_a_new_session_may_count_from_an_earlier_time() {
        var ids = new MessageIds(3_600_000);
        long ahead = ids.next(NOW);
        ids.correct(serverId(NOW), NOW);
        assertThat(ids.next(NOW)).isEqualTo(ahead + 4);
        ids.restart();
        assertThat(ids.next(NOW)).isLessThan(ahead);
        assertThat(ids.settled()).isTrue();
    }

    @Test
    void an_answer_far_older_than_its_question_corrects_the_clock_and_a_little_older_does_not() {
        var ids = new MessageIds(600_000);
        long question = ids.next(NOW);
        ids.answered(serverId(NOW), question, NOW);
        assertThat(ids.difference()).isBetween(-1_000L, 0L);
        var fine = new MessageIds(10_000);
        fine.answered(serverId(NOW), fine.next(NOW), NOW);
        assertThat(fine.difference()).isEqualTo(10_000);
    }

    @Test
    void a_new_connection_makes_the_difference_doubtful_again() {
        var ids = new MessageIds(0);
        assertThat(ids.settled()).isFalse();
        ids.settle();
        assertThat(ids.settled()).isTrue();
        ids.unsettle();
        assertThat(ids.settled()).isFalse();
    }
}
