package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.session.ConnectRamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final UUID node = UUID.randomUUID();
    private final Pace pace = new Pace(new ConnectRamp.Rates(20, 200, 50));

    @Test
    void a_thousand_sessions_through_many_exits_leave_in_five_seconds() {
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            turns.add(pace.turn(node, "exit " + i % 100));
        }

        assertThat(turns.get(0)).isZero();
        assertThat(turns.get(999)).isBetween(4_900L, 5_100L);
        for (long second = 0; second < 5; second++) {
            long from = second * 1_000;
            assertThat(turns.stream().filter(at -> at >= from && at < from + 1_000))
                    .hasSizeLessThanOrEqualTo(201);
        }
    }

    @Test
    void sessions_through_one_exit_leave_as_fast_as_it_connects_and_hold_up_no_other() {
        long last = 0;
        for (int i = 0; i < 100; i++) {
            last = pace.turn(node, "direct");
        }

        assertThat(last).isBetween(4_900L, 5_000L);
        assertThat(pace.turn(node, "another")).isLessThanOrEqualTo(500);
    }

    @Test
    void two_nodes_take_twice_as_many() {
        UUID second = UUID.randomUUID();
        long last = 0;
        for (int i = 0; i < 1_000; i++) {
            last = Math.max(last, pace.turn(i % 2 == 0 ? node : second, "exit " + i % 100));
        }

        assertThat(last).isBetween(2_400L, 2_600L);
    }
}
