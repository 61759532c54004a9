package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In {@code make soak}: five thousand accounts move between processes at a pace. */
@Tag("soak")
class JoinSoakIT {
    private static final int PEOPLE = 5_000;
    private static final int NODES = 3;
    private static final int MOVES_A_SECOND = 40;
    private static final Duration MOVE_AFTER = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(120);
    /** Of each join, with the third of all that moves at most and twice the time for it. */
    private static final Duration SPREAD = MOVE_AFTER.plusSeconds(2L * PEOPLE / 2 / MOVES_A_SECOND);

    private static final int COMMENTS_A_SECOND = 20;
    /** From the release to the first word on the next connection. */
    private static final Duration OWN_GAP = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void two_nodes_that_join_take_their_share_within_a_tenth_and_no_call_waits_for_longer_than_its_own_move()
            throws Exception {
        try (var nodes = new TelegramNodes(
                folder,
                NODES,
                PEOPLE,
                Map.of(
                        "CONNECTS_PER_EXIT",
                        "500",
                        "CONNECTS",
                        "500",
                        "MOVE_AFTER",
                        MOVE_AFTER.toSeconds() + "s",
                        "MOVES",
                        Integer.toString(MOVES_A_SECOND)))) {
            List<UUID> accounts = new ArrayList<>(nodes.crowd().signIn(0, PEOPLE, null));
            nodes.start(0);
            nodes.awaitReady(0);
            nodes.until("everybody is connected", START, () -> nodes.telegram().keysInUse() == PEOPLE);
            try (TelegramAskers askers = nodes.askers(nodes.telegram().discussed("news"))) {
                Instant began = Instant.now();
                askers.begin(accounts, COMMENTS_A_SECOND);
                for (int node = 1; node < NODES; node++) {
                    int joined = node + 1;
                    nodes.start(node);
                    nodes.awaitReady(node);
                    nodes.until("even within a tenth over " + joined, SPREAD, () -> even(nodes, joined));
                }
                nodes.until(
                        "nobody is on the way", START, () -> nodes.telegram().keysInUse() == PEOPLE);
                askers.end();
                assertThat(askers.failures()).isEmpty();
                assertThat(askers.acknowledged()).hasSameSizeAs(askers.tried());
                assertThat(askers.slowest()).isLessThan(OWN_GAP.plusSeconds(1));
                assertThat(nodes.telegram().gapsSince(began).values())
                        .allSatisfy(gap -> assertThat(gap).isLessThanOrEqualTo(OWN_GAP));
            }
            assertThat(nodes.telegram().duplicates()).isEmpty();
            assertThat(nodes.telegram().superseded()).isZero();
            assertThat(nodes.restarts()).isZero();
        }
    }

    private static boolean even(TelegramNodes nodes, int count) {
        Map<String, Integer> owned = nodes.owned();
        int share = PEOPLE / count;
        return IntStream.range(0, count)
                .map(node -> owned.getOrDefault("node-" + node, 0))
                .allMatch(held -> Math.abs(held - share) <= share / 10);
    }
}
