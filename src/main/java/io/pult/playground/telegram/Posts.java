package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written in channels and groups, and what becomes of it. */
final class Posts {
    private final World world;

    Posts(World world) {
        this.world = world;
    }

    /** In the name of the channel; of its creator in a group. */
    Message post(Channel channel, String text) {
        long author = channel.spec().broadcast() ? 0 : creator(channel);
        return write(channel, Message.Draft.of(author, text), null);
    }

    Message say(Channel group, Account from, int replyTo, String text) {
        return write(group, reply(group, Message.Draft.of(from.id(), text), replyTo), null);
    }

    /** A post of a channel with a discussion appears there as well, as the first message of a thread. */
    Message write(Channel channel, Message.Draft draft, @Nullable Caller except) {
        int now = world.now();
        Message message = Message.in(channel, channel.nextId(), draft, now);
        channel.messages().put(message.id(), message);
        Channel group = channel.linked();
        Message copy = null;
        if (channel.spec().broadcast() && group != null) {
            copy = Message.in(
                    group,
                    group.nextId(),
                    new Message.Draft(0, draft.text(), draft.entities(), 0, 0, draft.silent(), message),
                    now);
            group.messages().put(copy.id(), copy);
            message.copy(copy.id());
        }
        happened(channel, Channel.What.NEW, message, except);
        if (group != null && copy != null) {
            happened(group, Channel.What.NEW, copy, null);
        }
        return message;
    }

    void edit(Channel channel, Message message, String text) {
        message.edit(text, world.now());
        happened(channel, Channel.What.EDITED, message, null);
    }

    void delete(Channel channel, Message message) {
        channel.messages().remove(message.id());
        happened(channel, Channel.What.DELETED, message, null);
    }

    /** @param emoticon null takes the reaction back */
    void react(Message message, Account who, @Nullable String emoticon, @Nullable Caller except) {
        if (emoticon == null) {
            message.reactions().remove(who.id());
        } else {
            message.reactions().put(who.id(), emoticon);
        }
        if (message.place() instanceof Message.Place.InChannel in) {
            for (long member : List.copyOf(in.channel().members().keySet())) {
                Account account = world.accounts().find(member);
                if (account != null && !account.keys().isEmpty()) {
                    var faces = new Faces(world, account);
                    TlObject update = reacted(faces, message, Faces.peer(in.channel()));
                    world.pushes()
                            .to(account, TlObject.of("updateShort", "update", update, "date", world.now()), except);
                }
            }
        }
    }

    static TlObject reacted(Faces faces, Message message, TlObject peer) {
        return TlObject.of("updateMessageReactions")
                .with("peer", peer)
                .with("msg_id", message.id())
                .with("reactions", faces.reactions(message));
    }

    /** The draft as an answer to that message, with the thread that it belongs to. */
    Message.Draft reply(Channel channel, Message.Draft draft, int replyTo) {
        if (replyTo == 0) {
            return draft;
        }
        Message answered = required(channel, replyTo);
        return new Message.Draft(
                draft.from(),
                draft.text(),
                draft.entities(),
                replyTo,
                answered.thread(),
                draft.silent(),
                draft.origin());
    }

    Message required(Channel channel, int id) {
        Message message = channel.messages().get(id);
        if (message == null) {
            throw RpcRefusal.bad("MSG_ID_INVALID");
        }
        return message;
    }

    /** What an entry of the log looks like in a push or a difference. */
    static TlObject update(Channel channel, Channel.Entry entry, Bundle bundle) {
        return switch (entry.what()) {
            case NEW ->
                TlObject.of("updateNewChannelMessage", "message", bundle.message(entry.message()))
                        .with("pts", entry.pts())
                        .with("pts_count", 1);
            case EDITED ->
                TlObject.of("updateEditChannelMessage", "message", bundle.message(entry.message()))
                        .with("pts", entry.pts())
                        .with("pts_count", 1);
            case DELETED ->
                TlObject.of("updateDeleteChannelMessages", "channel_id", channel.id())
                        .with("messages", List.of(entry.message().id()))
                        .with("pts", entry.pts())
                        .with("pts_count", 1);
        };
    }

    private void happened(Channel channel, Channel.What what, Message message, @Nullable Caller except) {
        Channel.Entry entry = channel.happened(what, message, world.now());
        for (long member : List.copyOf(channel.members().keySet())) {
            Account account = world.accounts().find(member);
            if (account != null && !account.keys().isEmpty()) {
                var bundle = new Bundle(world, account, true);
                TlObject update = update(channel, entry, bundle);
                bundle.channel(channel);
                world.pushes().to(account, bundle.updates(List.of(update), 0), except);
            }
        }
    }

    private static long creator(Channel channel) {
        return channel.members().values().stream()
                .filter(each -> each.role() == Channel.Role.CREATOR)
                .mapToLong(Channel.Member::user)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a group without a creator"));
    }
}
