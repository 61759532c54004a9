package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    @Test
    void what_is_older_than_a_full_memory_counts_as_seen() {
        var seen = new SeenIds();
        for (long id = 1_000; id < 1_256; id++) {
            assertThat(seen.add(id)).isTrue();
        }
        assertThat(seen.add(999)).isFalse();
        assertThat(seen.add(2_000)).isTrue();
        assertThat(seen.contains(1_000)).isFalse();
        assertThat(seen.add(1_000)).isFalse();
        assertThat(seen.contains(1_001)).isTrue();
    }

    @Test
    void the_oldest_of_a_memory_that_is_not_full_is_no_bound() {
        var seen = new SeenIds();
        assertThat(seen.add(100)).isTrue();
        assertThat(seen.add(50)).isTrue();
        assertThat(seen.add(75)).isTrue();
        assertThat(seen.add(50)).isFalse();
        assertThat(seen.add(100)).isFalse();
    }

    @Test
    void nothing_is_taken_twice_in_whatever_order_it_comes() {
        var chance = new Chance();
        var seen = new SeenIds();
        var taken = new HashSet<Long>();
        chance.check(20_000, () -> {
            long id = chance.between(1, 600);
            if (seen.add(id)) {
                assertThat(taken.add(id)).isTrue();
            }
        });
    }

    @Test
    void a_new_session_remembers_nothing() {
        var seen = new SeenIds();
        seen.add(1);
        seen.clear();
        assertThat(seen.contains(1)).isFalse();
        assertThat(seen.add(1)).isTrue();
    }
}
