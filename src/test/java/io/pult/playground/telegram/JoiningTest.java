package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private final Scene scene = new Scene();
    private final Device device = scene.signedIn(scene.ada);
    private final Channel open = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
    private final Channel hidden = scene.world.add(ChannelSpec.channel("Secret", null), scene.bob);

    @Test
    void whoever_is_in_cannot_join_and_who_is_not_cannot_leave() {
        TlObject joined = device.ask("channels.joinChannel", "channel", seen(open));
        assertThat(joined.objects("updates").get(0)).isEqualTo(TlObject.of("updateChannel", "channel_id", open.id()));
        assertThat(joined.objects("chats").get(0).flag("left")).isFalse();
        assertRefused(() -> device.ask("channels.joinChannel", "channel", seen(open)))
                .hasMessage("400 USER_ALREADY_PARTICIPANT");

        device.ask("channels.leaveChannel", "channel", seen(open));
        assertRefused(() -> device.ask("channels.leaveChannel", "channel", seen(open)))
                .hasMessage("400 USER_NOT_PARTICIPANT");
        assertRefused(() -> scene.signedIn(scene.bob)
                        .ask("channels.leaveChannel", "channel", scene.inputChannel(scene.bob, open)))
                .hasMessage("400 USER_CREATOR");
    }

    @Test
    void a_private_channel_opens_to_its_link_alone() {
        assertRefused(() -> device.ask("channels.joinChannel", "channel", seen(hidden)))
                .hasMessage("400 CHANNEL_PRIVATE");
        String hash = scene.world.inviteHash(hidden);

        assertThat(device.ask("messages.checkChatInvite", "hash", hash).text("title"))
                .isEqualTo("Secret");
        device.ask("messages.importChatInvite", "hash", hash);

        assertThat(device.ask("messages.checkChatInvite", "hash", hash).name()).isEqualTo("chatInviteAlready");
        assertThat(device.ask("channels.getFullChannel", "channel", seen(hidden))
                        .name())
                .isEqualTo("messages.chatFull");
    }

    @Test
    void links_that_lead_nowhere_are_refused() {
        assertRefused(() -> device.ask("messages.checkChatInvite", "hash", "")).hasMessage("400 INVITE_HASH_EMPTY");
        assertRefused(() -> device.ask("messages.checkChatInvite", "hash", "?")).hasMessage("400 INVITE_HASH_INVALID");
        assertRefused(() -> device.ask("messages.importChatInvite", "hash", "standin00000001"))
                .hasMessage("400 INVITE_HASH_EXPIRED");
    }

    @Test
    void where_joining_is_asked_for_somebody_has_to_say_yes() {
        Channel asked = scene.world.add(ChannelSpec.group("Talk", "talk").withJoinRequest(), scene.bob);
        assertRefused(() -> device.ask("channels.joinChannel", "channel", seen(asked)))
                .hasMessage("400 INVITE_REQUEST_SENT");

        scene.world.approve(asked, scene.ada);

        assertThat(participant(asked, TlObject.of("inputPeerSelf"))).isEqualTo("channelParticipantSelf");
        assertThat(device.pushed().get(0).objects("updates").get(0).name()).isEqualTo("updateChannel");
    }

    @Test
    void whoever_was_banned_is_out_and_stays_out() {
        scene.world.admit(open, scene.ada);
        scene.world.ban(open, scene.ada);

        assertRefused(() -> device.ask("channels.getFullChannel", "channel", seen(open)))
                .hasMessage("400 CHANNEL_PRIVATE");
        assertRefused(() -> device.ask("channels.joinChannel", "channel", seen(open)))
                .hasMessage("400 USER_BANNED_IN_CHANNEL");
        assertThat(device.pushed().get(1).objects("chats").get(0).name()).isEqualTo("channelForbidden");
    }

    @Test
    void what_somebody_is_in_a_channel() {
        TlObject self = TlObject.of("inputPeerSelf");
        TlObject bob = scene.userSeenBy(scene.ada, scene.bob);
        assertRefused(() -> participant(open, self)).hasMessage("400 USER_NOT_PARTICIPANT");

        scene.world.admit(open, scene.ada);
        assertThat(participant(open, self)).isEqualTo("channelParticipantSelf");
        assertRefused(() -> participant(open, bob)).hasMessage("400 CHAT_ADMIN_REQUIRED");

        scene.world.promote(open, scene.ada);
        assertThat(participant(open, self)).isEqualTo("channelParticipantAdmin");
        assertThat(participant(open, bob)).isEqualTo("channelParticipantCreator");
        assertRefused(() -> participant(open, scene.channelSeenBy(scene.ada, open)))
                .hasMessage("400 PARTICIPANT_ID_INVALID");

        scene.world.add(AccountSpec.of("79990000003"));
        Account eve = Objects.requireNonNull(scene.world.account("79990000003"));
        scene.world.ban(open, eve);
        assertThat(participant(open, scene.userSeenBy(scene.ada, eve))).isEqualTo("channelParticipantBanned");
    }

    @Test
    void dialogs_list_the_talks_and_the_channels() {
        scene.world.admit(open, scene.ada);
        scene.world.post(open, "post");
        scene.world.tell(scene.bob, scene.ada, "hi");

        TlObject dialogs = device.ask("messages.getDialogs", "offset_peer", TlObject.of("inputPeerEmpty"), "limit", 10);

        assertThat(dialogs.objects("dialogs"))
                .extracting(each -> each.object("peer").name())
                .containsExactly("peerUser", "peerChannel");
        assertThat(dialogs.objects("dialogs").get(1).int32("pts")).isEqualTo(open.pts());
        assertThat(dialogs.objects("messages")).hasSize(2);
    }

    private String participant(Channel channel, TlObject who) {
        return device.ask("channels.getParticipant", "channel", seen(channel), "participant", who)
                .object("participant")
                .name();
    }

    private TlObject seen(Channel channel) {
        return scene.inputChannel(scene.ada, channel);
    }
}
