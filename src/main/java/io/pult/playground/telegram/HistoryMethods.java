package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What was written before, and how often it was seen. */
final class HistoryMethods {
    private static final int MOST_IDS = 100;

    private final World world;
    private final Peers peers;

    private HistoryMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new HistoryMethods(world);
        return List.of(
                Method.of("messages.getHistory", methods::history),
                Method.of("messages.getMessages", methods::messages),
                Method.of("channels.getMessages", methods::channelMessages),
                Method.of("messages.getMessagesViews", methods::views),
                Method.of("messages.readHistory", methods::read),
                Method.of("channels.readHistory", methods::readChannel));
    }

    private Object history(Call call) {
        Account account = call.account();
        Peers.Peer peer = peers.peer(account, call.object("peer"));
        if (peer instanceof Peers.Peer.Place place) {
            Channel channel = place.channel();
            return inChannel(account, channel, channel.messages().values(), Page.of(call));
        }
        long other = ((Peers.Peer.Person) peer).account().id();
        List<Message> all = account.mailbox().with(other);
        List<Message> page = Page.of(call).of(all);
        var bundle = new Bundle(world, account, false).user(other);
        TlObject messages = TlObject.of(page.size() == all.size() ? "messages.messages" : "messages.messagesSlice")
                .with("messages", bundle.messages(page))
                .with("chats", bundle.chats())
                .with("users", bundle.users());
        return page.size() == all.size() ? messages : messages.with("count", all.size());
    }

    private TlObject inChannel(Account account, Channel channel, Collection<Message> all, Page page) {
        return channelMessages(world, account, channel, page.of(all), all.size());
    }

    static TlObject channelMessages(World world, Account account, Channel channel, List<Message> page, int count) {
        var bundle = new Bundle(world, account, false).channel(channel);
        return TlObject.of("messages.channelMessages")
                .with("pts", channel.pts())
                .with("count", count)
                .with("messages", bundle.messages(page))
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private Object messages(Call call) {
        var bundle = new Bundle(world, call.account(), false);
        var found = new ArrayList<TlObject>();
        for (int id : ids(call)) {
            Message message = call.account().mailbox().messages().get(id);
            found.add(message == null ? TlObject.of("messageEmpty", "id", id) : bundle.message(message));
        }
        return TlObject.of("messages.messages")
                .with("messages", found)
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private Object channelMessages(Call call) {
        Channel channel = peers.channel(call.account(), call.object("channel"));
        var bundle = new Bundle(world, call.account(), false).channel(channel);
        var found = new ArrayList<TlObject>();
        for (int id : ids(call)) {
            Message message = channel.messages().get(id);
            found.add(
                    message == null
                            ? TlObject.of("messageEmpty", "id", id, "peer_id", Faces.peer(channel))
                            : bundle.message(message));
        }
        return TlObject.of("messages.channelMessages")
                .with("pts", channel.pts())
                .with("count", found.size())
                .with("messages", found)
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private static List<Integer> ids(Call call) {
        List<TlObject> inputs = call.objects("id");
        if (inputs.isEmpty() || inputs.size() > MOST_IDS) {
            throw RpcRefusal.bad("MESSAGE_IDS_EMPTY");
        }
        return inputs.stream()
                .map(each -> {
                    if (!each.is("inputMessageID")) {
                        throw RpcRefusal.bad("MSG_ID_INVALID");
                    }
                    return each.int32("id");
                })
                .toList();
    }

    private Object views(Call call) {
        Account account = call.account();
        Channel channel = peers.channelOf(account, call.object("peer"));
        boolean increment = call.arguments().flag("increment");
        var bundle = new Bundle(world, account, false).channel(channel);
        var views = new ArrayList<TlObject>();
        for (int id : call.arguments().ints("id")) {
            Message message = channel.messages().get(id);
            if (message == null) {
                views.add(TlObject.of("messageViews"));
            } else {
                if (increment) {
                    message.seenBy(account.id());
                }
                views.add(TlObject.of("messageViews", "views", message.views(), "forwards", 0)
                        .with("replies", bundle.faces().replies(message, channel)));
            }
        }
        return TlObject.of("messages.messageViews")
                .with("views", views)
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private Object read(Call call) {
        Account account = call.account();
        if (!(peers.peer(account, call.object("peer")) instanceof Peers.Peer.Person person)) {
            throw RpcRefusal.bad("PEER_ID_INVALID");
        }
        int before = account.mailbox().pts();
        if (account.mailbox().read(person.account().id(), call.int32("max_id"))) {
            world.talks().read(account, person.account(), call.int32("max_id"), call.caller());
        }
        int now = account.mailbox().pts();
        return TlObject.of("messages.affectedMessages", "pts", now, "pts_count", now - before);
    }

    private Object readChannel(Call call) {
        Channel channel = peers.channel(call.account(), call.object("channel"));
        int upTo = Math.min(call.int32("max_id"), channel.lastId());
        Integer before = channel.read().put(call.account().id(), upTo);
        if (before == null || before < upTo) {
            TlObject news = TlObject.of("updateReadChannelInbox")
                    .with("channel_id", channel.id())
                    .with("max_id", upTo)
                    .with(
                            "still_unread_count",
                            channel.messages().tailMap(upTo, false).size())
                    .with("pts", channel.pts());
            TlObject push = TlObject.of("updateShort", "update", news, "date", world.now());
            world.pushes().to(call.account(), push, call.caller());
        }
        return true;
    }

    /** Which part of a list of messages is wanted, as all the calls say it that page. */
    record Page(int offsetId, int offsetDate, int shift, int limit, int below, int above) {
        static Page of(Call call) {
            return new Page(
                    call.int32("offset_id"),
                    call.int32("offset_date"),
                    call.int32("add_offset"),
                    Math.min(call.int32("limit"), MOST_IDS),
                    call.int32("max_id"),
                    call.int32("min_id"));
        }

        /** The newest first. */
        List<Message> of(Collection<Message> oldestFirst) {
            var wanted = new ArrayList<Message>();
            int start = 0;
            for (Message each : oldestFirst) {
                if ((below == 0 || each.id() < below)
                        && each.id() > above
                        && (offsetDate == 0 || each.date() < offsetDate)) {
                    wanted.add(each);
                    start += offsetId != 0 && each.id() >= offsetId ? 1 : 0;
                }
            }
            Collections.reverse(wanted);
            int from = Math.max(0, Math.min(wanted.size(), start + shift));
            int to = Math.max(from, Math.min(wanted.size(), start + shift + Math.max(0, limit)));
            return List.copyOf(wanted.subList(from, to));
        }
    }
}
