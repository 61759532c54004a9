package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.Watched;
import io.pult.contract.telegram.TelegramActs.Watching;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.Peer;
import io.pult.telegram.Watch.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** What other concerns watch through an account: written down first, so that the next owner watches it as well. */
final class WatchHandlers {
    /** People that one account is asked to watch. */
    private static final int MOST_PEOPLE = 1_000;

    private final Routing routing;
    private final SessionParts parts;

    WatchHandlers(Routing routing, SessionParts parts) {
        this.routing = routing;
        this.parts = parts;
    }

    Future<?> serve() {
        return Future.all(List.of(
                routing.serve(TelegramActs.WATCH_PRESENCE, MemberRole.OPERATOR, this::watchPresence),
                routing.serve(TelegramActs.UNWATCH_PRESENCE, MemberRole.OPERATOR, this::unwatchPresence),
                routing.serve(TelegramActs.WATCH_CHANNEL, MemberRole.OPERATOR, this::watchChannel),
                routing.serve(TelegramActs.UNWATCH_CHANNEL, MemberRole.OPERATOR, this::unwatchChannel)));
    }

    private Future<Watching> watchPresence(HeldSession session, TelegramActs.WatchPresence ask, Call call) {
        if (session.watches().people() + ask.users().size() + ask.usernames().size() > MOST_PEOPLE) {
            return Future.failedFuture(tooMany("One account watches " + MOST_PEOPLE + " people at most"));
        }
        Future<List<Watched>> named = ask.usernames().isEmpty()
                ? Future.succeededFuture(List.of())
                : session.act(Act.read("contacts.resolveUsername"), call, client -> lookedUp(client, ask.usernames()));
        return named.compose(found -> {
            var watched = new ArrayList<Watched>();
            ask.users().forEach(user -> watched.add(new Watched(user, null)));
            watched.addAll(found);
            List<Watch> watches = watched.stream()
                    .map(each -> new Watch(Kind.PRESENCE, each.user(), each.username(), ask.askedBy()))
                    .toList();
            return keep(session, watches).map(kept -> new Watching(watched));
        });
    }

    private static Future<List<Watched>> lookedUp(TelegramClient client, List<String> names) {
        Future<List<Watched>> all = Future.succeededFuture(new ArrayList<>(names.size()));
        for (String name : names) {
            all = all.compose(before -> client.people().named(name).map(place -> {
                if (!(place.peer() instanceof Peer.User user)) {
                    throw Failure.unprocessable("telegram.not_a_user", "@" + name + " is not a user");
                }
                before.add(new Watched(user.userId(), name));
                return before;
            }));
        }
        return all;
    }

    private Future<Nothing> unwatchPresence(HeldSession session, TelegramActs.UnwatchPresence ask, Call call) {
        return forget(session, Kind.PRESENCE, ask.users(), ask.askedBy()).map(Nothing.NOTHING);
    }

    private Future<Nothing> watchChannel(HeldSession session, TelegramActs.WatchChannel ask, Call call) {
        long id = ask.channel().id();
        return session.act(
                        Act.read("channels.getParticipant", id),
                        call,
                        client -> WatchKeeping.follow(client, id, ask.channel().username()))
                .compose(followed -> followed
                        ? keep(
                                session,
                                List.of(new Watch(
                                        Kind.CHANNEL, id, ask.channel().username(), ask.askedBy())))
                        : Future.failedFuture(tooMany("One account watches 256 channels at most")))
                .map(Nothing.NOTHING);
    }

    private Future<Nothing> unwatchChannel(HeldSession session, TelegramActs.UnwatchChannel ask, Call call) {
        return forget(session, Kind.CHANNEL, List.of(ask.channel()), ask.askedBy())
                .onSuccess(gone -> gone.forEach(session::unfollow))
                .map(Nothing.NOTHING);
    }

    private Future<?> keep(HeldSession session, List<Watch> watches) {
        return parts.watches()
                .put(session.account(), parts.lease().owner(), session.epoch(), watches)
                .compose(ours -> owned(session, ours))
                .onSuccess(kept -> session.watch(watches));
    }

    private Future<List<Long>> forget(HeldSession session, Kind kind, List<Long> peers, String askedBy) {
        return parts.watches()
                .remove(session.account(), parts.lease().owner(), session.epoch(), kind, peers, askedBy)
                .compose(ours -> owned(session, ours))
                .map(forgotten -> session.watches().remove(kind, peers, askedBy));
    }

    private static Future<Void> owned(HeldSession session, boolean ours) {
        if (ours) {
            return Future.succeededFuture();
        }
        session.disowned();
        return Future.failedFuture(Ownership.notOwner());
    }

    private static Failure tooMany(String text) {
        return Failure.conflict("telegram.too_many_watches", text);
    }
}
