package io.pult.vk;

import io.pult.vk.Pick.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * This node's share of the budgets, for while Redis is away: each token at its pace divided by the number of live nodes.
 * Knows what this node has promised, also through Redis, so that neither side promises it again.
 *
 * <p>Cannot know what other nodes had been promised when Redis went: each token rests once before it is used.
 */
final class LocalBudgets {
    private final TokenVault vault;
    private final LockBook locks;
    private final LiveNodes nodes;
    private final VkSettings settings;
    private final Map<String, Member> members = new HashMap<>();
    private final Map<String, Long> removed = new HashMap<>();
    private long began = System.nanoTime();

    LocalBudgets(TokenVault vault, LockBook locks, LiveNodes nodes, VkSettings settings) {
        this.vault = vault;
        this.locks = locks;
        this.nodes = nodes;
        this.settings = settings;
    }

    /** Moments by {@link System#nanoTime}; absent when there was none. */
    private static final class Member {
        private @Nullable Long turn;
        private @Nullable Long restEnd;
        private long restEpoch;
        private int restCode;
        private boolean trial;
        private @Nullable Long held;
    }

    private record Candidate(PoolToken token, long at) {}

    /** Redis is away from now on. */
    void begin() {
        began = System.nanoTime();
    }

    Pick pick(Want want) {
        long now = System.nanoTime();
        Candidate best = null;
        for (PoolToken token : vault.all()) {
            if (!serves(token, want)) {
                continue;
            }
            var candidate = new Candidate(token, free(token, want.method(), now));
            if (goesFirst(candidate, now)) {
                best = candidate;
                break;
            }
            if (best == null || candidate.at < best.at) {
                best = candidate;
            }
        }
        return best == null ? new Pick.Nobody() : turn(best, want.most(), now);
    }

    private boolean serves(PoolToken token, Want want) {
        Long gone = removed.get(token.member());
        return want.kinds().contains(token.kind())
                && (want.only() == null || want.only().equals(token.member()))
                && !want.excluded().contains(token.member())
                && (gone == null || gone < token.epoch());
    }

    /** Every token waits for its slot, so the environment's counts as free when it gets its next one. */
    private boolean goesFirst(Candidate candidate, long now) {
        return candidate.token.ofEnvironment()
                && settings.envToken() == VkSettings.EnvToken.FIRST
                && candidate.at - now <= share(candidate.token).toNanos();
    }

    private Pick turn(Candidate best, Duration most, long now) {
        Member member = member(best.token.member());
        long waitMs = (best.at - now + 999_999) / 1_000_000;
        if (waitMs > most.toMillis()) {
            return new Pick.Busy(waitMs, member.trial);
        }
        if (member.trial) {
            member.held = best.at + settings.trialHold().toNanos();
        }
        return new Pick.Turn(best.token.member(), best.token.epoch(), waitMs, now, member.trial);
    }

    private long free(PoolToken token, String method, long now) {
        Member member = member(token.member());
        long spacing = settings.spacing(token.kind()).toNanos();
        long at = later(now, began + spacing);
        if (member.turn != null) {
            at = later(at, member.turn + spacing);
        }
        if (member.restEnd != null && member.restEpoch == token.epoch()) {
            at = later(at, member.restEnd);
        }
        if (member.held != null) {
            at = later(at, member.held);
        }
        at = later(at, now + locks.rest(token.member(), token.epoch(), method).toNanos());
        at = later(
                at,
                now + locks.rest(token.member(), token.epoch(), TokenLock.ALL).toNanos());
        return nodes.slot(at, token.member(), settings.spacing(token.kind()));
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    private Duration share(PoolToken token) {
        return settings.spacing(token.kind()).multipliedBy(nodes.count());
    }

    /** A turn was given on this node, by whomever. */
    void promised(String name, long waitMs) {
        Member member = member(name);
        long at = System.nanoTime() + waitMs * 1_000_000;
        member.turn = member.turn == null ? at : later(member.turn, at);
    }

    /** What callers on this node still wait for, and the rest of the token that it knows. */
    Duration promise(String name, long epoch) {
        Member member = members.get(name);
        if (member == null) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        long until = member.turn == null ? now : member.turn;
        if (member.restEnd != null && member.restEpoch == epoch) {
            until = later(until, member.restEnd);
        }
        return until - now <= 0 ? Duration.ZERO : Duration.ofMillis((until - now) / 1_000_000 + 1);
    }

    /** @return whether the token rests */
    boolean rest(PoolToken token, Duration rest, int code, boolean unlessLast) {
        if (unlessLast && vault.all().stream().noneMatch(other -> !other.equals(token) && awake(other))) {
            return false;
        }
        Member member = member(token.member());
        long end = System.nanoTime() + rest.toNanos();
        member.restEnd = member.restEnd == null || member.restEpoch != token.epoch() ? end : later(member.restEnd, end);
        member.restEpoch = token.epoch();
        member.restCode = code;
        member.trial |= code != 0;
        return true;
    }

    private boolean awake(PoolToken token) {
        Member member = member(token.member());
        Long gone = removed.get(token.member());
        boolean rests = member.restEnd != null
                && member.restCode != 0
                && member.restEpoch == token.epoch()
                && member.restEnd - System.nanoTime() > 0;
        return !rests
                && (gone == null || gone < token.epoch())
                && locks.rest(token.member(), token.epoch(), TokenLock.ALL).toMillis() <= 0;
    }

    void wake(PoolToken token) {
        member(token.member()).restEnd = null;
    }

    void proven(String name) {
        Member member = member(name);
        member.trial = false;
        member.held = null;
    }

    void remove(String name, long epoch) {
        removed.merge(name, epoch, Math::max);
        members.remove(name);
    }

    void forgive(String name) {
        removed.remove(name);
    }

    /** What Redis has to hear of when it is back. */
    Map<String, Long> removed() {
        return Map.copyOf(removed);
    }

    /** Others have left the pool. Who was thrown out stays so for as long as somebody still lists it. */
    void retain(Collection<String> listed) {
        members.keySet().retainAll(listed);
        removed.keySet().retainAll(listed);
    }

    PoolView look(List<String> names, List<String> methods) {
        long now = System.nanoTime();
        var seen = new HashMap<String, PoolView.Member>();
        var kept = new ArrayList<TokenLock>();
        for (PoolToken token : vault.all()) {
            String name = token.member();
            if (!names.contains(name) || removed.getOrDefault(name, 0L) >= token.epoch()) {
                continue;
            }
            Member member = member(name);
            seen.put(
                    name,
                    new PoolView.Member(
                            Duration.ofNanos(free(token, TokenLock.ALL, now) - now),
                            share(token),
                            settings.spacing(token.kind()),
                            member.trial ? PoolView.Watch.TRIAL : PoolView.Watch.NONE,
                            cool(token, member, now),
                            null));
            methods.forEach(method -> locks.find(name, token.epoch(), method).ifPresent(kept::add));
        }
        return new PoolView(false, seen, removed.keySet(), kept);
    }

    private PoolView.@Nullable Mark cool(PoolToken token, Member member, long now) {
        if (member.restEnd != null && member.restCode != 0 && member.restEpoch == token.epoch()) {
            return new PoolView.Mark(Duration.ofNanos(member.restEnd - now), member.restCode);
        }
        return locks.find(token.member(), token.epoch(), TokenLock.ALL)
                .map(lock -> new PoolView.Mark(lock.rest(), lock.code()))
                .orElse(null);
    }

    private Member member(String name) {
        return Objects.requireNonNull(members.computeIfAbsent(name, fresh -> new Member()));
    }
}
