package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.infra.Rendezvous;
import io.pult.support.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MovesTest {
    private static final Duration AFTER = Duration.ofMinutes(1);
    private static final int MOST = 5;

    private final Chance chance = new Chance();
    private final AtomicLong nano = new AtomicLong();
    private final UUID self = id();
    private final UUID other = id();
    private final Set<UUID> both = Set.of(self, other);
    private final Moves moves = new Moves(self, AFTER, MOST, nano::get);

    @Test
    void nothing_moves_before_the_nodes_were_the_same_for_the_whole_time() {
        List<UUID> held = ids(100);

        assertThat(moves.next(held, both, AFTER.minusMillis(1))).isEmpty();
        assertThat(moves.next(held, both, AFTER)).hasSize(MOST);
        assertThat(moves.next(held, both, Duration.ZERO)).isEmpty();
    }

    @Test
    void nothing_moves_from_a_node_that_is_alone_or_that_leaves() {
        assertThat(moves.next(ids(100), Set.of(self), AFTER)).isEmpty();
        assertThat(moves.next(ids(100), Set.of(other, id()), AFTER)).isEmpty();
    }

    @Test
    void what_the_preferred_node_does_not_take_comes_back_and_stays() {
        List<UUID> held = ids(100);
        List<UUID> tried = rounds(held, 100);
        assertThat(tried).doesNotHaveDuplicates().hasSizeBetween(30, 70);

        assertThat(rounds(held, 400)).isEmpty();
        assertThat(rounds(held, 400)).hasSameSizeAs(tried);
    }

    @Test
    void five_thousand_sessions_of_one_node_end_up_even_within_ten_percent_on_three_and_then_rest() {
        List<UUID> nodes = List.of(self, other, id());
        Map<UUID, Moves> each = new HashMap<>();
        nodes.forEach(node -> each.put(node, new Moves(node, AFTER, 100, nano::get)));
        Map<UUID, List<UUID>> held = new HashMap<>();
        nodes.forEach(node -> held.put(node, new ArrayList<>()));
        held.get(self).addAll(ids(5_000));

        int moved = 0;
        for (int second = 0; second < 120; second++) {
            nano.addAndGet(1_000_000_000L);
            for (UUID node : nodes) {
                List<UUID> next = each.get(node).next(List.copyOf(held.get(node)), Set.copyOf(nodes), AFTER);
                assertThat(next).hasSizeLessThanOrEqualTo(100);
                moved += next.size();
                for (UUID account : next) {
                    held.get(node).remove(account);
                    held.get(Rendezvous.preferred(account.toString(), nodes).orElseThrow())
                            .add(account);
                }
            }
        }

        assertThat(held.values()).allMatch(all -> all.size() > 1_500 && all.size() < 1_833);
        assertThat(moved).isEqualTo(5_000 - held.get(self).size());
    }

    private List<UUID> rounds(List<UUID> held, int seconds) {
        List<UUID> tried = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            nano.addAndGet(1_000_000_000L);
            tried.addAll(moves.next(held, both, AFTER));
        }
        return tried;
    }

    private List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(id());
        }
        return ids;
    }

    private UUID id() {
        return new UUID(chance.number(), chance.number());
    }
}
