package io.pult.vk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks that this node knows of, and the way of the long ones to PostgreSQL and back. Redis hears of a lock first;
 * one that the database could not take is kept here and repeated. Confined to one context.
 */
final class LockBook {
    private static final Logger log = LoggerFactory.getLogger(LockBook.class);

    /** A caller does not wait for the database longer than this. */
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /** For so long after its end a lock makes the next one longer. */
    private static final Duration MEMORY = Duration.ofHours(24);
    /** Tokens times methods that VK has limited: more of them is no longer a pool. */
    private static final int MAX_UNWRITTEN = 20_000;

    private final LockStore store;
    private final InstantSource clock;
    private final Map<Place, Known> locks = new HashMap<>();
    private final Map<Place, Known> unwritten = new LinkedHashMap<>();

    LockBook(LockStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Place(String member, String method) {}

    private record Known(long epoch, int code, Instant until, int strikes) {
        boolean newerThan(Known other) {
            return epoch > other.epoch || (epoch == other.epoch && until.isAfter(other.until));
        }
    }

    /** @return zero or less when there is none */
    Duration rest(String member, long epoch, String method) {
        Known known = locks.get(new Place(member, method));
        return known == null || known.epoch != epoch ? Duration.ZERO : Duration.between(clock.instant(), known.until);
    }

    Optional<TokenLock> find(String member, long epoch, String method) {
        var place = new Place(member, method);
        Known known = locks.get(place);
        return known == null || known.epoch != epoch ? Optional.empty() : Optional.of(lock(place, known));
    }

    /** Of methods, for Redis to be filled with. */
    List<TokenLock> ofMembers(Collection<String> members) {
        var wanted = Set.copyOf(members);
        var found = new ArrayList<TokenLock>();
        locks.forEach((place, known) -> {
            if (!place.method.equals(TokenLock.ALL) && wanted.contains(place.member)) {
                found.add(lock(place, known));
            }
        });
        return found;
    }

    /** The lock that follows from another strike, when nobody else can say. */
    TokenLock next(PoolToken token, String method, int code, List<Duration> rests) {
        Optional<TokenLock> before = find(token.member(), token.epoch(), method).filter(lock -> lock.code() == code);
        if (before.isPresent() && before.get().holds()) {
            return before.get();
        }
        int strikes = before.map(TokenLock::strikes).orElse(0);
        Duration rest = rests.get(Math.min(strikes, rests.size() - 1));
        return new TokenLock(token.member(), token.epoch(), method, code, rest, strikes + 1);
    }

    /** Never fails. Completes when a long lock is in the database, or when waiting for that takes too long. */
    Future<Void> remember(TokenLock lock) {
        if (!lock.holds()) {
            return Future.succeededFuture();
        }
        var place = new Place(lock.member(), lock.method());
        var known = new Known(lock.epoch(), lock.code(), clock.instant().plus(lock.rest()), lock.strikes());
        locks.put(place, known);
        if (!lock.isLong()) {
            return Future.succeededFuture();
        }
        if (unwritten.size() >= MAX_UNWRITTEN && !unwritten.containsKey(place)) {
            log.atError().addKeyValue("account", lock.member()).log("a lock is kept in Redis and memory alone");
            return Future.succeededFuture();
        }
        unwritten.put(place, known);
        return write(place, known)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private Future<Void> write(Place place, Known known) {
        return store.save(lock(place, known))
                .onSuccess(saved -> unwritten.remove(place, known))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("account", place.member)
                        .addKeyValue("method", place.method)
                        .addKeyValue("reason", cause.toString())
                        .log("a lock could not be written yet"));
    }

    /** Those that the database could not take. */
    Future<Void> repeat() {
        return Future.all(new ArrayList<>(unwritten.entrySet())
                        .stream()
                                .map(each -> write(each.getKey(), each.getValue()))
                                .toList())
                .mapEmpty();
    }

    /** What other nodes have written, and this one before it was started. */
    Future<Void> load() {
        return store.all(MEMORY).map(found -> {
            Instant now = clock.instant();
            locks.values().removeIf(known -> known.until.plus(MEMORY).isBefore(now));
            found.forEach(this::take);
            return null;
        });
    }

    /** The same of one member. */
    Future<Void> load(String member) {
        return store.of(member, MEMORY).map(found -> {
            found.forEach(this::take);
            return null;
        });
    }

    private void take(TokenLock lock) {
        var known = new Known(lock.epoch(), lock.code(), clock.instant().plus(lock.rest()), lock.strikes());
        locks.merge(
                new Place(lock.member(), lock.method()),
                known,
                (mine, theirs) -> theirs.newerThan(mine) ? theirs : mine);
    }

    /** The reason of the lock is gone before its time. */
    void forget(String member, String method) {
        var place = new Place(member, method);
        locks.remove(place);
        unwritten.remove(place);
        store.delete(member, method)
                .onFailure(
                        cause -> log.atWarn()
                                .addKeyValue("account", member)
                                .addKeyValue("reason", cause.toString())
                                .log(
                                        "a lock that is over could not be deleted; a Redis that loses its data would bring it back"));
    }

    Set<String> locked(Collection<String> methods) {
        Instant now = clock.instant();
        return locks.entrySet().stream()
                .filter(each -> methods.contains(each.getKey().method)
                        && each.getValue().until.isAfter(now))
                .map(each -> each.getKey().member)
                .collect(Collectors.toSet());
    }

    /** Here; the table's are carried where the epoch is raised. Those that the table could not take yet come after it. */
    void carry(LockCarry carry) {
        locks.replaceAll((place, known) -> carried(carry, place, known));
        unwritten.replaceAll((place, known) -> carried(carry, place, known));
    }

    private static Known carried(LockCarry carry, Place place, Known known) {
        boolean goesAlong = place.member.equals(carry.member())
                && known.epoch == carry.before()
                && carry.takes(place.method, known.code);
        return goesAlong ? new Known(carry.after(), known.code, known.until, known.strikes) : known;
    }

    Future<Void> sweep() {
        return store.sweep(MEMORY);
    }

    private TokenLock lock(Place place, Known known) {
        return new TokenLock(
                place.member,
                known.epoch,
                place.method,
                known.code,
                Duration.between(clock.instant(), known.until),
                known.strikes);
    }
}
