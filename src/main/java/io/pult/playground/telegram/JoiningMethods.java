package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** Into channels, through the door or by a link, and out. */
final class JoiningMethods {
    private final World world;
    private final Peers peers;

    private JoiningMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new JoiningMethods(world);
        return List.of(
                Method.writing("channels.joinChannel", methods::join),
                Method.writing("channels.leaveChannel", methods::leave),
                Method.of("messages.checkChatInvite", methods::check),
                Method.writing("messages.importChatInvite", methods::importInvite));
    }

    private Object join(Call call) {
        TlObject input = call.object("channel");
        if (input.is("inputChannelEmpty")) {
            throw RpcRefusal.bad("CHANNEL_INVALID");
        }
        Account account = call.account();
        Channel channel = peers.addressed(account, input);
        if (!channel.isOpenTo(account.id()) && !channel.banned().contains(account.id())) {
            throw RpcRefusal.bad("CHANNEL_PRIVATE");
        }
        return world.memberships().join(channel, account, call.caller());
    }

    private Object leave(Call call) {
        Channel channel = peers.channel(call.account(), call.object("channel"));
        return world.memberships().leave(channel, call.account(), call.caller());
    }

    private Object check(Call call) {
        Channel channel = invited(call);
        Account account = call.account();
        if (channel.isMember(account.id())) {
            return TlObject.of("chatInviteAlready", "chat", new Faces(world, account).channel(channel));
        }
        ChannelSpec spec = channel.spec();
        return TlObject.of("chatInvite")
                .with("channel", true)
                .with("broadcast", spec.broadcast())
                .with("public", spec.username() != null)
                .with("megagroup", !spec.broadcast())
                .with("request_needed", spec.joinRequest())
                .with("title", spec.title())
                .with("about", spec.about().isEmpty() ? null : spec.about())
                .with("participants_count", channel.members().size());
    }

    private Object importInvite(Call call) {
        return world.memberships().join(invited(call), call.account(), call.caller());
    }

    private Channel invited(Call call) {
        String hash = call.text("hash");
        if (hash.isEmpty()) {
            throw RpcRefusal.bad("INVITE_HASH_EMPTY");
        }
        if (!hash.matches("[\\w-]{8,}")) {
            throw RpcRefusal.bad("INVITE_HASH_INVALID");
        }
        Channel channel = world.channels().invitedBy(hash);
        if (channel == null) {
            throw RpcRefusal.bad("INVITE_HASH_EXPIRED");
        }
        return channel;
    }
}
