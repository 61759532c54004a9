package io.pult.playground.telegram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A broadcast channel or a group, with its members, messages and log. Used with the lock of the world held. */
public final class Channel {
    private static final int KEPT = 10_000;

    private final long id;
    private final ChannelSpec spec;
    private final int made;
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private final Set<Long> banned = new LinkedHashSet<>();
    private final Set<Long> requests = new LinkedHashSet<>();
    private final Map<Long, Integer> read = new LinkedHashMap<>();
    private final Map<Long, Integer> lastWritten = new LinkedHashMap<>();
    private final NavigableMap<Integer, Message> messages = new TreeMap<>();
    private final Deque<Entry> log = new ArrayDeque<>();
    private @Nullable Channel linked;
    private int lastId;
    private int pts = 1;
    private int moved;

    /** What somebody is in a channel. */
    enum Role {
        CREATOR,
        ADMIN,
        MEMBER
    }

    /** @param by who let them in or gave them their rights */
    record Member(long user, Role role, int since, long by) {}

    /** What happened to a message. */
    enum What {
        NEW,
        EDITED,
        DELETED
    }

    /** @param pts after it, which it moved by one */
    record Entry(int pts, What what, Message message) {}

    Channel(long id, ChannelSpec spec, int made) {
        this.id = id;
        this.spec = spec;
        this.made = made;
    }

    public long id() {
        return id;
    }

    ChannelSpec spec() {
        return spec;
    }

    int made() {
        return made;
    }

    Map<Long, Member> members() {
        return members;
    }

    Set<Long> banned() {
        return banned;
    }

    /** Who asked to be let in. */
    Set<Long> requests() {
        return requests;
    }

    Map<Long, Integer> read() {
        return read;
    }

    /** When each wrote last, for the slow mode. */
    Map<Long, Integer> lastWritten() {
        return lastWritten;
    }

    NavigableMap<Integer, Message> messages() {
        return messages;
    }

    /** The discussion group of a channel, or the channel of a discussion group. */
    @Nullable
    Channel linked() {
        return linked;
    }

    void link(Channel other) {
        linked = other;
        other.linked = this;
    }

    int pts() {
        return pts;
    }

    /** When pts moved last, in seconds. */
    int moved() {
        return moved;
    }

    int lastId() {
        return lastId;
    }

    int nextId() {
        return ++lastId;
    }

    boolean isMember(long user) {
        return members.containsKey(user);
    }

    boolean isAdmin(long user) {
        Member member = members.get(user);
        return member != null && member.role() != Role.MEMBER;
    }

    /** Everybody may look at a public one who is not banned; at a private one members alone. */
    boolean isOpenTo(long user) {
        return !banned.contains(user) && (spec.username() != null || isMember(user) || isDiscussionOfOpen(user));
    }

    private boolean isDiscussionOfOpen(long user) {
        return !spec.broadcast() && linked != null && (linked.spec.username() != null || linked.isMember(user));
    }

    Entry happened(What what, Message message, int now) {
        pts++;
        moved = now;
        var entry = new Entry(pts, what, message);
        log.addLast(entry);
        if (log.size() > KEPT) {
            log.removeFirst();
        }
        return entry;
    }

    /** Something happened of which nobody will ever hear. */
    void skip(int count, int now) {
        pts += count;
        moved = now;
    }

    /** What came after so many pts, the oldest first; null when the log does not reach back so far. */
    @Nullable
    List<Entry> since(int known) {
        if (log.size() == KEPT && log.getFirst().pts() - 1 > known) {
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

    /** The messages of a thread, the oldest first. */
    List<Message> thread(int top) {
        return messages.values().stream().filter(each -> each.thread() == top).toList();
    }
}
