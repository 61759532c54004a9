package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code updates.*}: the way back for whoever missed something (core.telegram.org/api/updates). */
final class UpdatesMethods {
    private static final int MOST_IN_CHANNEL = 1_000;
    private static final int ASK_AGAIN_SECONDS = 30;
    private static final int LATEST = 10;

    private final World world;
    private final Peers peers;

    private UpdatesMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new UpdatesMethods(world);
        return List.of(
                Method.of("updates.getState", methods::state),
                Method.of("updates.getDifference", methods::difference),
                Method.of("updates.getChannelDifference", methods::channelDifference));
    }

    private Object state(Call call) {
        call.raw(0);
        return state(call.account(), call.account().mailbox().pts());
    }

    private TlObject state(Account account, int pts) {
        return TlObject.of("updates.state")
                .with("pts", pts)
                .with("qts", 0)
                .with("date", world.now())
                .with("seq", account.mailbox().seq())
                .with("unread_count", 0);
    }

    private Object difference(Call call) {
        Account account = call.account();
        Mailbox mailbox = account.mailbox();
        int known = requirePts(call, mailbox.pts());
        int date = call.int32("date");
        int slice = call.arguments().int32("pts_limit", world.habits().differenceSlice());
        List<Mailbox.Entry> missed = mailbox.since(known);
        if (missed == null || missed.size() > world.habits().differenceMost()) {
            return TlObject.of("updates.differenceTooLong", "pts", mailbox.pts());
        }
        List<TlObject> channels = movedChannels(account, date);
        if (missed.isEmpty() && mailbox.pts() == known && channels.isEmpty()) {
            return TlObject.of("updates.differenceEmpty", "date", world.now(), "seq", mailbox.seq());
        }
        boolean all = missed.size() <= slice;
        return difference(account, all ? missed : missed.subList(0, slice), all ? channels : List.of(), all);
    }

    private TlObject difference(Account account, List<Mailbox.Entry> entries, List<TlObject> channels, boolean all) {
        var bundle = new Bundle(world, account, false);
        var messages = new ArrayList<TlObject>();
        var others = new ArrayList<>(channels);
        for (Mailbox.Entry each : entries) {
            if (each.message() != null) {
                messages.add(bundle.message(each.message()));
            } else if (each.update() != null) {
                others.add(each.update());
            }
        }
        int pts =
                all ? account.mailbox().pts() : entries.get(entries.size() - 1).pts();
        return TlObject.of(all ? "updates.difference" : "updates.differenceSlice")
                .with("new_messages", messages)
                .with("other_updates", others)
                .with("chats", bundle.chats())
                .with("users", bundle.users())
                .with(all ? "state" : "intermediate_state", state(account, pts));
    }

    /** Which channels to ask about: those where something happened since. */
    private List<TlObject> movedChannels(Account account, int since) {
        return world.channels().of(account.id()).stream()
                .filter(each -> each.moved() >= since)
                .map(each -> TlObject.of("updateChannelTooLong", "channel_id", each.id(), "pts", each.pts()))
                .toList();
    }

    private Object channelDifference(Call call) {
        Account account = call.account();
        Channel channel = peers.channel(account, call.object("channel"));
        int known = requirePts(call, channel.pts());
        int limit = Math.min(call.int32("limit"), MOST_IN_CHANNEL);
        List<Channel.Entry> missed = channel.since(known);
        if (missed == null || missed.size() > world.habits().differenceMost()) {
            return tooLong(account, channel);
        }
        if (missed.isEmpty()) {
            return TlObject.of("updates.channelDifferenceEmpty")
                    .with("final", true)
                    .with("pts", channel.pts())
                    .with("timeout", ASK_AGAIN_SECONDS);
        }
        boolean all = missed.size() <= Math.max(1, limit);
        return channelDifference(account, channel, all ? missed : missed.subList(0, Math.max(1, limit)), all);
    }

    private TlObject channelDifference(Account account, Channel channel, List<Channel.Entry> entries, boolean all) {
        var bundle = new Bundle(world, account, false).channel(channel);
        var messages = new ArrayList<TlObject>();
        var others = new ArrayList<TlObject>();
        for (Channel.Entry each : entries) {
            if (each.what() == Channel.What.NEW) {
                messages.add(bundle.message(each.message()));
            } else {
                others.add(Posts.update(channel, each, bundle));
            }
        }
        return TlObject.of("updates.channelDifference")
                .with("final", all)
                .with(
                        "pts",
                        all ? channel.pts() : entries.get(entries.size() - 1).pts())
                .with("timeout", ASK_AGAIN_SECONDS)
                .with("new_messages", messages)
                .with("other_updates", others)
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private TlObject tooLong(Account account, Channel channel) {
        var bundle = new Bundle(world, account, false).channel(channel);
        List<Message> latest = channel.messages().descendingMap().values().stream()
                .limit(LATEST)
                .toList();
        return TlObject.of("updates.channelDifferenceTooLong")
                .with("final", true)
                .with("timeout", ASK_AGAIN_SECONDS)
                .with("dialog", DialogMethods.dialog(account, channel))
                .with("messages", bundle.messages(latest))
                .with("chats", bundle.chats())
                .with("users", bundle.users());
    }

    private static int requirePts(Call call, int newest) {
        @Nullable Object given = call.arguments().find("pts");
        int pts = given == null ? 0 : (Integer) given;
        if (pts == 0) {
            throw RpcRefusal.bad("PERSISTENT_TIMESTAMP_EMPTY");
        }
        if (pts < 0 || pts > newest) {
            throw RpcRefusal.bad("PERSISTENT_TIMESTAMP_INVALID");
        }
        return pts;
    }
}
