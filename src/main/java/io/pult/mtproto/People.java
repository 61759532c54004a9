package io.pult.mtproto;

import io.pult.mtproto.api.ContactStatus;
import io.pult.mtproto.api.GetStatuses;
import io.pult.mtproto.api.GetUsers;
import io.pult.mtproto.api.InputUser;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.api.ResolveUsername;
import io.pult.mtproto.api.UpdateStatus;
import io.pult.mtproto.api.User;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Users, and whether they are there. */
public final class People {
    /** Users that are asked for at a time. */
    private static final int A_CALL = 100;

    private final TelegramClient client;
    private final Ways ways;

    People(TelegramClient client) {
        this.client = client;
        this.ways = new Ways(client);
    }

    /** Who has this name, without "@". Telegram limits this most of all that is read: keep what it answers for days. */
    public Future<Place> named(String username) {
        return client.call(new ResolveUsername(username)).map(found -> new Place(found.peer(), username));
    }

    /** All contacts in one cheap call; also told to the listener. */
    public Future<Map<Long, Presence>> statuses() {
        return client.call(new GetStatuses()).map(statuses -> {
            statuses.forEach(each -> client.presence(each.userId(), Presence.of(each.status())));
            return statuses.stream()
                    .collect(Collectors.toMap(
                            ContactStatus::userId, each -> Presence.of(each.status()), (one, other) -> other));
        });
    }

    /**
     * Users whose hash the account has, a hundred a call, one call after the other. Their presence is told to the listener.
     * Fails at once with {@link UnknownPeer} for one that the account does not know.
     */
    public Future<List<User>> users(List<Long> ids) {
        var inputs = new ArrayList<InputUser>(ids.size());
        try {
            ids.forEach(id -> inputs.add(ways.inputUser(new Peer.User(id))));
        } catch (UnknownPeer e) {
            return Future.failedFuture(e);
        }
        Future<List<User>> all = Future.succeededFuture(new ArrayList<>(ids.size()));
        for (int from = 0; from < inputs.size(); from += A_CALL) {
            List<InputUser> some = inputs.subList(from, Math.min(inputs.size(), from + A_CALL));
            all = all.compose(before -> client.call(new GetUsers(some)).map(found -> {
                before.addAll(found);
                found.forEach(this::tell);
                return before;
            }));
        }
        return all;
    }

    /** The account itself. */
    public Future<User> self() {
        return client.call(new GetUsers(List.of(new InputUser.Self())))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(new UnknownPeer(KnownPeer.Kind.USER, client.self()))
                        : Future.succeededFuture(found.get(0)));
    }

    /** Says whether the account is here: others see it. Has to be said again within 210 s to stay so. */
    public Future<Void> beOnline(boolean online) {
        return client.call(new UpdateStatus(!online)).mapEmpty();
    }

    private void tell(User user) {
        if (user instanceof User.Plain plain && !plain.min() && plain.status() != null) {
            client.presence(plain.id(), Presence.of(plain.status()));
        }
    }
}
