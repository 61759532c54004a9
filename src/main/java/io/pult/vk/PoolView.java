package io.pult.vk;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of some of its members, all as of one moment.
 *
 * @param shared told by Redis for all nodes; else by this node alone
 * @param members those that are in the pool, by name
 * @param dead thrown out, until something brings them back
 * @param locks of members and methods, also those that are over
 */
record PoolView(boolean shared, Map<String, Member> members, Set<String> dead, List<TokenLock> locks) {
    enum Watch {
        NONE,
        /** It was too fast, and is slower than it should be or about to be. */
        SLOWED,
        /** It comes back from a rest: one call at a time until one succeeds. */
        TRIAL
    }

    /** @param until from now on; negative for what is over */
    record Mark(Duration until, int code) {
        boolean ahead() {
            return until.toMillis() > 0;
        }
    }

    /**
     * @param next until it may go
     * @param pace between two calls now; the spacing is what is configured
     * @param kept when it was spared a rest because no other token was awake
     */
    record Member(
            Duration next,
            Duration pace,
            Duration spacing,
            Watch watch,
            @Nullable Mark cool,
            @Nullable Mark kept) {}

    boolean thrownOut(String member) {
        return dead.contains(member) && !members.containsKey(member);
    }

    Optional<TokenLock> lock(String member, String method) {
        return locks.stream()
                .filter(lock -> lock.member().equals(member) && lock.method().equals(method))
                .findFirst();
    }

    /** Of {@link TokenScripts#LOOK}. */
    static PoolView read(Response answer, List<String> names, List<String> methods) {
        long now = answer.get(0).toLong();
        var members = new HashMap<String, Member>();
        var epochs = new HashMap<String, Long>();
        var dead = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            Response seen = answer.get(1).get(i);
            if (!seen.get(5).toString().isEmpty()) {
                dead.add(names.get(i));
            }
            String next = seen.get(0).toString();
            if (next.isEmpty()) {
                continue;
            }
            String[] meta = seen.get(1).toString().split("\\|");
            String[] more = seen.get(2).toString().split("\\|");
            epochs.put(names.get(i), Long.parseLong(meta[1]));
            members.put(
                    names.get(i),
                    new Member(
                            Duration.ofMillis((long) Double.parseDouble(next) - now),
                            Duration.ofMillis(Long.parseLong(meta[2])),
                            Duration.ofMillis(Long.parseLong(more[0])),
                            Watch.values()[Integer.parseInt(meta[3])],
                            mark(seen.get(3).toString(), now),
                            mark(seen.get(4).toString(), now)));
        }
        var locks = new ArrayList<TokenLock>();
        for (int i = 0; i < methods.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                Long epoch = epochs.get(names.get(j));
                String[] lock = answer.get(2).get(i).get(j).toString().split(" ");
                if (epoch != null && lock.length == 4 && epoch == Long.parseLong(lock[1])) {
                    locks.add(new TokenLock(
                            names.get(j),
                            epoch,
                            methods.get(i),
                            Integer.parseInt(lock[2]),
                            Duration.ofMillis(Long.parseLong(lock[0]) - now),
                            Integer.parseInt(lock[3])));
                }
            }
        }
        return new PoolView(true, members, dead, locks);
    }

    private static @Nullable Mark mark(String text, long now) {
        String[] parts = text.split(" ");
        return parts.length < 2
                ? null
                : new Mark(Duration.ofMillis(Long.parseLong(parts[0]) - now), Integer.parseInt(parts[1]));
    }
}
