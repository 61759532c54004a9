package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import org.junit.jupiter.api.Test;

class OwnershipIT {
    @Test
    void a_node_holds_what_nobody_holds_and_a_node_that_stops_hands_it_over() throws Exception {
        try (var rig = new TelegramRig(20)) {
            rig.signedIn(0, 20);
            var first = rig.node();
            Wait.until("all are held", () -> rig.held(first.owner()) == 20);

            var second = rig.node();
            first.stop();

            Wait.until("all are held by the other", () -> rig.held(second.owner()) == 20);
            assertThat(rig.duplicates()).isZero();
        }
    }
}
