package io.pult.mtproto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.api.User;
import io.pult.support.Chance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PeersTest {
    private final Peers peers = new Peers();

    @Test
    void a_peer_that_was_never_seen_is_said_to_be_unknown() {
        assertThatThrownBy(() -> peers.hash(Kind.CHANNEL, 4_711))
                .isInstanceOfSatisfying(
                        UnknownPeer.class, e -> assertThat(e.id()).isEqualTo(4_711))
                .hasMessageContaining("channel 4711");
    }

    @Test
    void a_user_and_a_channel_with_the_same_number_are_two() {
        peers.put(Kind.USER, 7, 1);
        peers.put(Kind.CHANNEL, 7, 2);
        peers.evict(Kind.USER, 7);

        assertThat(peers.has(Kind.USER, 7)).isFalse();
        assertThat(peers.hash(Kind.CHANNEL, 7)).isEqualTo(2);
    }

    @Test
    void a_min_user_does_not_take_the_place_of_a_full_one() {
        peers.learn(List.of(user(7, 100L, false), user(8, 200L, true)), List.of());
        peers.learn(List.of(user(7, 999L, true)), List.of());

        assertThat(peers.hash(Kind.USER, 7)).isEqualTo(100);
        assertThat(peers.has(Kind.USER, 8)).isFalse();
    }

    @Test
    void only_what_changes_is_worth_keeping() {
        assertThat(peers.put(Kind.USER, 7, 1)).isTrue();
        assertThat(peers.put(Kind.USER, 7, 1)).isFalse();
        assertThat(peers.put(Kind.USER, 7, 2)).isTrue();
        assertThat(peers.put(Kind.USER, 0, 2)).isFalse();
    }

    @Test
    void when_it_is_full_what_is_used_stays() {
        LongStream.rangeClosed(1, Peers.MOST).forEach(id -> peers.put(Kind.USER, id, id));
        for (long id = Peers.MOST + 1; id <= 3 * Peers.MOST; id++) {
            assertThat(peers.hash(Kind.USER, 42)).isEqualTo(42);
            peers.put(Kind.USER, id, id);
        }

        assertThat(peers.size()).isEqualTo(Peers.MOST);
        assertThat(peers.has(Kind.USER, 42)).isTrue();
        assertThat(peers.all()).hasSize(Peers.MOST);
    }

    @Test
    void it_finds_what_a_map_would_find_whatever_is_put_and_evicted() {
        var chance = new Chance();
        chance.check(200, () -> {
            var table = new Peers();
            Map<KnownPeer, Long> map = new HashMap<>();
            for (int i = 0; i < 400; i++) {
                Kind kind = chance.of(Kind.values());
                long id = chance.between(1, 150) * (chance.coin() ? 1L : 1L << 40);
                var name = new KnownPeer(kind, id, 0);
                if (chance.between(0, 2) == 0) {
                    assertThat(table.evict(kind, id)).isEqualTo(map.remove(name) != null);
                } else {
                    table.put(kind, id, i);
                    map.put(name, (long) i);
                }
            }
            assertThat(table.size()).isEqualTo(map.size());
            map.forEach((name, hash) ->
                    assertThat(table.hash(name.kind(), name.id())).isEqualTo(hash));
            assertThat(table.all())
                    .containsExactlyInAnyOrderElementsOf(map.entrySet().stream()
                            .map(each -> new KnownPeer(
                                    each.getKey().kind(), each.getKey().id(), each.getValue()))
                            .toList());
        });
    }

    private static User user(long id, long hash, boolean min) {
        return new User.Plain(
                false, false, false, false, false, false, false, min, false, false, id, hash, "Ada", null, null, null,
                null, null);
    }
}
