package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.infra.Rendezvous;
import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final Chance chance = new Chance();
    private final List<UUID> accounts = ids(5_000);
    private final List<UUID> nodes = ids(3);
    private final Set<UUID> candidates = Set.copyOf(nodes);

    @Test
    void the_preferred_node_claims_at_once_and_each_next_one_three_seconds_later() {
        for (UUID node : nodes) {
            var placement = new Placement(node);
            for (int second = 0; second < 8; second++) {
                Set<UUID> due = new HashSet<>(placement.due(accounts, candidates, seconds(second)));
                for (UUID account : accounts) {
                    int rank = Rendezvous.rank(account.toString(), node, candidates);
                    assertThat(due.contains(account)).isEqualTo(second >= 3 * rank);
                }
            }
        }
    }

    @Test
    void what_was_claimed_in_between_is_waited_for_anew_when_it_is_free_again() {
        var placement = new Placement(nodes.get(0));
        UUID last = accounts.stream()
                .filter(account -> Rendezvous.rank(account.toString(), nodes.get(0), candidates) == 1)
                .findFirst()
                .orElseThrow();
        assertThat(placement.due(List.of(last), candidates, seconds(0))).isEmpty();
        assertThat(placement.due(List.of(), candidates, seconds(1))).isEmpty();

        assertThat(placement.due(List.of(last), candidates, seconds(4))).isEmpty();
        assertThat(placement.due(List.of(last), candidates, seconds(7))).containsExactly(last);
    }

    @Test
    void a_node_that_is_alone_claims_everything_at_once() {
        var placement = new Placement(nodes.get(0));

        assertThat(placement.due(accounts, Set.of(nodes.get(0)), seconds(0))).hasSameSizeAs(accounts);
    }

    @Test
    void a_node_that_is_not_in_the_table_yet_stands_behind_nobody_worse_than_those_who_are_preferred() {
        var placement = new Placement(UUID.randomUUID());

        assertThat(placement.due(accounts, candidates, seconds(0))).hasSizeLessThan(accounts.size() / 3);
        assertThat(placement.due(accounts, candidates, seconds(9))).hasSameSizeAs(accounts);
    }

    @Test
    void five_thousand_accounts_spread_over_three_nodes_within_ten_percent() {
        chance.check(20, () -> {
            List<UUID> some = List.copyOf(chance.list(3, 3, () -> new UUID(chance.number(), chance.number())));
            for (UUID node : some) {
                long share = accounts.stream()
                        .filter(account -> Rendezvous.preferred(account.toString(), some)
                                .orElseThrow()
                                .equals(node))
                        .count();
                assertThat(share).isBetween(1_500L, 1_833L);
            }
        });
    }

    private static long seconds(long seconds) {
        return 17 + seconds * 1_000_000_000L;
    }

    private List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        IntStream.range(0, count).forEach(each -> ids.add(new UUID(chance.number(), chance.number())));
        return ids;
    }
}
