package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdatesTest {
    private final Scene scene = new Scene();
    private final Device device = scene.signedIn(scene.ada);

    @Test
    void a_stranger_s_message_comes_with_the_stranger_and_a_contact_s_in_short() {
        scene.world.tell(scene.bob, scene.ada, "one");
        scene.world.befriend(scene.ada, scene.bob);
        scene.world.tell(scene.bob, scene.ada, "two");

        List<TlObject> pushed = device.pushed();

        assertThat(pushed).extracting(TlObject::name).containsExactly("updates", "updateShortMessage");
        assertThat(pushed.get(0).int32("seq")).isEqualTo(1);
        assertThat(pushed.get(0).objects("users")).anyMatch(each -> each.int64("id") == scene.bob.id());
        assertThat(pushed.get(0).objects("updates").get(0).int32("pts")).isEqualTo(2);
        assertThat(pushed.get(1).int32("pts")).isEqualTo(3);
    }

    @Test
    void nothing_missed_is_an_empty_difference() {
        assertThat(difference(1).name()).isEqualTo("updates.differenceEmpty");
    }

    @Test
    void what_was_missed_comes_in_slices() {
        scene.world.habits(Habits.USUAL.withDifference(2, 100));
        for (int i = 0; i < 5; i++) {
            scene.world.tell(scene.bob, scene.ada, "message " + i);
        }

        TlObject first = difference(1);
        TlObject second = difference(first.object("intermediate_state").int32("pts"));
        TlObject third = difference(second.object("intermediate_state").int32("pts"));

        assertThat(List.of(first.name(), second.name(), third.name()))
                .containsExactly("updates.differenceSlice", "updates.differenceSlice", "updates.difference");
        assertThat(first.objects("new_messages"))
                .extracting(each -> each.text("message"))
                .containsExactly("message 0", "message 1");
        assertThat(third.object("state").int32("pts")).isEqualTo(6);
    }

    @Test
    void too_much_to_tell_is_too_long() {
        scene.world.habits(Habits.USUAL.withDifference(2, 3));
        for (int i = 0; i < 4; i++) {
            scene.world.tell(scene.bob, scene.ada, "message " + i);
        }

        assertThat(difference(1)).isEqualTo(TlObject.of("updates.differenceTooLong", "pts", 5));
    }

    @Test
    void a_gap_that_hides_nothing_ends_in_the_state_of_now() {
        scene.world.skip(scene.ada, 7);

        TlObject difference = difference(1);

        assertThat(difference.objects("new_messages")).isEmpty();
        assertThat(difference.object("state").int32("pts")).isEqualTo(8);
    }

    @Test
    void a_pts_that_cannot_be_is_refused() {
        assertRefused(() -> difference(0)).hasMessage("400 PERSISTENT_TIMESTAMP_EMPTY");
        assertRefused(() -> difference(2)).hasMessage("400 PERSISTENT_TIMESTAMP_INVALID");
        assertRefused(() -> difference(-1)).hasMessage("400 PERSISTENT_TIMESTAMP_INVALID");
    }

    @Test
    void deletions_and_reading_are_told_in_a_difference() {
        scene.world.tell(scene.bob, scene.ada, "one");
        TlObject read = device.ask("messages.readHistory", "peer", scene.userSeenBy(scene.ada, scene.bob), "max_id", 1);
        TlObject deleted = device.ask("messages.deleteMessages", "id", List.of(1, 99));

        assertThat(read).isEqualTo(TlObject.of("messages.affectedMessages", "pts", 3, "pts_count", 1));
        assertThat(deleted).isEqualTo(TlObject.of("messages.affectedMessages", "pts", 4, "pts_count", 1));
        assertThat(difference(2).objects("other_updates"))
                .extracting(TlObject::name)
                .containsExactly("updateReadHistoryInbox", "updateDeleteMessages");
    }

    @Test
    void pushes_are_dropped_repeated_reversed_and_called_too_long_as_ordered() {
        scene.world.befriend(scene.ada, scene.bob);
        scene.world.order(scene.ada, PushOrder.DROP, 1);
        scene.world.order(scene.ada, PushOrder.DUPLICATE, 1);
        scene.world.order(scene.ada, PushOrder.REVERSE, 3);
        scene.world.order(scene.ada, PushOrder.TOO_LONG, 1);
        for (int i = 0; i < 7; i++) {
            scene.world.tell(scene.bob, scene.ada, "message");
        }

        assertThat(device.pushed())
                .extracting(each -> each.is("updatesTooLong") ? 0 : each.int32("pts"))
                .containsExactly(3, 3, 6, 5, 4, 0, 8);
    }

    @Test
    void a_channel_s_posts_move_the_channel_s_pts_alone() {
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        scene.world.admit(channel, scene.ada);
        device.pushed();

        int post = scene.world.post(channel, "one");
        scene.world.edit(channel, post, "two");
        scene.world.delete(channel, post);

        List<TlObject> updates = device.pushed().stream()
                .map(each -> each.objects("updates").get(0))
                .toList();
        assertThat(updates)
                .extracting(TlObject::name)
                .containsExactly("updateNewChannelMessage", "updateEditChannelMessage", "updateDeleteChannelMessages");
        assertThat(updates).extracting(each -> each.int32("pts")).containsExactly(2, 3, 4);
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
    }

    @Test
    void what_was_missed_in_a_channel_comes_in_slices_and_then_as_empty() {
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        for (int i = 0; i < 3; i++) {
            scene.world.post(channel, "post " + i);
        }

        TlObject first = channelDifference(channel, 1, 2);
        TlObject second = channelDifference(channel, first.int32("pts"), 2);
        TlObject third = channelDifference(channel, second.int32("pts"), 2);

        assertThat(first.flag("final")).isFalse();
        assertThat(first.objects("new_messages")).hasSize(2);
        assertThat(second.flag("final")).isTrue();
        assertThat(second.objects("new_messages"))
                .extracting(each -> each.text("message"))
                .containsExactly("post 2");
        assertThat(third.name()).isEqualTo("updates.channelDifferenceEmpty");
        assertThat(third.int32("timeout")).isPositive();
        assertRefused(() -> channelDifference(channel, 99, 2)).hasMessage("400 PERSISTENT_TIMESTAMP_INVALID");
    }

    @Test
    void too_much_in_a_channel_gives_its_latest_posts() {
        scene.world.habits(Habits.USUAL.withDifference(100, 2));
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        for (int i = 0; i < 3; i++) {
            scene.world.post(channel, "post " + i);
        }

        TlObject tooLong = channelDifference(channel, 1, 100);

        assertThat(tooLong.name()).isEqualTo("updates.channelDifferenceTooLong");
        assertThat(tooLong.object("dialog").int32("pts")).isEqualTo(4);
        assertThat(tooLong.objects("messages").get(0).text("message")).isEqualTo("post 2");
    }

    @Test
    void a_difference_names_the_channels_that_moved() {
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        scene.world.admit(channel, scene.ada);
        int before = scene.seconds();
        scene.passes(Duration.ofSeconds(5));
        scene.world.post(channel, "one");

        TlObject difference = device.ask("updates.getDifference", "pts", 1, "date", before, "qts", 0);

        assertThat(difference.objects("other_updates"))
                .containsExactly(TlObject.of("updateChannelTooLong", "channel_id", channel.id(), "pts", 2));
    }

    @Test
    void every_session_hears_but_the_one_that_asked() {
        Device other = scene.signedIn(scene.ada, 223);
        device.ask(
                "messages.sendMessage",
                "peer",
                scene.userSeenBy(scene.ada, scene.bob),
                "message",
                "hi",
                "random_id",
                9L);

        assertThat(device.pushed()).isEmpty();
        assertThat(other.pushed()).extracting(TlObject::name).containsExactly("updateShortMessage");
    }

    @Test
    void a_session_that_left_hears_nothing() {
        scene.api.left(device);
        scene.world.tell(scene.bob, scene.ada, "one");

        assertThat(device.pushed()).isEmpty();
    }

    @Test
    void a_key_that_is_gone_is_nobody_s() {
        scene.api.keyGone(device.authKeyId());

        assertRefused(() -> device.ask("updates.getState")).hasMessage("400 CONNECTION_NOT_INITED");
    }

    private TlObject difference(int pts) {
        return device.ask("updates.getDifference", "pts", pts, "date", scene.seconds(), "qts", 0);
    }

    private TlObject channelDifference(Channel channel, int pts, int limit) {
        return device.ask(
                "updates.getChannelDifference",
                "channel",
                scene.inputChannel(scene.ada, channel),
                "filter",
                TlObject.of("channelMessagesFilterEmpty"),
                "pts",
                pts,
                "limit",
                limit);
    }
}
