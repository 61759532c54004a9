package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reactions: one of each person on each message, of those that are allowed there. */
final class ReactionMethods {
    /** What {@code chatReactionsAll} stands for here. */
    static final List<String> ALL =
            List.of("👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🎉", "🙏", "👌", "💯", "🤝");

    private final World world;
    private final Peers peers;

    private ReactionMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new ReactionMethods(world);
        return List.of(
                Method.writing("messages.sendReaction", methods::react),
                Method.of("messages.getAvailableReactions", methods::available));
    }

    private Object react(Call call) {
        Account account = call.account();
        Peers.Peer peer = peers.peer(account, call.object("peer"));
        Message message = message(account, peer, call.int32("msg_id"));
        String emoticon = emoticon(call, peer);
        if (Objects.equals(message.reactions().get(account.id()), emoticon)) {
            throw RpcRefusal.bad("MESSAGE_NOT_MODIFIED");
        }
        world.posts().react(message, account, emoticon, call.caller());
        var bundle = new Bundle(world, account, false);
        TlObject at = peer instanceof Peers.Peer.Place place
                ? Faces.peer(place.channel())
                : Faces.peer(((Peers.Peer.Person) peer).account().id());
        if (peer instanceof Peers.Peer.Place place) {
            bundle.channel(place.channel());
        }
        return bundle.updates(List.of(Posts.reacted(bundle.faces(), message, at)), 0);
    }

    private Message message(Account account, Peers.Peer peer, int id) {
        Message message;
        if (peer instanceof Peers.Peer.Place place) {
            Channel channel = place.channel();
            if (!channel.spec().broadcast()
                    && !channel.isMember(account.id())
                    && channel.spec().joinToSend()) {
                throw RpcRefusal.forbidden("CHAT_WRITE_FORBIDDEN");
            }
            message = channel.messages().get(id);
        } else {
            message = account.mailbox().messages().get(id);
        }
        if (message == null) {
            throw RpcRefusal.bad("MESSAGE_ID_INVALID");
        }
        return message;
    }

    /** Null takes back what was there. */
    private static @Nullable String emoticon(Call call, Peers.Peer peer) {
        List<TlObject> wanted = call.arguments().has("reaction") ? call.objects("reaction") : List.of();
        if (wanted.size() > 1) {
            throw RpcRefusal.bad("REACTIONS_TOO_MANY");
        }
        if (wanted.isEmpty() || wanted.get(0).is("reactionEmpty")) {
            return null;
        }
        TlObject reaction = wanted.get(0);
        if (reaction.is("reactionCustomEmoji") && !call.account().premium()) {
            throw RpcRefusal.forbidden("PREMIUM_ACCOUNT_REQUIRED");
        }
        List<String> allowed = peer instanceof Peers.Peer.Place place ? allowed(place.channel()) : ALL;
        if (!reaction.is("reactionEmoji") || !allowed.contains(reaction.text("emoticon"))) {
            throw RpcRefusal.bad("REACTION_INVALID");
        }
        return reaction.text("emoticon");
    }

    private static List<String> allowed(Channel channel) {
        return Objects.requireNonNullElse(channel.spec().reactions(), ALL);
    }

    /** As the full form of a channel tells it. */
    static TlObject allowedIn(Channel channel) {
        List<String> some = channel.spec().reactions();
        if (some == null) {
            return TlObject.of("chatReactionsAll");
        }
        List<TlObject> reactions = some.stream()
                .map(each -> TlObject.of("reactionEmoji", "emoticon", each))
                .toList();
        return some.isEmpty()
                ? TlObject.of("chatReactionsNone")
                : TlObject.of("chatReactionsSome", "reactions", reactions);
    }

    private Object available(Call call) {
        List<TlObject> reactions = ALL.stream()
                .map(each -> TlObject.of("availableReaction", "reaction", each, "title", each))
                .toList();
        return TlObject.of("messages.availableReactions", "hash", ALL.hashCode(), "reactions", reactions);
    }
}
