package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void the_sixth_time_within_a_minute_is_too_often() {
        var guard = new Guard(5);
        for (int i = 0; i < 5; i++) {
            assertThat(guard.tooOften(1_000 + i)).isFalse();
        }
        assertThat(guard.tooOften(60_000)).isTrue();
        assertThat(guard.tooOften(60_001)).isFalse();
    }

    @Test
    void five_times_each_minute_are_not() {
        var guard = new Guard(5);
        for (int i = 0; i < 50; i++) {
            assertThat(guard.tooOften(i * 12_000L)).isFalse();
        }
    }
}
