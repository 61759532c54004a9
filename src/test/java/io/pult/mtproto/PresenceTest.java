package io.pult.mtproto;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.api.UserStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Expiries expiries = new Expiries();
    private final List<String> ended = new ArrayList<>();

    @Test
    void an_approximate_presence_is_never_a_time() {
        assertThat(Presence.of(new UserStatus.Online(100))).isEqualTo(new Presence.Online(Instant.ofEpochSecond(100)));
        assertThat(Presence.of(new UserStatus.Offline(90))).isEqualTo(new Presence.Offline(Instant.ofEpochSecond(90)));
        assertThat(Presence.of(new UserStatus.Recently(true))).isEqualTo(new Presence.Recently(true));
        assertThat(Presence.of(new UserStatus.LastWeek(false))).isEqualTo(new Presence.LastWeek(false));
        assertThat(Presence.of(new UserStatus.LastMonth(false))).isEqualTo(new Presence.LastMonth(false));
        assertThat(Presence.of(new UserStatus.Empty())).isEqualTo(new Presence.Unknown());
        assertThat(Presence.of(null)).isEqualTo(new Presence.Unknown());
    }

    @Test
    void who_is_online_until_then_is_offline_since_then() {
        expiries.online(1, 100);
        expiries.online(2, 200);
        tick(99);
        assertThat(ended).isEmpty();
        tick(150);
        assertThat(ended).containsExactly("1 since 100");
        tick(1_000);
        assertThat(ended).containsExactly("1 since 100", "2 since 200");
    }

    @Test
    void who_stays_longer_or_goes_earlier_is_not_told_at_the_first_time() {
        expiries.online(1, 100);
        expiries.online(1, 300);
        expiries.online(2, 100);
        expiries.notOnline(2);
        tick(200);
        assertThat(ended).isEmpty();
    }

    @Test
    void no_more_people_are_watched_than_the_limit() {
        for (int user = 1; user <= Expiries.MOST + 10; user++) {
            expiries.online(user, 100);
        }
        assertThat(expiries.size()).isEqualTo(Expiries.MOST);
    }

    private void tick(long now) {
        expiries.tick(now, (user, since) -> ended.add(user + " since " + since));
    }
}
