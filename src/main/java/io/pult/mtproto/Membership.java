package io.pult.mtproto;

import io.pult.mtproto.api.ChannelParticipant;
import io.pult.mtproto.api.ChatAdminRights;
import io.pult.mtproto.api.ChatInvite;
import io.pult.mtproto.api.CheckChatInvite;
import io.pult.mtproto.api.GetParticipant;
import io.pult.mtproto.api.ImportChatInvite;
import io.pult.mtproto.api.InputPeer;
import io.pult.mtproto.api.JoinChannel;
import io.pult.mtproto.api.LeaveChannel;
import io.pult.mtproto.api.Peer;
import io.vertx.core.Future;

/** Joining and leaving channels and supergroups, and who is what in them. Telegram limits joins strictly. */
public final class Membership {
    private final TelegramClient client;
    private final Ways ways;

    Membership(TelegramClient client) {
        this.client = client;
        this.ways = new Ways(client);
    }

    /** What became of a join. */
    public enum Joined {
        JOINED,
        ALREADY,
        /** Somebody of the channel has to agree. */
        PENDING
    }

    /** What somebody is in a channel. */
    public sealed interface Role {
        record Owner() implements Role {}

        record Admin(ChatAdminRights rights) implements Role {}

        record Member() implements Role {}

        record Banned() implements Role {}

        record Nobody() implements Role {}
    }

    public Future<Joined> join(Place channel) {
        return joined(ways.toChannel(channel, JoinChannel::new));
    }

    /** @param hash what follows {@code t.me/+} in the link of an invitation */
    public Future<Joined> joinByInvite(String hash) {
        return joined(client.call(new ImportChatInvite(hash)));
    }

    /** What is behind an invitation, without following it. */
    public Future<ChatInvite> look(String hash) {
        return client.call(new CheckChatInvite(hash));
    }

    /** Succeeds also when the account was no member. */
    public Future<Void> leave(Place channel) {
        return ways.toChannel(channel, LeaveChannel::new)
                .<Void>mapEmpty()
                .recover(cause -> Refusals.is(cause, "USER_NOT_PARTICIPANT")
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause));
    }

    /** What the account itself is there. */
    public Future<Role> ownRole(Place channel) {
        return role(channel, new InputPeer.Self());
    }

    /** What somebody is there; {@code CHAT_ADMIN_REQUIRED} when the list of members is hidden. */
    public Future<Role> roleOf(Place channel, Peer.User user) {
        try {
            return role(channel, ways.inputPeer(user));
        } catch (UnknownPeer e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Role> role(Place channel, InputPeer who) {
        return ways.toChannel(channel, input -> new GetParticipant(input, who))
                .map(found -> role(found.participant()))
                .recover(cause -> Refusals.is(cause, "USER_NOT_PARTICIPANT")
                        ? Future.succeededFuture(new Role.Nobody())
                        : Future.failedFuture(cause));
    }

    private static Role role(ChannelParticipant participant) {
        if (participant instanceof ChannelParticipant.Creator) {
            return new Role.Owner();
        } else if (participant instanceof ChannelParticipant.Admin admin) {
            return new Role.Admin(admin.adminRights());
        } else if (participant instanceof ChannelParticipant.Banned banned) {
            return banned.bannedRights().viewMessages() ? new Role.Banned() : new Role.Member();
        } else if (participant instanceof ChannelParticipant.Left) {
            return new Role.Nobody();
        }
        return new Role.Member();
    }

    private static Future<Joined> joined(Future<?> answer) {
        return answer.map(updates -> Joined.JOINED).recover(cause -> {
            if (Refusals.is(cause, "USER_ALREADY_PARTICIPANT")) {
                return Future.succeededFuture(Joined.ALREADY);
            }
            return Refusals.is(cause, "INVITE_REQUEST_SENT")
                    ? Future.succeededFuture(Joined.PENDING)
                    : Future.failedFuture(cause);
        });
    }
}
