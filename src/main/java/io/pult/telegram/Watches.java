package io.pult.telegram;

import io.pult.mtproto.Presence;
import io.pult.telegram.Watch.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whom and what others watch through one account. Confined to one loop. */
final class Watches {
    /** Most accounts watch nothing, and cost nothing here. */
    private Map<Long, Seen> people = Map.of();

    private Map<Long, Watched> channels = Map.of();

    /** What the asker and the last answer of Telegram say about a user. */
    private static final class Seen extends Watched {
        private @Nullable Presence last;
    }

    private static class Watched {
        final Set<String> askers = new HashSet<>(2);

        @Nullable
        String username;
    }

    void add(Collection<Watch> watches) {
        for (Watch watch : watches) {
            Watched watched = watch.kind() == Kind.PRESENCE ? person(watch.peer()) : channel(watch.peer());
            watched.askers.add(watch.askedBy());
            if (watch.username() != null) {
                watched.username = watch.username();
            }
        }
    }

    /** @return those whom nobody watches any more */
    List<Long> remove(Kind kind, Collection<Long> peers, String askedBy) {
        Map<Long, ? extends Watched> all = kind == Kind.PRESENCE ? people : channels;
        var gone = new ArrayList<Long>();
        for (Long peer : peers) {
            Watched watched = all.get(peer);
            if (watched != null && watched.askers.remove(askedBy) && watched.askers.isEmpty()) {
                all.remove(peer);
                gone.add(peer);
            }
        }
        return gone;
    }

    boolean any() {
        return !people.isEmpty() || !channels.isEmpty();
    }

    int people() {
        return people.size();
    }

    int channels() {
        return channels.size();
    }

    boolean anybody() {
        return !people.isEmpty();
    }

    /** Remembers what was seen. @return whether somebody wants to be told, and it is new */
    boolean news(long user, Presence presence) {
        Seen watched = people.get(user);
        if (watched == null || presence.equals(watched.last)) {
            return false;
        }
        watched.last = presence;
        return true;
    }

    boolean channelWatched(long channel) {
        return channels.containsKey(channel);
    }

    /** Ids and, where it is known, by which name they were asked for. */
    Map<Long, @Nullable String> watchedPeople() {
        return names(people);
    }

    Map<Long, @Nullable String> watchedChannels() {
        return names(channels);
    }

    private static Map<Long, @Nullable String> names(Map<Long, ? extends Watched> watched) {
        var names = new TreeMap<Long, @Nullable String>();
        watched.forEach((peer, each) -> names.put(peer, each.username));
        return names;
    }

    private Watched person(long user) {
        if (people.isEmpty()) {
            people = new HashMap<>();
        }
        return people.computeIfAbsent(user, first -> new Seen());
    }

    private Watched channel(long id) {
        if (channels.isEmpty()) {
            channels = new HashMap<>();
        }
        return channels.computeIfAbsent(id, first -> new Watched());
    }
}
