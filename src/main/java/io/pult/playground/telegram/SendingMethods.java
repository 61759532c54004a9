package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written and taken back. */
final class SendingMethods {
    static final int LONGEST = 4_096;

    private final World world;
    private final Peers peers;
    private final WritingRights rights;

    private SendingMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
        this.rights = new WritingRights(world);
    }

    static List<Method> of(World world) {
        var methods = new SendingMethods(world);
        return List.of(
                Method.writing("messages.sendMessage", methods::send),
                Method.writing("messages.deleteMessages", methods::delete),
                Method.writing("channels.deleteMessages", methods::deleteInChannel),
                Method.of("messages.setTyping", methods::typing));
    }

    private Object send(Call call) {
        Account account = call.account();
        long randomId = call.int64("random_id");
        if (randomId == 0) {
            throw RpcRefusal.bad("RANDOM_ID_EMPTY");
        }
        Message.Draft draft = draft(call);
        if (world.journal().isRepeated(account.id(), randomId)) {
            throw new RpcRefusal(500, "RANDOM_ID_DUPLICATE");
        }
        TlObject peer = call.object("peer");
        return peer.name().startsWith("inputPeerChannel")
                ? toChannel(call, peers.addressed(account, peer), draft, randomId)
                : toPerson(call, peers.peer(account, peer), draft, randomId);
    }

    private Message.Draft draft(Call call) {
        String text = call.text("message");
        if (text.isBlank()) {
            throw RpcRefusal.bad("MESSAGE_EMPTY");
        }
        if (text.length() > LONGEST) {
            throw RpcRefusal.bad("MESSAGE_TOO_LONG");
        }
        if (call.arguments().has("schedule_date")) {
            throw RpcRefusal.bad("SCHEDULE_DATE_INVALID");
        }
        TlObject sendAs = call.arguments().objectOrNull("send_as");
        if (sendAs != null && !sendAs.is("inputPeerSelf")) {
            throw RpcRefusal.bad("SEND_AS_PEER_INVALID");
        }
        List<TlObject> entities = call.arguments().has("entities") ? call.objects("entities") : List.of();
        for (TlObject each : entities) {
            int offset = each.int32("offset");
            int length = each.int32("length");
            if (offset < 0 || length <= 0 || (long) offset + length > text.length()) {
                throw RpcRefusal.bad("ENTITY_BOUNDS_INVALID");
            }
        }
        boolean silent = call.arguments().flag("silent");
        return new Message.Draft(call.account().id(), text, entities, 0, 0, silent, null);
    }

    private TlObject toPerson(Call call, Peers.Peer peer, Message.Draft draft, long randomId) {
        if (!(peer instanceof Peers.Peer.Person person)) {
            throw RpcRefusal.bad("PEER_ID_INVALID");
        }
        if (person.account().standing() != Account.Standing.GOOD) {
            throw RpcRefusal.bad("INPUT_USER_DEACTIVATED");
        }
        Message.Draft reply = reply(call, call.account().mailbox().messages()::get, draft);
        Mailbox.Entry entry = world.talks().send(call.account(), person.account(), reply, call.caller());
        int id = entry.message() == null ? 0 : entry.message().id();
        world.journal().executed(call.account().id(), randomId, id);
        return TlObject.of("updateShortSentMessage")
                .with("out", true)
                .with("id", id)
                .with("pts", entry.pts())
                .with("pts_count", entry.count())
                .with("date", world.now());
    }

    private TlObject toChannel(Call call, Channel channel, Message.Draft draft, long randomId) {
        Account account = call.account();
        rights.require(channel, account);
        Message.Draft reply = reply(call, channel.messages()::get, draft);
        if (channel.spec().broadcast()) {
            reply = new Message.Draft(0, reply.text(), reply.entities(), 0, 0, reply.silent(), null);
        }
        Message sent = world.posts().write(channel, reply, call.caller());
        rights.wrote(channel, account);
        world.journal().executed(account.id(), randomId, sent.id());
        var bundle = new Bundle(world, account, false);
        TlObject mine = TlObject.of("updateMessageID", "id", sent.id(), "random_id", randomId);
        TlObject news = TlObject.of("updateNewChannelMessage", "message", bundle.message(sent))
                .with("pts", channel.pts())
                .with("pts_count", 1);
        return bundle.updates(List.of(mine, news), 0);
    }

    /** What there is under an id. */
    private interface Shelf {
        @Nullable
        Message get(Integer id);
    }

    /** The draft as an answer to the message that the call names. */
    private static Message.Draft reply(Call call, Shelf shelf, Message.Draft draft) {
        TlObject to = call.arguments().objectOrNull("reply_to");
        if (to == null) {
            return draft;
        }
        if (!to.is("inputReplyToMessage")) {
            throw RpcRefusal.bad("REPLY_TO_INVALID");
        }
        Message answered = shelf.get(to.int32("reply_to_msg_id"));
        if (answered == null || (to.has("top_msg_id") && !isIn(answered, to.int32("top_msg_id")))) {
            throw RpcRefusal.bad("MSG_ID_INVALID");
        }
        return new Message.Draft(
                draft.from(), draft.text(), draft.entities(), answered.id(), answered.thread(), draft.silent(), null);
    }

    private static boolean isIn(Message message, int thread) {
        return message.thread() == thread || message.id() == thread;
    }

    private Object delete(Call call) {
        Mailbox.Entry entry =
                world.talks().delete(call.account(), call.arguments().ints("id"), call.caller());
        return TlObject.of("messages.affectedMessages", "pts", entry.pts(), "pts_count", entry.count());
    }

    private Object deleteInChannel(Call call) {
        Account account = call.account();
        Channel channel = peers.channel(account, call.object("channel"));
        int deleted = 0;
        for (int id : call.arguments().ints("id")) {
            Message message = channel.messages().get(id);
            if (message != null) {
                if (message.draft().from() != account.id() && !channel.isAdmin(account.id())) {
                    throw RpcRefusal.forbidden("MESSAGE_DELETE_FORBIDDEN");
                }
                world.posts().delete(channel, message);
                deleted++;
            }
        }
        return TlObject.of("messages.affectedMessages", "pts", channel.pts(), "pts_count", deleted);
    }

    private Object typing(Call call) {
        peers.peer(call.account(), call.object("peer"));
        return true;
    }
}
