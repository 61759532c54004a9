package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.RpcError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String SEND = "messages.sendMessage";

    private final Floods floods = new Floods();

    @Test
    void a_wait_of_a_method_holds_for_it_alone_and_ends_by_time_alone() {
        floods.learn(SEND, Floods.EVERYWHERE, wait("FLOOD_WAIT_60", 60), NOW);

        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW.plusSeconds(59)))
                .isInstanceOfSatisfying(
                        CallFailure.FloodWait.class,
                        left -> assertThat(left.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        assertThat(floods.refusal("messages.sendReaction", Floods.EVERYWHERE, NOW))
                .isNull();
        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW.plusSeconds(60))).isNull();
    }

    @Test
    void slow_mode_holds_for_its_chat_alone() {
        var slow = wait("SLOWMODE_WAIT_30", 30);
        assertThat(Floods.ofChat(slow)).isTrue();
        floods.learn(SEND, "15", slow, NOW);

        assertThat(floods.refusal(SEND, "15", NOW)).isNotNull();
        assertThat(floods.refusal(SEND, "16", NOW)).isNull();
        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW)).isNull();
    }

    @Test
    void a_wait_is_never_shortened() {
        floods.learn(SEND, Floods.EVERYWHERE, wait("FLOOD_WAIT_600", 600), NOW);
        floods.learn(SEND, Floods.EVERYWHERE, wait("FLOOD_WAIT_5", 5), NOW);

        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW.plusSeconds(599)))
                .isNotNull();
    }

    @Test
    void peer_flood_holds_for_a_day_without_telegram_naming_a_time() {
        var spam = new CallFailure.Refused(SEND, RpcError.of(400, "PEER_FLOOD"));

        assertThat(floods.learn(SEND, Floods.EVERYWHERE, spam, NOW))
                .hasValueSatisfying(flood -> assertThat(flood.until()).isEqualTo(NOW.plus(Duration.ofDays(1))));
        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW.plus(Duration.ofHours(23))))
                .isInstanceOfSatisfying(
                        CallFailure.Refused.class,
                        refused -> assertThat(refused.error().is("PEER_FLOOD")).isTrue());
        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW.plus(Duration.ofHours(24))))
                .isNull();
    }

    @Test
    void other_refusals_order_no_wait() {
        var refused = new CallFailure.Refused(SEND, RpcError.of(400, "CHANNEL_PRIVATE"));

        assertThat(floods.learn(SEND, Floods.EVERYWHERE, refused, NOW)).isEmpty();
        assertThat(floods.none()).isTrue();
    }

    @Test
    void what_an_earlier_owner_was_told_holds_as_well() {
        floods.recalled(List.of(new Flood(SEND, Floods.EVERYWHERE, "FLOOD_WAIT_60", 60, NOW.plusSeconds(30))), NOW);

        assertThat(floods.refusal(SEND, Floods.EVERYWHERE, NOW)).isNotNull();
        assertThat(floods.holding(NOW)).isEqualTo(1);
        assertThat(floods.holding(NOW.plusSeconds(30))).isZero();
    }

    private static CallFailure wait(String text, int seconds) {
        return new CallFailure.FloodWait(SEND, RpcError.of(420, text), Duration.ofSeconds(seconds));
    }
}
