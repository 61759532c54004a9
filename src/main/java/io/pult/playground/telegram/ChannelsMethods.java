package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** What there is to know of a channel. */
final class ChannelsMethods {
    private final World world;
    private final Peers peers;
    private final WritingRights rights;

    private ChannelsMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
        this.rights = new WritingRights(world);
    }

    static List<Method> of(World world) {
        var methods = new ChannelsMethods(world);
        return List.of(
                Method.of("channels.getChannels", methods::channels),
                Method.of("channels.getFullChannel", methods::full),
                Method.of("channels.getParticipant", methods::participant),
                Method.of("channels.getSendAs", methods::sendAs));
    }

    private Object channels(Call call) {
        var faces = new Faces(world, call.account());
        List<TlObject> chats = call.objects("id").stream()
                .map(each -> {
                    if (each.is("inputChannelEmpty")) {
                        throw RpcRefusal.bad("CHANNEL_INVALID");
                    }
                    return faces.channel(peers.addressed(call.account(), each));
                })
                .toList();
        return TlObject.of("messages.chats", "chats", chats);
    }

    private Object full(Call call) {
        Account account = call.account();
        Channel channel = peers.channel(account, call.object("channel"));
        Channel linked = channel.linked();
        boolean slow = channel.spec().slowSeconds() > 0;
        int wait = rights.waitOf(channel, account);
        int read = channel.read().getOrDefault(account.id(), 0);
        TlObject full = TlObject.of("channelFull")
                .with("can_view_participants", !channel.spec().broadcast() || channel.isAdmin(account.id()))
                .with("id", channel.id())
                .with("about", channel.spec().about())
                .with("participants_count", channel.members().size())
                .with("read_inbox_max_id", read)
                .with("unread_count", channel.messages().tailMap(read, false).size())
                .with("bot_info", List.of())
                .with("linked_chat_id", linked == null ? null : linked.id())
                .with("slowmode_seconds", slow ? channel.spec().slowSeconds() : null)
                .with("slowmode_next_send_date", slow && wait > 0 ? world.now() + wait : null)
                .with("pts", channel.pts())
                .with("default_send_as", Faces.peer(account.id()))
                .with("available_reactions", ReactionMethods.allowedIn(channel));
        var bundle = new Bundle(world, account, false).channel(channel);
        if (linked != null) {
            bundle.channel(linked);
        }
        return TlObject.of("messages.chatFull")
                .with("full_chat", full)
                .with("chats", bundle.chats())
                .with("users", bundle.user(account.id()).users());
    }

    private Object participant(Call call) {
        Account account = call.account();
        Channel channel = peers.channel(account, call.object("channel"));
        if (!(peers.peer(account, call.object("participant")) instanceof Peers.Peer.Person person)) {
            throw RpcRefusal.bad("PARTICIPANT_ID_INVALID");
        }
        Account who = person.account();
        if (who != account && channel.spec().broadcast() && !channel.isAdmin(account.id())) {
            throw RpcRefusal.bad("CHAT_ADMIN_REQUIRED");
        }
        var bundle = new Bundle(world, account, false).channel(channel).user(who.id());
        return TlObject.of("channels.channelParticipant")
                .with("participant", participant(channel, account, who))
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private TlObject participant(Channel channel, Account viewer, Account who) {
        if (channel.banned().contains(who.id())) {
            return TlObject.of("channelParticipantBanned")
                    .with("left", true)
                    .with("peer", Faces.peer(who.id()))
                    .with("kicked_by", viewer.id())
                    .with("date", world.now())
                    .with("banned_rights", TlObject.of("chatBannedRights", "view_messages", true));
        }
        Channel.Member member = channel.members().get(who.id());
        if (member == null) {
            throw RpcRefusal.bad("USER_NOT_PARTICIPANT");
        }
        return switch (member.role()) {
            case CREATOR ->
                TlObject.of("channelParticipantCreator")
                        .with("user_id", who.id())
                        .with("admin_rights", Faces.rights());
            case ADMIN ->
                TlObject.of("channelParticipantAdmin")
                        .with("self", who == viewer)
                        .with("user_id", who.id())
                        .with("inviter_id", who == viewer ? member.by() : null)
                        .with("promoted_by", member.by())
                        .with("date", member.since())
                        .with("admin_rights", Faces.rights());
            case MEMBER ->
                TlObject.of(who == viewer ? "channelParticipantSelf" : "channelParticipant")
                        .with("user_id", who.id())
                        .with("inviter_id", member.by())
                        .with("date", member.since());
        };
    }

    private Object sendAs(Call call) {
        Account account = call.account();
        Channel channel = peers.channelOf(account, call.object("peer"));
        var bundle = new Bundle(world, account, false).channel(channel).user(account.id());
        return TlObject.of("channels.sendAsPeers")
                .with("peers", List.of(TlObject.of("sendAsPeer", "peer", Faces.peer(account.id()))))
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }
}
