package io.pult.mtproto;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.api.Chat;
import io.pult.mtproto.api.User;
import java.util.ArrayList;
import java.util.List;

/**
 * The access hashes that an account has seen: an open-addressing table, because there are thousands of accounts with hundreds
 * of peers each. Bounded: when it is full, a peer that was not used since the hand of the clock passed last makes room.
 * Confined to one thread.
 */
final class Peers {
    /** Peers of one account. */
    static final int MOST = 1_024;

    private static final int SMALLEST = 64;
    private static final long CHANNEL_BIT = 1L << 62;
    private static final long USED_BIT = 1L << 61;
    private static final long NAME = ~USED_BIT;

    // A key is the id with the bits above; 0 is a free slot. At most half of the slots are taken.
    private long[] keys = new long[2 * SMALLEST];
    private long[] hashes = new long[2 * SMALLEST];
    private int size;
    private int hand;

    /** @return whether there is something new to keep */
    boolean put(Kind kind, long id, long accessHash) {
        if (id <= 0 || id >= USED_BIT) {
            return false;
        }
        long key = key(kind, id);
        int slot = slot(key);
        if (keys[slot] != 0) {
            boolean other = hashes[slot] != accessHash;
            hashes[slot] = accessHash;
            return other;
        }
        if (size == MOST) {
            evictOne();
        } else if (2 * (size + 1) > keys.length) {
            grow();
        }
        int free = slot(key);
        keys[free] = key;
        hashes[free] = accessHash;
        size++;
        return true;
    }

    boolean has(Kind kind, long id) {
        return keys[slot(key(kind, id))] != 0;
    }

    /** @throws UnknownPeer when the account has not seen it, or not for long */
    long hash(Kind kind, long id) {
        int slot = slot(key(kind, id));
        if (keys[slot] == 0) {
            throw new UnknownPeer(kind, id);
        }
        keys[slot] |= USED_BIT;
        return hashes[slot];
    }

    boolean evict(Kind kind, long id) {
        int slot = slot(key(kind, id));
        if (keys[slot] == 0) {
            return false;
        }
        remove(slot);
        return true;
    }

    int size() {
        return size;
    }

    List<KnownPeer> all() {
        var all = new ArrayList<KnownPeer>(size);
        for (int i = 0; i < keys.length; i++) {
            long key = keys[i] & NAME;
            if (key != 0) {
                all.add(
                        (key & CHANNEL_BIT) == 0
                                ? new KnownPeer(Kind.USER, key, hashes[i])
                                : new KnownPeer(Kind.CHANNEL, key & ~CHANNEL_BIT, hashes[i]));
            }
        }
        return all;
    }

    /** Those of an envelope. A {@code min} object has a hash that cannot be used everywhere, so it does not count. */
    boolean learn(List<User> users, List<Chat> chats) {
        boolean news = false;
        for (User user : users) {
            if (user instanceof User.Plain plain && !plain.min() && plain.accessHash() != null) {
                news |= put(Kind.USER, plain.id(), plain.accessHash());
            }
        }
        for (Chat chat : chats) {
            if (chat instanceof Chat.Channel channel && !channel.min() && channel.accessHash() != null) {
                news |= put(Kind.CHANNEL, channel.id(), channel.accessHash());
            }
        }
        return news;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldHashes = hashes;
        keys = new long[oldKeys.length * 2];
        hashes = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i] & NAME);
                keys[slot] = oldKeys[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }

    private void evictOne() {
        while (true) {
            hand = hand + 1 & keys.length - 1;
            if (keys[hand] != 0) {
                if ((keys[hand] & USED_BIT) == 0) {
                    remove(hand);
                    return;
                }
                keys[hand] &= NAME;
            }
        }
    }

    /** Moves back what had to make way for it, so that no search ends too early. */
    private void remove(int slot) {
        int mask = keys.length - 1;
        int free = slot;
        for (int i = free + 1 & mask; keys[i] != 0; i = i + 1 & mask) {
            int home = home(keys[i] & NAME);
            if ((i - home & mask) >= (i - free & mask)) {
                keys[free] = keys[i];
                hashes[free] = hashes[i];
                free = i;
            }
        }
        keys[free] = 0;
        hashes[free] = 0;
        size--;
    }

    /** Where the key is, or where it would be. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = home(key);
        while (keys[slot] != 0 && (keys[slot] & NAME) != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int home(long key) {
        return (int) ((key * 0x9e37_79b9_7f4a_7c15L) >>> 40) & (keys.length - 1);
    }

    private static long key(Kind kind, long id) {
        return kind == Kind.CHANNEL ? id | CHANNEL_BIT : id;
    }
}
