package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The users and chats that are mentioned in an answer or a push, which have to come with it. */
final class Bundle {
    private final World world;
    private final Faces faces;
    private final boolean pushed;
    private final Map<Long, TlObject> users = new LinkedHashMap<>();
    private final Map<Long, TlObject> chats = new LinkedHashMap<>();

    /** @param pushed whether strangers are shown as a glimpse */
    Bundle(World world, Account viewer, boolean pushed) {
        this.world = world;
        this.faces = new Faces(world, viewer);
        this.pushed = pushed;
    }

    Faces faces() {
        return faces;
    }

    Bundle user(long id) {
        Account who = world.accounts().find(id);
        if (who != null) {
            users.computeIfAbsent(id, absent -> faces.user(who));
        }
        return this;
    }

    Bundle channel(Channel channel) {
        chats.computeIfAbsent(channel.id(), absent -> faces.channel(channel));
        return this;
    }

    /** The message as the viewer sees it; whoever it mentions is added. */
    TlObject message(Message message) {
        if (message.place() instanceof Message.Place.InMailbox mailbox) {
            user(message.draft().from()).user(mailbox.peer());
        } else if (message.place() instanceof Message.Place.InChannel in) {
            channel(in.channel());
            if (in.channel().linked() != null) {
                channel(in.channel().linked());
            }
            author(message.draft().from());
        }
        return faces.message(message);
    }

    List<TlObject> messages(Collection<Message> messages) {
        return messages.stream().map(this::message).toList();
    }

    List<TlObject> users() {
        return List.copyOf(users.values());
    }

    List<TlObject> chats() {
        return List.copyOf(chats.values());
    }

    /** @param seq 0 for what is not counted */
    TlObject updates(List<TlObject> updates, int seq) {
        return TlObject.of(
                "updates", "updates", updates, "users", users(), "chats", chats(), "date", world.now(), "seq", seq);
    }

    private void author(long id) {
        Account who = world.accounts().find(id);
        boolean stranger = who != null
                && who != faces.viewer()
                && !faces.viewer().contacts().contains(id);
        if (who != null && pushed && stranger) {
            users.computeIfAbsent(id, absent -> faces.glimpse(who));
        } else {
            user(id);
        }
    }
}
