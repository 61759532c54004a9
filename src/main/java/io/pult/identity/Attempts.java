package io.pult.identity;

import io.pult.bus.Failure;
import io.pult.infra.ClientNetwork;
import io.pult.infra.Digests;
import io.pult.infra.Redis;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down whoever guesses at passwords or codes: after some wrong ones for an account, and some more from an address,
 * each further one has to wait, longer each time, and nobody is locked out for good. Counted in Redis for all nodes;
 * without it each node counts by itself. Confined to one context.
 *
 * <p>An attempt counts as wrong from its beginning, so that many at once are no way around; it is taken back when it was
 * right, or when there was no verdict. An address from which somebody was right before has a count of its own for that
 * account, so that strangers who guess at it do not slow down its owner.
 *
 * <p>What it cannot guarantee: that counts survive the loss of Redis.
 */
public final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    /**
     * KEYS: count of the account, count of the account from this address, whether this address is familiar, count of the
     * address; the first alone when there is no address. ARGV: free attempts of an account and of an address, first and longest
     * wait and memory in ms. Answers {wait in ms, which of the first two keys counted}.
     */
    private static final Redis.Script BEGIN = Redis.Script.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local own = 1
            if #KEYS > 1 and redis.call('EXISTS', KEYS[3]) == 1 then own = 2 end
            local counts = {KEYS[own]}
            if #KEYS > 1 then counts[2] = KEYS[4] end
            local wait = 0
            for i, key in ipairs(counts) do
              local kept = redis.call('HMGET', key, 'count', 'last')
              local over = tonumber(kept[1] or 0) - tonumber(ARGV[i])
              if over >= 0 then
                local rest = math.min(tonumber(ARGV[3]) * 2 ^ math.min(over, 30), tonumber(ARGV[4]))
                wait = math.max(wait, math.min(rest, tonumber(kept[2]) + rest - now))
              end
            end
            if wait > 0 then return {math.ceil(wait), own} end
            for i, key in ipairs(counts) do
              redis.call('HINCRBY', key, 'count', 1)
              redis.call('HSET', key, 'last', now)
              redis.call('PEXPIRE', key, ARGV[5])
            end
            return {0, own}
            """);

    /** KEYS: as above, with the one that counted in the first place. ARGV: memory of familiar addresses in ms. */
    private static final Redis.Script RIGHT = Redis.Script.of("""
            redis.call('DEL', KEYS[1])
            if #KEYS > 1 then
              redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
              if redis.call('EXISTS', KEYS[3]) == 1 then redis.call('HINCRBY', KEYS[3], 'count', -1) end
            end
            return 0
            """);

    /** KEYS: the counts that the attempt is in. */
    private static final Redis.Script WITHDRAW = Redis.Script.of("""
            for i, key in ipairs(KEYS) do
              if redis.call('EXISTS', key) == 1 then redis.call('HINCRBY', key, 'count', -1) end
            end
            return 0
            """);

    private static final Duration FAMILIAR = Duration.ofDays(30);

    private final Redis redis;
    private final String kind;
    private final Pace pace;
    private final LocalAttempts local;
    private boolean away;

    /**
     * @param kind of what is guessed at: its counts are its own, and refusals are {@code <kind>.slow_down}
     * @param nanos for while Redis is away, whose own clock counts otherwise
     */
    public Attempts(Redis redis, String kind, Pace pace, LongSupplier nanos) {
        this.redis = redis;
        this.kind = kind;
        this.pace = pace;
        this.local = new LocalAttempts(pace, nanos);
    }

    /**
     * @param ofAccount wrong attempts for one account that are free
     * @param ofAddress wrong attempts from one address that are free
     * @param first wait after those; doubles with each wrong attempt
     * @param longest of these waits
     * @param memory how long after the last attempt all is forgotten; longer than {@code longest}
     */
    public record Pace(int ofAccount, int ofAddress, Duration first, Duration longest, Duration memory) {
        public static final Pace USUAL =
                new Pace(5, 20, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15));
    }

    /** One attempt that may be made now. One of the two methods is called, when its outcome is known. */
    public interface Attempt {
        /** The account's count is forgotten; that of the address goes back to what it was. Never fails. */
        Future<Void> right();

        /** Nobody found out whether it was right: it does not count. Never fails. */
        Future<Void> withdraw();
    }

    /**
     * To be called before anything costs work.
     *
     * @param account whatever names it, whether or not it exists
     * @param address of the client; absent when there is none
     * @return fails with TOO_MANY {@code <kind>.slow_down}
     */
    public Future<Attempt> begin(String account, @Nullable String address) {
        var keys = keys(account, address);
        var limits = List.of(
                Integer.toString(pace.ofAccount),
                Integer.toString(pace.ofAddress),
                millis(pace.first),
                millis(pace.longest),
                millis(pace.memory));
        return redis.eval(BEGIN, keys, limits)
                .transform(answer ->
                        answer.succeeded() ? begun(keys, answer.result()) : withoutRedis(keys, answer.cause()));
    }

    private Future<Attempt> begun(List<String> keys, Response answer) {
        if (away) {
            away = false;
            log.atInfo().addKeyValue("kind", kind).log("attempts are counted for all nodes again");
        }
        long wait = answer.get(0).toLong();
        if (wait > 0) {
            return Future.failedFuture(slowDown(Duration.ofMillis(wait)));
        }
        return Future.succeededFuture(new Counted(keys, keys.get(answer.get(1).toInteger() - 1)));
    }

    private Future<Attempt> withoutRedis(List<String> keys, Throwable cause) {
        if (!away) {
            away = true;
            log.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("Redis is away; each node counts attempts by itself");
        }
        String account = keys.get(0);
        String address = keys.size() == 1 ? null : keys.get(3);
        Duration wait = local.begin(account, address);
        return wait.isZero()
                ? Future.succeededFuture(local.attempt(account, address))
                : Future.failedFuture(slowDown(wait));
    }

    private Failure slowDown(Duration wait) {
        return Failure.tooMany(kind + ".slow_down", "Too many wrong attempts; wait before the next one", wait);
    }

    /** Digests: neither a login nor an address has to stand in Redis, and no key is longer than another. */
    private List<String> keys(String account, @Nullable String address) {
        String of = "attempts:" + kind + ":";
        var keys = new ArrayList<String>();
        keys.add(of + "account:" + Digests.sha256(account));
        if (address != null) {
            String network = ClientNetwork.of(address);
            String both = Digests.sha256(account + " " + network);
            keys.add(of + "own:" + both);
            keys.add(of + "familiar:" + both);
            keys.add(of + "address:" + Digests.sha256(network));
        }
        return keys;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private final class Counted implements Attempt {
        private final List<String> keys;
        private final String own;

        Counted(List<String> keys, String own) {
            this.keys = keys;
            this.own = own;
        }

        @Override
        public Future<Void> right() {
            var touched = keys.size() == 1 ? List.of(own) : List.of(own, keys.get(2), keys.get(3));
            return tell(RIGHT, touched, List.of(millis(FAMILIAR)));
        }

        @Override
        public Future<Void> withdraw() {
            return tell(WITHDRAW, keys.size() == 1 ? List.of(own) : List.of(own, keys.get(3)), List.of());
        }

        /** When Redis has gone in between, the count is forgotten with its time. */
        private Future<Void> tell(Redis.Script script, List<String> touched, List<String> args) {
            return redis.eval(script, touched, args)
                    .onFailure(cause -> log.atDebug().setCause(cause).log("the end of an attempt was not counted"))
                    .<Void>mapEmpty()
                    .otherwiseEmpty();
        }
    }
}
