package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private final RateWindow window = new RateWindow();

    @Test
    void a_refused_call_does_not_prolong_the_wait() {
        assertThat(window.admits(0, 1, 1_000)).isTrue();
        assertThat(window.admits(999, 1, 1_000)).isFalse();
        assertThat(window.admits(1_000, 1, 1_000)).isTrue();
    }

    @Test
    void however_it_grows_and_turns_no_window_ever_holds_more_than_the_limit() {
        Deque<Long> admitted = new ArrayDeque<>();
        Chance chance = new Chance();
        long now = 0;
        for (int call = 0; call < 20_000; call++) {
            now += chance.between(0, 9);
            while (!admitted.isEmpty() && admitted.peekFirst() + 100 <= now) {
                admitted.removeFirst();
            }
            boolean fits = admitted.size() < 37;
            assertThat(window.admits(now, 37, 100)).isEqualTo(fits);
            if (fits) {
                admitted.addLast(now);
            }
        }
    }

    @Test
    void a_limit_that_is_lowered_holds_from_the_next_call_on() {
        for (int call = 0; call < 10; call++) {
            assertThat(window.admits(0, 10, 1_000)).isTrue();
        }
        assertThat(window.admits(500, 3, 1_000)).isFalse();
        assertThat(window.admits(1_000, 3, 1_000)).isTrue();
    }
}
