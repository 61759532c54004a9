package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.Exit;
import org.junit.jupiter.api.Test;

class ConnectRampTest {
    private static final Exit HERE = new Exit.Direct();

    private final ConnectRamp ramp = new ConnectRamp(ConnectRamp.Rates.DEFAULT);

    private static Exit proxy(int number) {
        return new Exit.Socks5(new Address("127.0.0.1", number), null, null);
    }

    @Test
    void twenty_a_second_connect_through_one_exit() {
        for (int i = 0; i < 100; i++) {
            assertThat(ramp.turn(HERE, true, 1_000)).isEqualTo(1_000 + i * 50L);
        }
    }

    @Test
    void two_hundred_a_second_connect_with_known_keys_and_fifty_with_new_ones() {
        long last = 0;
        for (int i = 1; i <= 400; i++) {
            last = ramp.turn(proxy(i), true, 0);
        }
        assertThat(last).isBetween(1_990L, 2_000L);
        for (int i = 1_001; i <= 1_100; i++) {
            last = ramp.turn(proxy(i), false, 0);
        }
        assertThat(last).isBetween(1_975L, 2_000L);
    }

    @Test
    void an_exit_that_is_far_behind_holds_up_no_other() {
        for (int i = 0; i < 100; i++) {
            ramp.turn(HERE, true, 0);
        }
        assertThat(ramp.turn(HERE, true, 0)).isEqualTo(5_000);
        // Half a second: behind a hundred and one at the rate of the whole process.
        assertThat(ramp.turn(proxy(1), true, 0)).isEqualTo(505);
    }

    @Test
    void who_comes_late_has_not_saved_turns_up() {
        ramp.turn(HERE, true, 0);
        assertThat(ramp.turn(HERE, true, 60_000)).isEqualTo(60_000);
        assertThat(ramp.turn(HERE, true, 60_000)).isEqualTo(60_050);
    }

    @Test
    void a_flood_closes_the_exit_halves_its_rate_and_leaves_others_alone() {
        ramp.turn(HERE, true, 0);
        assertThat(ramp.flooded(HERE, 0)).isEqualTo(5_000);
        // The rest of the same storm.
        assertThat(ramp.flooded(HERE, 100)).isEqualTo(4_900);
        assertThat(ramp.closedUntil(HERE)).isEqualTo(5_000);
        assertThat(ramp.turn(HERE, true, 200)).isEqualTo(5_000);
        assertThat(ramp.turn(HERE, true, 200)).isEqualTo(5_100);
        assertThat(ramp.turn(proxy(1), true, 200)).isLessThan(6_000);
    }

    @Test
    void the_next_flood_closes_it_twice_as_long_up_to_two_minutes() {
        long now = 0;
        long pause = 0;
        for (int i = 0; i < 10; i++) {
            pause = ramp.flooded(HERE, now);
            now += pause;
        }
        assertThat(pause).isEqualTo(120_000);
        ramp.turn(HERE, true, now);
        assertThat(ramp.turn(HERE, true, now)).isEqualTo(now + 1_000);
    }

    @Test
    void each_quiet_ten_seconds_give_one_more_connection_a_second() {
        ramp.flooded(HERE, 0);
        long quiet = 5_000 + 30_000;
        ramp.turn(HERE, true, quiet);
        assertThat(ramp.turn(HERE, true, quiet)).isEqualTo(quiet + 1_000 / 13);
        long longQuiet = quiet + 1_000_000;
        ramp.turn(HERE, true, longQuiet);
        assertThat(ramp.turn(HERE, true, longQuiet)).isEqualTo(longQuiet + 50);
    }
}
