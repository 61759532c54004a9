package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.VkRig.Node;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One token at the pace of VK itself: what a second that is too full costs. */
class PaceIT {
    private static final String ONE = "vk1.a.token-one-0123456789";

    private final VkRig rig = VkRig.atThePaceOfVk();
    private final Node node = rig.node();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void five_refusals_for_pace_in_a_row_slow_the_last_living_token_down_for_all_nodes_and_never_cool_it() {
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 6, 5);
        assertThat(node.call("users.get").attempts()).isEqualTo(6);
        assertThat(node.account(one.id()).status()).isNotEqualTo(Status.COOLING);
        var other = rig.node();
        other.call("users.get");
        long before = System.nanoTime();

        other.call("users.get");
        other.call("users.get");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(2 * 463 - 150));
    }

    @Test
    void a_crowd_is_told_to_come_back_when_the_wait_would_be_too_long() {
        rig.user(node, ONE, 1001);
        var calls = new ArrayList<Future<?>>();
        for (int i = 0; i < 30; i++) {
            calls.add(node.calling("users.get", Map.of("user_ids", "1001")).otherwiseEmpty());
        }
        Failure failure = node.callFailure("users.get");
        assertThat(failure.code()).isEqualTo("vk.busy");
        assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
        VkRig.await(Future.join(calls));
        assertThat(rig.errors(ONE, 6)).isZero();
    }
}
