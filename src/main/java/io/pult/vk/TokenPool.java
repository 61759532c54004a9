package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Redis;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of all tokens, shared by every node: one script of Redis a pick. Fails with UNAVAILABLE while Redis is
 * away. Holds no token, only the names of accounts.
 */
final class TokenPool {
    static final String ENV_PREFIX = "env:";

    private final Redis redis;
    private final String prefix;
    private final VkSettings settings;
    private final @Nullable String envMember;
    private final Map<String, Long> reservedUntil = new HashMap<>();

    /**
     * @param name of the system, so that two of them on one Redis never meet
     * @param envMember of this node's own token of the environment, when it has one
     */
    TokenPool(Redis redis, String name, VkSettings settings, @Nullable String envMember) {
        this.redis = redis;
        this.prefix = "pult:{" + name + ":vk}:";
        this.settings = settings;
        this.envMember = envMember;
    }

    sealed interface Pick {
        /**
         * @param waitMs until the reserved moment
         * @param asked when the pick was sent, by {@link System#nanoTime}: the moment is not before that plus the wait
         */
        record Turn(String member, long epoch, long waitMs, long asked) implements Pick {}

        /** @param forMs until the next token could go, which is longer than the asker would wait */
        record Busy(long forMs) implements Pick {}

        /** No token in the pool may be used for this. */
        record Nobody() implements Pick {}

        /** Redis has lost the pool; it has to be filled again. */
        record Empty() implements Pick {}
    }

    /** @param rest how long the token must not be used yet */
    record Entry(String member, Kind kind, long epoch, Duration rest) {}

    /** Reserves the soonest turn within {@code most}. */
    Future<Pick> pick(String method, Duration most, Set<Kind> kinds, Collection<String> excluded) {
        return pick(method, most, kinds, "", excluded);
    }

    /** Reserves the next turn of one member, however much others have rested. */
    Future<Pick> pickOnly(String member, String method, Duration most) {
        return pick(method, most, Set.of(Kind.values()), member, Set.of());
    }

    private Future<Pick> pick(String method, Duration most, Set<Kind> kinds, String only, Collection<String> excluded) {
        var args = new ArrayList<String>();
        args.add(Long.toString(most.toMillis()));
        args.add(envMember == null ? "" : envMember);
        args.add(kinds.stream().map(TokenPool::letter).collect(Collectors.joining()));
        args.add(only);
        args.addAll(excluded);
        long asked = System.nanoTime();
        return redis.eval(TokenScripts.PICK, List.of(key("next"), key("meta"), key("loaded"), locks(method)), args)
                .map(answer -> read(answer, asked));
    }

    private Pick read(Response answer, long asked) {
        return switch (answer.get(0).toString()) {
            case "turn" -> {
                var turn = new Pick.Turn(
                        answer.get(1).toString(),
                        answer.get(2).toLong(),
                        answer.get(3).toLong(),
                        asked);
                reservedUntil.put(turn.member, System.nanoTime() + turn.waitMs * 1_000_000);
                yield turn;
            }
            case "busy" -> new Pick.Busy(answer.get(1).toLong());
            case "none" -> new Pick.Nobody();
            default -> new Pick.Empty();
        };
    }

    /**
     * @param complete these are all: others leave the pool, but for those that came in lately
     * @return true when the pool had been lost
     */
    Future<Boolean> reconcile(List<Entry> entries, boolean complete) {
        var args = new ArrayList<String>(3 + 6 * entries.size());
        args.add(prefix);
        args.add(UUID.randomUUID().toString());
        args.add(complete ? "1" : "0");
        for (Entry entry : entries) {
            args.add(entry.member);
            args.add(letter(entry.kind));
            args.add(Long.toString(settings.spacing(entry.kind).toMillis()));
            args.add(Long.toString(entry.epoch));
            args.add(Long.toString(entry.rest.toMillis()));
            args.add(Long.toString(promised(entry.member)));
        }
        return redis.eval(TokenScripts.RECONCILE, List.of(key("next"), key("meta"), key("cool"), key("loaded")), args)
                .map(answer -> answer.toInteger() == 1);
    }

    /** What callers on this node still wait for, in ms: a Redis that lost it must not promise it again. */
    private long promised(String member) {
        Long until = reservedUntil.get(member);
        return until == null ? 0 : Math.max(0, (until - System.nanoTime()) / 1_000_000 + 1);
    }

    /** Throws the token out, on all nodes at once. */
    Future<Void> remove(String member, long epoch) {
        reservedUntil.remove(member);
        return redis.eval(
                        TokenScripts.REMOVE,
                        List.of(key("next"), key("meta"), key("cool"), key("dead:" + member)),
                        List.of(member, Long.toString(epoch)))
                .mapEmpty();
    }

    /** A short rest that is no more than keeping the pace. */
    Future<Void> pause(PoolToken token, Duration rest) {
        return rest(token, rest, 0, false).mapEmpty();
    }

    /**
     * @param unlessLast leave it awake when no other token is
     * @return whether the token rests
     */
    Future<Boolean> cool(PoolToken token, Duration rest, int code, boolean unlessLast) {
        return rest(token, rest, code, unlessLast);
    }

    private Future<Boolean> rest(PoolToken token, Duration rest, int code, boolean unlessLast) {
        return redis.eval(
                        TokenScripts.REST,
                        List.of(key("next"), key("meta"), key("cool")),
                        List.of(
                                token.member(),
                                Long.toString(token.epoch()),
                                Long.toString(rest.toMillis()),
                                Integer.toString(code),
                                unlessLast ? "1" : "0",
                                envMember == null ? "" : envMember))
                .map(answer -> answer.toInteger() == 1);
    }

    /** @return for how long; the rests are for the first time, the second …, within a day */
    Future<Duration> lock(PoolToken token, String method, int code, List<Duration> rests) {
        var args = new ArrayList<String>();
        args.add(token.member());
        args.add(Long.toString(token.epoch()));
        args.add(Integer.toString(code));
        rests.forEach(rest -> args.add(Long.toString(rest.toMillis())));
        return redis.eval(TokenScripts.LOCK, List.of(key("meta"), locks(method)), args)
                .map(answer -> Duration.ofMillis(answer.toLong()));
    }

    private String key(String name) {
        return prefix + name;
    }

    private String locks(String method) {
        return prefix + "locks:" + method;
    }

    private static String letter(Kind kind) {
        return kind.name().substring(0, 1).toLowerCase(Locale.ROOT);
    }
}
