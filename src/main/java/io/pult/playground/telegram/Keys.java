package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import java.util.HashMap;
import java.util.Map;

/** The auth keys that called once. */
final class Keys {
    private final World world;
    private final Map<Long, Key> byId = new HashMap<>();

    Keys(World world) {
        this.world = world;
    }

    Key of(long authKeyId, int dc) {
        return byId.computeIfAbsent(authKeyId, id -> new Key(id, dc, world.nonZero()));
    }

    void left(Caller caller) {
        Key key = byId.get(caller.authKeyId());
        if (key != null) {
            key.listeners().remove(caller);
        }
    }

    void gone(long authKeyId) {
        Key key = byId.remove(authKeyId);
        if (key != null) {
            key.signOut();
        }
    }
}
