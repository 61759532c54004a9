package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The auth keys that one data centre knows. On any thread. */
public final class AuthKeys {
    private static final int MOST = 200_000;
    private static final long NEVER = -1;

    private final ConcurrentHashMap<Long, KnownKey> keys = new ConcurrentHashMap<>();

    /** A key made elsewhere; its holder learns the salt by being told that his is wrong. */
    public void put(AuthKey key) {
        add(new KnownKey(key, 0, NEVER));
    }

    public boolean knows(long id) {
        return keys.containsKey(id);
    }

    public @Nullable AuthKey get(long id) {
        KnownKey known = keys.get(id);
        return known == null ? null : known.key();
    }

    public int size() {
        return keys.size();
    }

    /** Who uses the key is told -404 from now on. */
    public void remove(long id) {
        keys.remove(id);
    }

    @Nullable
    KnownKey find(long id) {
        return keys.get(id);
    }

    /** @return whether it was added: not when it is there already, nor beyond the bound */
    boolean add(KnownKey key) {
        return keys.size() < MOST && keys.putIfAbsent(key.id(), key) == null;
    }

    boolean remove(KnownKey key) {
        return keys.remove(key.id(), key);
    }

    void forgetSessions() {
        keys.values().forEach(KnownKey::forgetSessions);
    }

    List<Gap> gaps() {
        return keys.values().stream()
                .map(KnownKey::gap)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many are used by a connection that lives. */
    int inUse() {
        return (int) keys.values().stream()
                .map(KnownKey::holder)
                .filter(holder -> holder != null && holder.living())
                .count();
    }

    int sessions() {
        return keys.values().stream().mapToInt(KnownKey::sessions).sum();
    }
}
