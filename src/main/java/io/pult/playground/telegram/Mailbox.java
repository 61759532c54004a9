package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The private messages of an account and the log of what happened to them: each entry moves pts. What is older than the log
 * can only be called too long ago.
 */
final class Mailbox {
    private static final int KEPT = 10_000;

    private final NavigableMap<Integer, Message> messages = new TreeMap<>();
    private final Map<Long, Integer> read = new HashMap<>();
    private final Deque<Entry> log = new ArrayDeque<>();
    private int lastId;
    private int pts = 1;
    private int seq;

    /**
     * @param pts after it
     * @param count by how much it moved pts
     * @param message that came; null for anything else
     * @param update that says what happened; null for a message that came
     */
    record Entry(
            int pts,
            int count,
            @Nullable Message message,
            @Nullable TlObject update) {}

    NavigableMap<Integer, Message> messages() {
        return messages;
    }

    int pts() {
        return pts;
    }

    int seq() {
        return seq;
    }

    int nextSeq() {
        return ++seq;
    }

    int nextId() {
        return ++lastId;
    }

    Entry put(Message message) {
        messages.put(message.id(), message);
        return enter(new Entry(pts + 1, 1, message, null));
    }

    /** Moves pts by so much for something that is no new message; the fields {@code pts} and {@code pts_count} are set. */
    Entry happened(int count, TlObject update) {
        return enter(new Entry(
                pts + count, count, null, update.with("pts", pts + count).with("pts_count", count)));
    }

    /** Something happened of which nobody will ever hear. */
    void skip(int count) {
        pts += count;
    }

    private Entry enter(Entry entry) {
        pts = entry.pts();
        log.addLast(entry);
        if (log.size() > KEPT) {
            log.removeFirst();
        }
        return entry;
    }

    /** What came after so many pts, the oldest first; null when the log does not reach back so far. */
    @Nullable
    List<Entry> since(int known) {
        if (!log.isEmpty()
                && log.size() == KEPT
                && log.getFirst().pts() - log.getFirst().count() > known) {
            return null;
        }
        var after = new ArrayList<Entry>();
        for (Entry each : log) {
            if (each.pts() > known) {
                after.add(each);
            }
        }
        return after;
    }

    /** The last message of each talk, the newest first. */
    List<Message> latest() {
        var byPeer = new HashMap<Long, Message>();
        for (Message each : messages.values()) {
            byPeer.put(peer(each), each);
        }
        return byPeer.values().stream()
                .sorted((one, other) -> Integer.compare(other.id(), one.id()))
                .toList();
    }

    /** The messages of one talk, the oldest first. */
    List<Message> with(long peer) {
        return messages.values().stream().filter(each -> peer(each) == peer).toList();
    }

    int readUpTo(long peer) {
        return read.getOrDefault(peer, 0);
    }

    /** Says whether something new was read. */
    boolean read(long peer, int upTo) {
        int before = readUpTo(peer);
        read.put(peer, Math.max(before, upTo));
        return upTo > before;
    }

    private static long peer(Message message) {
        return message.place() instanceof Message.Place.InMailbox mailbox ? mailbox.peer() : 0;
    }
}
