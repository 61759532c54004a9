package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Redis;
import io.pult.vk.Pick.Want;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The budgets that all nodes share, in Redis: one script a step. Fails with UNAVAILABLE while Redis is away. */
final class SharedBudgets {
    /** Slower nodes have heard of a death long before. */
    private static final Duration DEATH_NOTICE = Duration.ofMinutes(10);
    /** A slowed token that succeeds goes a step faster after so long. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Redis redis;
    private final String prefix;
    private final VkSettings settings;
    private final @Nullable String envMember;
    private final List<String> keys;

    /**
     * @param name of the system, so that two of them on one Redis never meet
     * @param envMember of this node's own token of the environment, when it has one
     */
    SharedBudgets(Redis redis, String name, VkSettings settings, @Nullable String envMember) {
        this.redis = redis;
        this.prefix = "pult:{" + name + ":vk}:";
        this.settings = settings;
        this.envMember = envMember;
        this.keys = List.of(
                key("meta"),
                key("more"),
                key("cool"),
                key("loaded"),
                key("next:u"),
                key("next:c"),
                key("next:s"),
                key("kept"));
    }

    boolean connected() {
        return redis.connected();
    }

    /** What happened to the pool as a whole when it was brought up to date. */
    enum Filled {
        /** It was there. */
        NO,
        /** Redis had lost it, and it is there again. */
        YES,
        /** Redis has lost it, and what was given is not all. */
        MISSING
    }

    Future<Pick> pick(Want want) {
        var args = new ArrayList<String>(6 + want.excluded().size());
        args.add(Long.toString(want.most().toMillis()));
        args.add(settings.envToken() == VkSettings.EnvToken.FIRST ? "1" : "0");
        args.add(envMember == null ? "" : envMember);
        args.add(want.kinds().stream().map(SharedBudgets::letter).collect(Collectors.joining()));
        args.add(want.only() == null ? "" : want.only());
        args.add(Long.toString(settings.trialHold().toMillis()));
        args.addAll(want.excluded());
        var pickKeys = new ArrayList<>(keys);
        pickKeys.set(7, locks(want.method()));
        long asked = System.nanoTime();
        return redis.eval(TokenScripts.PICK, pickKeys, args).map(answer -> read(answer, asked));
    }

    private static Pick read(Response answer, long asked) {
        return switch (answer.get(0).toString()) {
            case "turn" ->
                new Pick.Turn(
                        answer.get(1).toString(),
                        answer.get(2).toLong(),
                        answer.get(3).toLong(),
                        asked,
                        !"0".equals(answer.get(4).toString()));
            case "busy" ->
                new Pick.Busy(answer.get(1).toLong(), "2".equals(answer.get(2).toString()));
            case "none" -> new Pick.Nobody();
            default -> new Pick.Empty();
        };
    }

    /**
     * @param complete these are all: others leave the pool, but for those that came in lately
     * @param returning this node has gone on without Redis, and what it promised meanwhile counts
     */
    Future<Filled> reconcile(
            Collection<PoolEntry> entries, Collection<TokenLock> locks, boolean complete, boolean returning) {
        var args = new ArrayList<String>(4 + 7 * entries.size() + 6 * locks.size());
        args.add(prefix);
        args.add(complete ? "1" : "0");
        args.add(returning ? "1" : "0");
        args.add(Integer.toString(entries.size()));
        for (PoolEntry entry : entries) {
            args.add(entry.member());
            args.add(letter(entry.kind()));
            args.add(Long.toString(settings.spacing(entry.kind()).toMillis()));
            args.add(Long.toString(entry.epoch()));
            args.add(Long.toString(entry.rest().toMillis()));
            args.add(entry.trial() ? "1" : "0");
            args.add(Long.toString(entry.promised().toMillis()));
        }
        for (TokenLock lock : locks) {
            args.add(lock.method());
            args.add(lock.member());
            args.add(Long.toString(lock.epoch()));
            args.add(Integer.toString(lock.code()));
            args.add(Long.toString(lock.rest().toMillis()));
            args.add(Integer.toString(lock.strikes()));
        }
        return redis.eval(TokenScripts.RECONCILE, keys, args).map(answer -> Filled.values()[answer.toInteger()]);
    }

    Future<Void> remove(String member, long epoch, boolean forGood) {
        var withDeath = new ArrayList<>(keys);
        withDeath.add(key("dead:" + member));
        return redis.eval(
                        TokenScripts.REMOVE,
                        withDeath,
                        List.of(member, Long.toString(epoch), forGood ? "0" : Long.toString(DEATH_NOTICE.toMillis())))
                .mapEmpty();
    }

    /** @return whether the token rests */
    Future<Boolean> rest(PoolToken token, Duration rest, int code, boolean unlessLast) {
        return redis.eval(
                        TokenScripts.REST,
                        keys,
                        List.of(
                                token.member(),
                                Long.toString(token.epoch()),
                                Long.toString(rest.toMillis()),
                                Integer.toString(code),
                                unlessLast ? "1" : "0",
                                envMember == null ? "" : envMember))
                .map(answer -> answer.toInteger() == 1);
    }

    /** @return the new pace in ms when it has changed, else 0 */
    Future<Long> tooFast(PoolToken token, Duration rest) {
        return redis.eval(
                        TokenScripts.TOO_FAST,
                        keys,
                        List.of(token.member(), Long.toString(token.epoch()), Long.toString(rest.toMillis())))
                .map(Response::toLong);
    }

    Future<Void> proven(PoolToken token) {
        return redis.eval(
                        TokenScripts.PROVEN,
                        keys,
                        List.of(token.member(), Long.toString(token.epoch()), Long.toString(STEP.toMillis())))
                .mapEmpty();
    }

    /** @param rests for the first time, the second …, within a day */
    Future<TokenLock> lock(PoolToken token, String method, int code, List<Duration> rests) {
        var args = new ArrayList<String>();
        args.add(token.member());
        args.add(Long.toString(token.epoch()));
        args.add(Integer.toString(code));
        rests.forEach(rest -> args.add(Long.toString(rest.toMillis())));
        var withLocks = new ArrayList<>(keys);
        withLocks.add(locks(method));
        return redis.eval(TokenScripts.LOCK, withLocks, args)
                .map(answer -> new TokenLock(
                        token.member(),
                        token.epoch(),
                        method,
                        code,
                        Duration.ofMillis(answer.get(0).toLong()),
                        answer.get(1).toInteger()));
    }

    Future<Void> wake(PoolToken token) {
        return redis.eval(TokenScripts.WAKE, keys, List.of(token.member(), Long.toString(token.epoch())))
                .mapEmpty();
    }

    Future<Set<String>> locked(Collection<String> methods) {
        var lockKeys = new ArrayList<String>();
        lockKeys.add(key("meta"));
        methods.forEach(method -> lockKeys.add(locks(method)));
        return redis.eval(TokenScripts.LOCKED, lockKeys, List.of())
                .map(answer -> answer.stream().map(Response::toString).collect(Collectors.toSet()));
    }

    Future<PoolView> look(List<String> members, List<String> methods) {
        var args = new ArrayList<String>(2 + members.size() + methods.size());
        args.add(prefix);
        args.add(Integer.toString(members.size()));
        args.addAll(members);
        args.addAll(methods);
        return redis.eval(TokenScripts.LOOK, keys, args).map(answer -> PoolView.read(answer, members, methods));
    }

    /** Takes back that the member was thrown out for good. */
    Future<Void> forgive(String member) {
        return redis.send(Request.cmd(Command.DEL).arg(key("dead:" + member))).mapEmpty();
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
