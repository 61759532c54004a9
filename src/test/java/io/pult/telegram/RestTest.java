package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private final Rest rest = new Rest(new Rest.Times(Duration.ofMinutes(30), Duration.ofDays(1)), 0);

    @Test
    void an_account_that_nobody_needs_rests_after_its_time_and_not_before() {
        assertThat(rest.due(30 * MINUTE - 1)).isFalse();
        assertThat(rest.due(30 * MINUTE)).isTrue();
    }

    @Test
    void each_use_begins_the_time_anew_and_ends_a_rest() {
        rest.begin(30 * MINUTE, 0.5);
        rest.used(31 * MINUTE);

        assertThat(rest.resting()).isFalse();
        assertThat(rest.due(60 * MINUTE)).isFalse();
        assertThat(rest.due(61 * MINUTE)).isTrue();
    }

    @Test
    void a_rest_is_over_within_its_time_and_accounts_that_lay_down_together_do_not_rise_together() {
        var other = new Rest(new Rest.Times(Duration.ofMinutes(30), Duration.ofDays(1)), 0);
        rest.begin(0, 0);
        other.begin(0, 1);

        assertThat(rest.over(DAY - 1)).isFalse();
        assertThat(rest.over(DAY)).isTrue();
        assertThat(other.over(DAY * 9 / 10)).isTrue();
    }

    @Test
    void who_is_woken_for_its_own_sake_rests_again_soon() {
        rest.begin(0, 0);
        rest.woken(DAY);

        assertThat(rest.resting()).isFalse();
        assertThat(rest.due(DAY)).isFalse();
        assertThat(rest.due(DAY + MINUTE)).isTrue();
    }

    @Test
    void without_a_time_nobody_rests() {
        var never = new Rest(new Rest.Times(Duration.ZERO, Duration.ofDays(1)), 0);

        assertThat(never.due(365 * DAY)).isFalse();
    }
}
