package io.pult.mtproto;

import io.pult.mtproto.api.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Where something is said or done.
 *
 * @param peer a user, a basic group or a channel; a supergroup is a channel
 * @param username without "@", by which its access hash can be found when the account lost it; null when it has none
 */
public record Place(Peer peer, @Nullable String username) {
    public static Place channel(long id) {
        return new Place(new Peer.Channel(id), null);
    }

    public static Place user(long id) {
        return new Place(new Peer.User(id), null);
    }
}
