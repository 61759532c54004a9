package io.pult.telegram;

import io.pult.mtproto.KnownPeer;
import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.Membership;
import io.pult.mtproto.Place;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.updates.ChannelMark;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a client watching what the watches of its account name. Channels are followed. Presence is pushed by Telegram for
 * contacts, and rarely to an account that does not say to be here; this one never does, so they are asked after as well. Confined
 * to one loop.
 */
final class WatchKeeping {
    private static final Logger log = LoggerFactory.getLogger(WatchKeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    /** Names that are looked up at a time: Telegram limits this most of all. */
    private static final int A_FEW = 3;

    private final UUID account;
    private final Watches watches;
    private @Nullable TelegramClient applied;
    private long askAt;
    private boolean busy;

    WatchKeeping(UUID account, Watches watches) {
        this.account = account;
        this.watches = watches;
    }

    /** Somebody else is watched now. */
    void renewed() {
        askAt = 0;
    }

    /** @param saved what an earlier client followed */
    void tend(TelegramClient client, @Nullable SavedAccount saved, long now) {
        if (busy) {
            return;
        }
        if (applied != client) {
            applied = client;
            askAt = next(now);
            run(follow(client, saved)
                    .transform(followed -> watches.anybody() ? ask(client) : Future.succeededFuture()));
        } else if (watches.anybody() && now >= askAt) {
            askAt = next(now);
            run(ask(client));
        }
    }

    private static long next(long now) {
        return now + Math.round(EVERY.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
    }

    private void run(Future<?> work) {
        busy = true;
        work.onComplete(done -> busy = false)
                .onFailure(cause -> log.atInfo()
                        .addKeyValue("account", account)
                        .addKeyValue("reason", cause.toString())
                        .log("what is watched could not be asked for"));
    }

    // Channels.

    private Future<?> follow(TelegramClient client, @Nullable SavedAccount saved) {
        Map<Long, @Nullable String> wanted = watches.watchedChannels();
        Set<Long> before = saved == null
                ? Set.of()
                : saved.updates().channels().stream()
                        .map(ChannelMark::channelId)
                        .collect(Collectors.toSet());
        before.stream().filter(channel -> !wanted.containsKey(channel)).forEach(client::unfollow);
        Future<?> chain = Future.succeededFuture();
        for (Map.Entry<Long, @Nullable String> each : wanted.entrySet()) {
            if (!before.contains(each.getKey())) {
                chain = chain.transform(done -> follow(client, each.getKey(), each.getValue()));
            }
        }
        return chain;
    }

    /** @return false when no more can be followed */
    static Future<Boolean> follow(TelegramClient client, long channel, @Nullable String username) {
        var place = new Place(new Peer.Channel(channel), username);
        return client.membership()
                .ownRole(place)
                .map(role -> client.follow(
                        channel, role instanceof Membership.Role.Nobody || role instanceof Membership.Role.Banned));
    }

    // Presence.

    private Future<?> ask(TelegramClient client) {
        Map<Long, @Nullable String> wanted = watches.watchedPeople();
        return client.people().statuses().compose(contacts -> {
            wanted.keySet().removeAll(contacts.keySet());
            return wanted.isEmpty() ? Future.succeededFuture() : others(client, wanted);
        });
    }

    private static Future<?> others(TelegramClient client, Map<Long, @Nullable String> wanted) {
        Set<Long> known = known(client);
        List<Long> users = wanted.keySet().stream().filter(known::contains).toList();
        var names = new ArrayList<String>();
        wanted.forEach((user, name) -> {
            if (name != null && !known.contains(user) && names.size() < A_FEW) {
                names.add(name);
            }
        });
        Future<?> chain =
                users.isEmpty() ? Future.succeededFuture() : client.people().users(users);
        for (String name : names) {
            // Looking a name up tells of the user's presence, too, the next time.
            chain = chain.transform(done -> client.people().named(name));
        }
        return chain;
    }

    private static Set<Long> known(TelegramClient client) {
        SavedAccount now = client.export();
        return now == null
                ? Set.of()
                : now.peers().stream()
                        .filter(peer -> peer.kind() == Kind.USER)
                        .map(KnownPeer::id)
                        .collect(Collectors.toSet());
    }
}
