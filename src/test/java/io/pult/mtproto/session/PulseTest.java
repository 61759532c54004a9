package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Pulse pulse = new Pulse();
    private final Entropy entropy = new Entropy();

    private long ping(long now) {
        var out = new TlWriter();
        pulse.write(out, now, entropy);
        var in = new TlReader(out.toByteArray());
        assertThat(in.int32()).isEqualTo(Service.PING_DELAY_DISCONNECT);
        long id = in.int64();
        assertThat(in.int32()).isEqualTo(140);
        return id;
    }

    @Test
    void an_idle_connection_is_pinged_at_once_and_then_each_minute_or_a_little_later() {
        pulse.connected(0);
        assertThat(pulse.due(0)).isTrue();
        ping(0);
        assertThat(pulse.due(59_999)).isFalse();
        assertThat(pulse.due(76_384)).isTrue();
        assertThat(pulse.deadline(false)).isBetween(60_000L, 76_384L);
    }

    @Test
    void a_connection_on_which_nothing_is_read_is_dead_after_135_seconds() {
        pulse.connected(0);
        ping(0);
        assertThat(pulse.dead(134_999)).isFalse();
        assertThat(pulse.dead(135_000)).isTrue();
    }

    @Test
    void a_server_that_talks_but_does_not_answer_pings_is_dead_too() {
        pulse.connected(0);
        ping(0);
        pulse.read(134_000);
        assertThat(pulse.dead(135_000)).isTrue();
    }

    @Test
    void who_waits_for_an_answer_has_a_ping_after_ten_silent_seconds_and_ten_more_to_live() {
        pulse.connected(0);
        ping(0);
        pulse.waitedFor(9_999);
        assertThat(pulse.due(9_999)).isFalse();
        pulse.waitedFor(10_000);
        assertThat(pulse.due(10_000)).isTrue();
        ping(10_000);
        assertThat(pulse.dead(19_999)).isFalse();
        assertThat(pulse.dead(20_000)).isTrue();
        pulse.read(19_000);
        assertThat(pulse.dead(20_000)).isFalse();
    }

    @Test
    void only_the_newest_ping_is_answered_by_a_pong() {
        pulse.connected(0);
        long first = ping(0);
        long second = ping(60_000);
        assertThat(pulse.pong(first, 60_010)).isFalse();
        assertThat(pulse.roundTrip()).isEqualTo(Long.MIN_VALUE);
        assertThat(pulse.pong(second, 60_040)).isTrue();
        assertThat(pulse.roundTrip()).isEqualTo(40);
    }

    @Test
    void a_ping_that_was_refused_is_sent_again() {
        pulse.connected(0);
        ping(0);
        pulse.sent(5, 6);
        pulse.refused(7, 1);
        assertThat(pulse.due(1)).isFalse();
        pulse.refused(6, 1);
        assertThat(pulse.due(1)).isTrue();
    }
}
