package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;

/** Finds whom a call means; without the viewer's own access hash nobody is found. */
final class Peers {
    private final World world;

    Peers(World world) {
        this.world = world;
    }

    /** A person or a channel. */
    sealed interface Peer {
        record Person(Account account) implements Peer {}

        record Place(Channel channel) implements Peer {}
    }

    Peer peer(Account viewer, TlObject input) {
        return switch (input.name()) {
            case "inputPeerSelf" -> new Peer.Person(viewer);
            case "inputPeerUser", "inputPeerUserFromMessage" ->
                new Peer.Person(person(viewer, input, "PEER_ID_INVALID"));
            case "inputPeerChannel", "inputPeerChannelFromMessage" -> new Peer.Place(place(viewer, input));
            case "inputPeerChat" -> throw RpcRefusal.bad("CHAT_ID_INVALID");
            default -> throw RpcRefusal.bad("PEER_ID_INVALID");
        };
    }

    Account user(Account viewer, TlObject input) {
        return switch (input.name()) {
            case "inputUserSelf" -> viewer;
            case "inputUser", "inputUserFromMessage" -> person(viewer, input, "USER_ID_INVALID");
            default -> throw RpcRefusal.bad("USER_ID_INVALID");
        };
    }

    /** A channel that the viewer may look at. */
    Channel channel(Account viewer, TlObject input) {
        return switch (input.name()) {
            case "inputChannel", "inputChannelFromMessage" -> place(viewer, input);
            default -> throw RpcRefusal.bad("CHANNEL_INVALID");
        };
    }

    /** The same for a call that has no other peer than a channel. */
    Channel channelOf(Account viewer, TlObject inputPeer) {
        if (peer(viewer, inputPeer) instanceof Peer.Place place) {
            return place.channel();
        }
        throw RpcRefusal.bad("PEER_ID_INVALID");
    }

    /** A channel by its address alone, also when it is closed to the viewer. */
    Channel addressed(Account viewer, TlObject input) {
        Channel channel = world.channels().find(input.int64("channel_id"));
        if (channel == null) {
            throw RpcRefusal.bad("CHANNEL_INVALID");
        }
        boolean right = input.has("access_hash")
                ? input.int64("access_hash") == world.accessHash(viewer, -channel.id())
                : world.posts()
                                .required(channelOf(viewer, input.object("peer")), input.int32("msg_id"))
                                .id()
                        != 0;
        if (!right) {
            throw RpcRefusal.bad("CHANNEL_INVALID");
        }
        return channel;
    }

    private Channel place(Account viewer, TlObject input) {
        Channel channel = addressed(viewer, input);
        if (!channel.isOpenTo(viewer.id())) {
            throw RpcRefusal.bad("CHANNEL_PRIVATE");
        }
        return channel;
    }

    private Account person(Account viewer, TlObject input, String otherwise) {
        Account who = world.accounts().find(input.int64("user_id"));
        boolean right = who != null
                && (input.has("access_hash")
                        ? input.int64("access_hash") == world.accessHash(viewer, who.id())
                        : wrote(who, viewer, input));
        if (who == null || !right) {
            throw RpcRefusal.bad(otherwise);
        }
        return who;
    }

    /** Whether somebody wrote the message by which they are meant. */
    private boolean wrote(Account who, Account viewer, TlObject input) {
        Channel channel = channelOf(viewer, input.object("peer"));
        return world.posts().required(channel, input.int32("msg_id")).draft().from() == who.id();
    }
}
