package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendingTest {
    private final Scene scene = new Scene();
    private final Device device = scene.signedIn(scene.ada);
    private final TlObject bob = scene.userSeenBy(scene.ada, scene.bob);
    private long randomId = 100;

    @Test
    void a_message_that_comes_again_is_refused_and_was_executed_once() {
        TlObject call = message(bob, "hi").with("random_id", 7L);
        device.call(call);

        assertRefused(() -> device.call(call)).hasMessage("500 RANDOM_ID_DUPLICATE");

        assertThat(scene.world.executions()).containsExactly(new Execution(scene.ada.id(), 7, 1, 2));
        assertThat(history(bob)).hasSize(1);
    }

    @Test
    void a_message_that_was_refused_was_not_executed() {
        assertRefused(() -> send(bob, " ")).hasMessage("400 MESSAGE_EMPTY");
        assertRefused(() -> send(bob, "x".repeat(4_097))).hasMessage("400 MESSAGE_TOO_LONG");
        assertRefused(() -> device.call(message(bob, "x").with("random_id", 0L)))
                .hasMessage("400 RANDOM_ID_EMPTY");

        assertThat(scene.world.executions()).isEmpty();
    }

    @Test
    void an_access_hash_of_somebody_else_opens_nobody() {
        TlObject stolen = scene.userSeenBy(scene.bob, scene.ada).with("user_id", scene.bob.id());

        assertRefused(() -> send(stolen, "hi")).hasMessage("400 PEER_ID_INVALID");
        assertRefused(() -> send(TlObject.of("inputPeerEmpty"), "hi")).hasMessage("400 PEER_ID_INVALID");
        assertThat(scene.world.accessHash(scene.ada, scene.bob.id()))
                .isNotEqualTo(scene.world.accessHash(scene.bob, scene.bob.id()));
    }

    @Test
    void the_answer_of_a_private_message_is_short_and_both_sides_have_it() {
        TlObject sent = send(bob, "hi");

        assertThat(sent.int32("pts")).isEqualTo(2);
        assertThat(history(bob).get(0).flag("out")).isTrue();
        assertThat(scene.signedIn(scene.bob)
                        .ask("messages.getHistory", "peer", scene.userSeenBy(scene.bob, scene.ada), "limit", 10)
                        .objects("messages")
                        .get(0)
                        .flag("out"))
                .isFalse();
    }

    @Test
    void an_answer_to_a_message_that_is_not_there_is_refused() {
        TlObject reply = TlObject.of("inputReplyToMessage", "reply_to_msg_id", 5);

        assertRefused(() -> device.call(message(bob, "hi").with("reply_to", reply)))
                .hasMessage("400 MSG_ID_INVALID");
    }

    @Test
    void entities_lie_within_the_text() {
        TlObject over = TlObject.of("messageEntityBold", "offset", 1, "length", 2);

        assertRefused(() -> device.call(message(bob, "hi").with("entities", List.of(over))))
                .hasMessage("400 ENTITY_BOUNDS_INVALID");
    }

    @Test
    void a_deleted_person_and_a_frozen_account_are_told_apart() {
        scene.world.stands(scene.bob, Account.Standing.DEACTIVATED);
        assertRefused(() -> send(bob, "hi")).hasMessage("400 INPUT_USER_DEACTIVATED");

        scene.world.stands(scene.ada, Account.Standing.FROZEN);
        assertRefused(() -> send(bob, "hi")).hasMessage("420 FROZEN_METHOD_INVALID");
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
    }

    @Test
    void in_a_channel_administrators_alone_write() {
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        scene.world.admit(channel, scene.ada);
        TlObject peer = scene.channelSeenBy(scene.ada, channel);
        assertRefused(() -> send(peer, "hi")).hasMessage("403 CHAT_WRITE_FORBIDDEN");

        scene.world.promote(channel, scene.ada);
        TlObject sent = send(peer, "post");

        assertThat(sent.objects("updates"))
                .extracting(TlObject::name)
                .containsExactly("updateMessageID", "updateNewChannelMessage");
        assertThat(sent.objects("updates").get(0).int64("random_id")).isEqualTo(randomId);
        assertThat(sent.objects("updates").get(1).object("message").flag("post"))
                .isTrue();
    }

    @Test
    void a_group_refuses_guests_the_muted_the_hasty_and_the_banned_each_in_its_words() {
        Channel closed = group(ChannelSpec.group("Talk", "talk_1").withJoinToSend());
        Channel muted = group(ChannelSpec.group("Mute", "talk_2").withoutWriting());
        Channel slow = group(ChannelSpec.group("Slow", "talk_3").withSlowMode(10));
        Channel left = group(ChannelSpec.group("Left", "talk_4"));
        scene.world.admit(muted, scene.ada);
        scene.world.admit(slow, scene.ada);
        scene.world.ban(left, scene.ada);

        assertRefused(() -> send(seen(closed), "hi")).hasMessage("403 CHAT_GUEST_SEND_FORBIDDEN");
        assertRefused(() -> send(seen(muted), "hi")).hasMessage("403 CHAT_SEND_PLAIN_FORBIDDEN");
        assertRefused(() -> send(seen(left), "hi")).hasMessage("400 USER_BANNED_IN_CHANNEL");
        send(seen(slow), "first");
        scene.passes(Duration.ofSeconds(3));
        assertRefused(() -> send(seen(slow), "second")).hasMessage("420 SLOWMODE_WAIT_7");
        scene.passes(Duration.ofSeconds(7));
        assertThat(send(seen(slow), "second").name()).isEqualTo("updates");
    }

    @Test
    void a_channel_that_is_closed_is_private_and_a_wrong_address_invalid() {
        Channel hidden = scene.world.add(ChannelSpec.channel("Secret", null), scene.bob);
        TlObject wrong = scene.inputChannel(scene.ada, hidden).with("access_hash", 1L);

        assertRefused(() -> history(seen(hidden))).hasMessage("400 CHANNEL_PRIVATE");
        assertRefused(() -> device.ask("channels.getFullChannel", "channel", wrong))
                .hasMessage("400 CHANNEL_INVALID");
    }

    @Test
    void somebody_can_be_named_by_a_message_that_they_wrote() {
        Channel talk = group(ChannelSpec.group("Talk", "talk_1"));
        int said = scene.world.say(talk, scene.bob, 0, "hello");
        TlObject byMessage = TlObject.of("inputPeerUserFromMessage", "peer", seen(talk), "msg_id", said);

        assertThat(send(byMessage.with("user_id", scene.bob.id()), "hi").int32("id"))
                .isEqualTo(1);
        assertRefused(() -> send(byMessage.with("user_id", scene.ada.id()), "hi"))
                .hasMessage("400 PEER_ID_INVALID");
    }

    @Test
    void orders_strike_the_calls_that_they_fit_and_no_more() {
        scene.world.order(
                new Order("messages.sendMessage", "79990000002", new Order.Effect.Refused(400, "PEER_FLOOD")), 1);
        scene.world.order(Order.refuse("messages.sendMessage", 420, "FLOOD_WAIT_3"), 2);

        assertRefused(() -> send(bob, "hi")).hasMessage("420 FLOOD_WAIT_3");
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
        assertRefused(() -> send(bob, "hi")).hasMessage("420 FLOOD_WAIT_3");
        assertThat(send(bob, "hi").int32("id")).isEqualTo(1);
    }

    @Test
    void a_late_answer_an_unanswered_call_and_a_lost_one() {
        byte[] state = device.schema().bytes(TlObject.of("updates.getState"));
        scene.world.order(new Order("updates.getState", null, new Order.Effect.Late(50)), 1);
        scene.world.order(new Order("updates.getState", null, new Order.Effect.Unanswered()), 1);
        scene.world.order(new Order("updates.getState", null, new Order.Effect.Lost()), 1);
        long before = scene.world.calls().get("updates.getState");

        Device.Answer late = device.send(state);
        Device.Answer unanswered = device.send(state);
        Device.Answer lost = device.send(state);

        assertThat(late.result).isNull();
        scene.later();
        assertThat(late.result).isNotNull();
        assertThat(unanswered.result).isNull();
        assertThat(lost.error).isNull();
        assertThat(scene.world.calls()).containsEntry("updates.getState", before + 2);
    }

    private Channel group(ChannelSpec spec) {
        return scene.world.add(spec, scene.bob);
    }

    private TlObject seen(Channel channel) {
        return scene.channelSeenBy(scene.ada, channel);
    }

    private TlObject message(TlObject peer, String text) {
        return TlObject.of("messages.sendMessage", "peer", peer, "message", text, "random_id", ++randomId);
    }

    private TlObject send(TlObject peer, String text) {
        return (TlObject) device.call(message(peer, text));
    }

    private List<TlObject> history(TlObject peer) {
        return device.ask("messages.getHistory", "peer", peer, "limit", 10).objects("messages");
    }
}
