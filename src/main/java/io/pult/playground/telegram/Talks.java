package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.TlObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Private messages: each lies in two mailboxes, with an id of its own in each. */
final class Talks {
    private final World world;

    Talks(World world) {
        this.world = world;
    }

    /** @param except session that hears of it by its answer @return the sender's own copy */
    Mailbox.Entry send(Account from, Account to, Message.Draft draft, @Nullable Caller except) {
        Map<Long, String> reactions = new LinkedHashMap<>();
        Message sent = copy(from, to.id(), true, draft, reactions);
        Mailbox.Entry entry = from.mailbox().put(sent);
        world.pushes().to(from, shortForm(entry, sent, to.id(), true), except);
        if (to != from) {
            Message received = copy(to, from.id(), false, draft, reactions);
            deliver(from, to, to.mailbox().put(received), received);
        }
        return entry;
    }

    /** Takes messages out of one mailbox, or of both when they are revoked. */
    Mailbox.Entry delete(Account owner, List<Integer> ids, @Nullable Caller except) {
        List<Integer> there =
                ids.stream().filter(owner.mailbox().messages()::containsKey).toList();
        there.forEach(owner.mailbox().messages()::remove);
        Mailbox.Entry entry =
                owner.mailbox().happened(there.size(), TlObject.of("updateDeleteMessages", "messages", there));
        push(owner, entry, except);
        return entry;
    }

    /** Says to the sender's devices and to the other side how far somebody has read. */
    void read(Account reader, Account peer, int upTo, @Nullable Caller except) {
        Mailbox.Entry inbox = reader.mailbox()
                .happened(
                        1,
                        TlObject.of("updateReadHistoryInbox")
                                .with("peer", Faces.peer(peer.id()))
                                .with("max_id", upTo)
                                .with("still_unread_count", 0));
        push(reader, inbox, except);
        if (peer != reader) {
            Mailbox.Entry outbox = peer.mailbox()
                    .happened(
                            1,
                            TlObject.of("updateReadHistoryOutbox")
                                    .with("peer", Faces.peer(reader.id()))
                                    .with("max_id", peer.mailbox().messages().isEmpty() ? 0 : lastOut(peer, reader)));
            push(peer, outbox, null);
        }
    }

    private static int lastOut(Account owner, Account peer) {
        return owner.mailbox().with(peer.id()).stream()
                .mapToInt(Message::id)
                .max()
                .orElse(0);
    }

    private Message copy(Account owner, long peer, boolean out, Message.Draft draft, Map<Long, String> reactions) {
        return new Message(
                owner.mailbox().nextId(), new Message.Place.InMailbox(peer, out), draft, world.now(), reactions);
    }

    /** To a contact in the short form, which names nobody; to a stranger with all that is needed to know who writes. */
    private void deliver(Account from, Account to, Mailbox.Entry entry, Message received) {
        if (to.contacts().contains(from.id())) {
            world.pushes().to(to, shortForm(entry, received, from.id(), false), null);
            return;
        }
        var bundle = new Bundle(world, to, true);
        TlObject update = TlObject.of("updateNewMessage", "message", bundle.message(received))
                .with("pts", entry.pts())
                .with("pts_count", entry.count());
        world.pushes().to(to, bundle.updates(List.of(update), to.mailbox().nextSeq()), null);
    }

    private void push(Account to, Mailbox.Entry entry, @Nullable Caller except) {
        TlObject update = entry.update();
        if (update != null) {
            world.pushes().to(to, TlObject.of("updateShort", "update", update, "date", world.now()), except);
        }
    }

    private TlObject shortForm(Mailbox.Entry entry, Message message, long peer, boolean out) {
        Message.Draft draft = message.draft();
        return TlObject.of("updateShortMessage")
                .with("out", out)
                .with("silent", draft.silent())
                .with("id", message.id())
                .with("user_id", peer)
                .with("message", message.text())
                .with("pts", entry.pts())
                .with("pts_count", entry.count())
                .with("date", message.date())
                .with("entities", draft.entities().isEmpty() ? null : draft.entities())
                .with(
                        "reply_to",
                        draft.replyTo() == 0
                                ? null
                                : TlObject.of("messageReplyHeader", "reply_to_msg_id", draft.replyTo()));
    }
}
