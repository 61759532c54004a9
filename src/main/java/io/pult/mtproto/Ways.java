package io.pult.mtproto;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.api.InputChannel;
import io.pult.mtproto.api.InputPeer;
import io.pult.mtproto.api.InputUser;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.api.ResolveUsername;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.tl.Call;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;

/**
 * From a place to a call that names it. A hash that Telegram does not take any more is forgotten and looked up once, by the
 * username; after that the call fails.
 */
final class Ways {
    private static final Set<String> STALE = Set.of("PEER_ID_INVALID", "CHANNEL_INVALID", "USER_ID_INVALID");

    private final TelegramClient client;

    Ways(TelegramClient client) {
        this.client = client;
    }

    <R> Future<R> toPeer(Place place, Function<InputPeer, Call<R>> call) {
        return to(place, () -> client.call(call.apply(inputPeer(place.peer()))));
    }

    <R> Future<R> toChannel(Place place, Function<InputChannel, Call<R>> call) {
        return to(place, () -> client.call(call.apply(inputChannel(place.peer()))));
    }

    /** @throws UnknownPeer when the account has no hash of it */
    InputPeer inputPeer(Peer peer) {
        if (peer instanceof Peer.User user) {
            return user.userId() == client.self()
                    ? new InputPeer.Self()
                    : new InputPeer.User(user.userId(), client.peers().hash(Kind.USER, user.userId()));
        } else if (peer instanceof Peer.Channel channel) {
            return new InputPeer.Channel(channel.channelId(), client.peers().hash(Kind.CHANNEL, channel.channelId()));
        }
        return new InputPeer.Chat(((Peer.Chat) peer).chatId());
    }

    private InputChannel inputChannel(Peer peer) {
        if (peer instanceof Peer.Channel channel) {
            return new InputChannel.Plain(channel.channelId(), client.peers().hash(Kind.CHANNEL, channel.channelId()));
        }
        throw new IllegalArgumentException("this is done to a channel or a supergroup only");
    }

    InputUser inputUser(Peer peer) {
        if (peer instanceof Peer.User user) {
            return user.userId() == client.self()
                    ? new InputUser.Self()
                    : new InputUser.Plain(user.userId(), client.peers().hash(Kind.USER, user.userId()));
        }
        throw new IllegalArgumentException("this is done to a user only");
    }

    private interface Attempt<R> {
        Future<R> run();
    }

    private <R> Future<R> to(Place place, Attempt<R> attempt) {
        return tried(attempt).recover(cause -> lookedUp(place, cause).compose(found -> tried(attempt)));
    }

    private static <R> Future<R> tried(Attempt<R> attempt) {
        try {
            return attempt.run();
        } catch (UnknownPeer | IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
    }

    /** Fails with the cause when nothing better can be found. */
    private Future<Void> lookedUp(Place place, Throwable cause) {
        boolean stale = cause instanceof CallFailure.Refused refused
                && STALE.contains(refused.error().kind());
        if (stale) {
            forget(place.peer());
        }
        String username = place.username();
        if (username == null || (!stale && !(cause instanceof UnknownPeer))) {
            return Future.failedFuture(cause);
        }
        return client.call(new ResolveUsername(username))
                .compose(found -> found.peer().equals(place.peer())
                        ? Future.succeededFuture()
                        // The name is somebody else's now.
                        : Future.failedFuture(cause));
    }

    private void forget(Peer peer) {
        boolean gone = false;
        if (peer instanceof Peer.User user) {
            gone = client.peers().evict(Kind.USER, user.userId());
        } else if (peer instanceof Peer.Channel channel) {
            gone = client.peers().evict(Kind.CHANNEL, channel.channelId());
        }
        if (gone) {
            client.unsaved();
        }
    }
}
