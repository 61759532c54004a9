package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.List;

/** The list of talks and channels. */
final class DialogMethods {
    private final World world;
    private final Peers peers;

    private DialogMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new DialogMethods(world);
        return List.of(
                Method.of("messages.getDialogs", methods::dialogs),
                Method.of("messages.getPeerDialogs", methods::peerDialogs),
                Method.of("messages.getPinnedDialogs", methods::pinned));
    }

    private Object dialogs(Call call) {
        Account account = call.account();
        var bundle = new Bundle(world, account, false);
        var dialogs = new ArrayList<TlObject>();
        var messages = new ArrayList<TlObject>();
        // All on one page: whoever asks for what comes after the first page gets an empty one.
        if (call.int32("offset_id") == 0) {
            account.mailbox().latest().forEach(each -> {
                dialogs.add(dialog(account, each));
                messages.add(bundle.message(each));
            });
            world.channels().of(account.id()).forEach(each -> {
                dialogs.add(dialog(account, each));
                bundle.channel(each);
                if (!each.messages().isEmpty()) {
                    messages.add(bundle.message(each.messages().lastEntry().getValue()));
                }
            });
        }
        return TlObject.of("messages.dialogs")
                .with("dialogs", dialogs)
                .with("messages", messages)
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private Object peerDialogs(Call call) {
        Account account = call.account();
        var bundle = new Bundle(world, account, false);
        var dialogs = new ArrayList<TlObject>();
        for (TlObject each : call.objects("peers")) {
            if (!each.is("inputDialogPeer")) {
                throw RpcRefusal.bad("PEER_ID_INVALID");
            }
            if (peers.peer(account, each.object("peer")) instanceof Peers.Peer.Place place) {
                dialogs.add(dialog(account, place.channel()));
                bundle.channel(place.channel());
            }
        }
        return peerDialogs(account, bundle, dialogs);
    }

    private Object pinned(Call call) {
        return peerDialogs(call.account(), new Bundle(world, call.account(), false), List.of());
    }

    private TlObject peerDialogs(Account account, Bundle bundle, List<TlObject> dialogs) {
        TlObject state = TlObject.of("updates.state")
                .with("pts", account.mailbox().pts())
                .with("date", world.now())
                .with("seq", account.mailbox().seq());
        return TlObject.of("messages.peerDialogs")
                .with("dialogs", dialogs)
                .with("chats", bundle.chats())
                .with("users", bundle.users())
                .with("state", state);
    }

    static TlObject dialog(Account account, Channel channel) {
        int read = channel.read().getOrDefault(account.id(), 0);
        return TlObject.of("dialog")
                .with("peer", Faces.peer(channel))
                .with(
                        "top_message",
                        channel.messages().isEmpty() ? 0 : channel.messages().lastKey())
                .with("read_inbox_max_id", read)
                .with("unread_count", channel.messages().tailMap(read, false).size())
                .with("pts", channel.pts());
    }

    private static TlObject dialog(Account account, Message latest) {
        long peer = ((Message.Place.InMailbox) latest.place()).peer();
        return TlObject.of("dialog")
                .with("peer", Faces.peer(peer))
                .with("top_message", latest.id())
                .with("read_inbox_max_id", account.mailbox().readUpTo(peer));
    }
}
