package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.contract.telegram.SeenPresence;
import io.pult.contract.telegram.SeenPresence.Seen;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramEvents;
import io.pult.contract.telegram.TelegramEvents.Posted;
import io.pult.contract.telegram.TelegramEvents.PresenceChange;
import io.pult.contract.telegram.TelegramEvents.PresenceChanged;
import io.pult.mtproto.Presence;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.Peer;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells what happens to the accounts of this node. Presence comes by the thousand: what comes in one turn of the loop is one
 * event. Confined to the loop of the verticle.
 */
final class SessionNews {
    private final Bus bus;
    private final Context context;
    private List<PresenceChange> changes = new ArrayList<>();

    SessionNews(Bus bus, Context context) {
        this.bus = bus;
        this.context = context;
    }

    void presence(UUID account, long user, Presence presence) {
        if (changes.isEmpty()) {
            context.runOnContext(turn -> tell());
        }
        changes.add(new PresenceChange(account, seen(user, presence)));
        if (changes.size() == TelegramEvents.MOST_CHANGES) {
            tell();
        }
    }

    void posted(UUID account, Peer.Channel channel, Message.Plain post) {
        bus.publish(
                TelegramEvents.POSTED,
                new Posted(
                        account, channel.channelId(), post.id(), post.message(), Instant.ofEpochSecond(post.date())));
    }

    void changed(SessionRow now) {
        bus.publish(
                TelegramAccountOps.CHANGED,
                new TelegramAccountOps.Changed(now.account(), now.workspace(), now.state()));
    }

    static SeenPresence seen(long user, Presence presence) {
        if (presence instanceof Presence.Online online) {
            return new SeenPresence(user, Seen.ONLINE, online.until(), false);
        } else if (presence instanceof Presence.Offline offline) {
            return new SeenPresence(user, Seen.OFFLINE, offline.since(), false);
        } else if (presence instanceof Presence.Recently recently) {
            return new SeenPresence(user, Seen.RECENTLY, null, recently.byUs());
        } else if (presence instanceof Presence.LastWeek week) {
            return new SeenPresence(user, Seen.LAST_WEEK, null, week.byUs());
        } else if (presence instanceof Presence.LastMonth month) {
            return new SeenPresence(user, Seen.LAST_MONTH, null, month.byUs());
        }
        return new SeenPresence(user, Seen.UNKNOWN, null, false);
    }

    private void tell() {
        if (!changes.isEmpty()) {
            List<PresenceChange> told = changes;
            changes = new ArrayList<>();
            bus.publish(TelegramEvents.PRESENCE_CHANGED, new PresenceChanged(told));
        }
    }
}
