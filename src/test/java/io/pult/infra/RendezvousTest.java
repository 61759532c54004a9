package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RendezvousTest {
    private static final List<String> KEYS =
            IntStream.range(0, 500).mapToObj(i -> "session:" + i).toList();

    @Example
    void without_nodes_nobody_is_preferred() {
        assertThat(Rendezvous.preferred("session:1", List.of())).isEmpty();
    }

    @Property(tries = 50)
    void a_node_that_leaves_moves_only_its_own_keys(@ForAll("nodes") Set<UUID> nodes) {
        UUID leaving = nodes.iterator().next();
        var rest = new ArrayList<>(nodes);
        rest.remove(leaving);

        for (String key : KEYS) {
            UUID before = Rendezvous.preferred(key, nodes).orElseThrow();
            if (!before.equals(leaving)) {
                assertThat(Rendezvous.preferred(key, rest)).contains(before);
            }
        }
    }

    @Property(tries = 50)
    void every_order_of_the_nodes_gives_the_same_answer(@ForAll("nodes") Set<UUID> nodes) {
        var shuffled = nodes.stream().sorted().toList();

        for (String key : KEYS) {
            assertThat(Rendezvous.preferred(key, nodes)).isEqualTo(Rendezvous.preferred(key, shuffled));
        }
    }

    @Property(tries = 50)
    void ranks_are_the_places_of_one_order_that_the_preferred_node_leads(@ForAll("nodes") Set<UUID> nodes) {
        for (String key : KEYS) {
            assertThat(nodes.stream().map(node -> Rendezvous.rank(key, node, nodes)))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, nodes.size()).boxed().toList());
            assertThat(Rendezvous.rank(key, Rendezvous.preferred(key, nodes).orElseThrow(), nodes))
                    .isZero();
        }
    }

    @Property(tries = 50)
    void no_node_gets_twice_its_share(@ForAll("nodes") Set<UUID> nodes) {
        long keys = 2_000L * nodes.size();
        for (UUID node : nodes) {
            long share = IntStream.range(0, (int) keys)
                    .filter(i -> Rendezvous.preferred("session:" + i, nodes)
                            .orElseThrow()
                            .equals(node))
                    .count();
            assertThat(share).isBetween(1_500L, 2_500L);
        }
    }

    @Provide
    Arbitrary<Set<UUID>> nodes() {
        return Arbitraries.create(UUID::randomUUID).set().ofMinSize(2).ofMaxSize(8);
    }
}
