package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private final Chance chance = new Chance();

    private static final List<String> KEYS =
            IntStream.range(0, 500).mapToObj(i -> "session:" + i).toList();

    @Test
    void without_nodes_nobody_is_preferred() {
        assertThat(Rendezvous.preferred("session:1", List.of())).isEmpty();
    }

    @Test
    void a_node_that_leaves_moves_only_its_own_keys() {
        chance.check(50, () -> {
            Set<UUID> nodes = nodes();
            UUID leaving = nodes.iterator().next();
            var rest = new ArrayList<>(nodes);
            rest.remove(leaving);

            for (String key : KEYS) {
                UUID before = Rendezvous.preferred(key, nodes).orElseThrow();
                if (!before.equals(leaving)) {
                    assertThat(Rendezvous.preferred(key, rest)).contains(before);
                }
            }
        });
    }

    @Test
    void every_order_of_the_nodes_gives_the_same_answer() {
        chance.check(50, () -> {
            Set<UUID> nodes = nodes();
            var shuffled = nodes.stream().sorted().toList();

            for (String key : KEYS) {
                assertThat(Rendezvous.preferred(key, nodes)).isEqualTo(Rendezvous.preferred(key, shuffled));
            }
        });
    }

    @Test
    void ranks_are_the_places_of_one_order_that_the_preferred_node_leads() {
        chance.check(50, () -> {
            Set<UUID> nodes = nodes();
            for (String key : KEYS) {
                assertThat(nodes.stream().map(node -> Rendezvous.rank(key, node, nodes)))
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, nodes.size()).boxed().toList());
                assertThat(Rendezvous.rank(key, Rendezvous.preferred(key, nodes).orElseThrow(), nodes))
                        .isZero();
            }
        });
    }

    @Test
    void no_node_gets_twice_its_share() {
        chance.check(50, () -> {
            Set<UUID> nodes = nodes();
            long keys = 2_000L * nodes.size();
            for (UUID node : nodes) {
                long share = IntStream.range(0, (int) keys)
                        .filter(i -> Rendezvous.preferred("session:" + i, nodes)
                                .orElseThrow()
                                .equals(node))
                        .count();
                assertThat(share).isBetween(1_500L, 2_500L);
            }
        });
    }

    private Set<UUID> nodes() {
        return Set.copyOf(chance.list(2, 8, () -> new UUID(chance.number(), chance.number())));
    }
}
