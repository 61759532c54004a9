package io.pult.api;

import io.pult.bus.Failure;
import io.pult.infra.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a client may make in a minute, over all nodes. The minutes are those of the limiter's Redis; permits
 * are fetched from it in chunks and spent here, so that most requests wait for nobody. What is fetched is deducted at
 * once, so nodes together never give out more than the limit; a permit that a node does not use up is lost.
 *
 * <p>Without Redis each node gives out its share of the limit. Confined to the verticle's event loop.
 */
final class Limiter {
    private static final Logger log = LoggerFactory.getLogger(Limiter.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_WAITING = 1_000;
    private static final int CHUNKS = 20;

    /** KEYS: the window. ARGV: chunk, limit. Answers {granted, left for others, milliseconds to the window's end}. */
    private static final Redis.Script TAKE = Redis.Script.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local minute = math.floor(now / 60000)
            local kept = redis.call('HMGET', KEYS[1], 'minute', 'used')
            local used = 0
            if tonumber(kept[1]) == minute then used = tonumber(kept[2]) end
            local granted = math.max(0, math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - used))
            if granted > 0 then
              redis.call('HSET', KEYS[1], 'minute', minute, 'used', used + granted)
              redis.call('PEXPIRE', KEYS[1], 120000)
            end
            return {granted, tonumber(ARGV[2]) - used - granted, 60000 - now % 60000}
            """);

    private final Redis redis;
    private final String kind;
    private final int limit;
    private final int chunk;
    private final String policy;
    private final IntSupplier liveNodes;
    private final LongSupplier nanos;
    private final Map<String, Window> windows;
    private boolean away;

    /**
     * @param kind of what is counted; part of the name in Redis
     * @param limit a minute
     * @param mostWindows kept here; the oldest is forgotten beyond that, which costs one more question to Redis
     */
    Limiter(Redis redis, String kind, int limit, int mostWindows, IntSupplier liveNodes, LongSupplier nanos) {
        this.redis = redis;
        this.kind = kind;
        this.limit = limit;
        this.chunk = Math.max(1, limit / CHUNKS);
        this.policy = "\"" + kind + "\";q=" + limit + ";w=60";
        this.liveNodes = liveNodes;
        this.nanos = nanos;
        this.windows = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                return size() > mostWindows;
            }
        };
    }

    /**
     * @param policy value of the header RateLimit-Policy
     * @param state value of the header RateLimit
     * @param retryAfter when it makes sense to ask again
     */
    record Verdict(boolean allowed, String policy, String state, Duration retryAfter) {
        Failure refusal() {
            return Failure.tooMany("rate.limited", "More requests than allowed; slow down", retryAfter);
        }
    }

    private static final class Window {
        private final Queue<Consumer<Verdict>> waiting = new ArrayDeque<>(1);
        private long endsAt;
        private long here;
        private long elsewhere;
        private boolean nothingLeft;
        private boolean asking;
    }

    /** @param then called at once when a permit is here, else when Redis has answered */
    void take(String key, Consumer<Verdict> then) {
        Window window = windows.get(key);
        if (window == null) {
            window = new Window();
            window.endsAt = nanos.getAsLong();
            windows.put(key, window);
        }
        if (window.endsAt - nanos.getAsLong() <= 0) {
            window.here = 0;
            window.nothingLeft = false;
        }
        if (window.here > 0) {
            window.here--;
            if (window.here < chunk / 4 && !window.nothingLeft && !window.asking) {
                ask(key, window);
            }
            then.accept(verdict(window, true));
        } else if (window.nothingLeft || window.waiting.size() >= MOST_WAITING) {
            then.accept(verdict(window, false));
        } else {
            window.waiting.add(then);
            if (!window.asking) {
                ask(key, window);
            }
        }
    }

    private Verdict verdict(Window window, boolean allowed) {
        long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(window.endsAt - nanos.getAsLong()));
        String state = "\"" + kind + "\";r=" + (window.here + window.elsewhere) + ";t=" + (millis + 999) / 1_000;
        return new Verdict(allowed, policy, state, Duration.ofMillis(Math.max(1_000, millis)));
    }

    private void ask(String key, Window window) {
        window.asking = true;
        redis.eval(
                        TAKE,
                        List.of("limit:" + kind + ":" + key),
                        List.of(Integer.toString(chunk), Integer.toString(limit)))
                .onComplete(answer -> {
                    window.asking = false;
                    if (answer.succeeded()) {
                        granted(window, answer.result());
                    } else {
                        share(window, answer.cause());
                    }
                    settle(key, window);
                });
    }

    private void granted(Window window, Response answer) {
        if (away) {
            away = false;
            log.info("the limiter's Redis is back");
        }
        long now = nanos.getAsLong();
        if (window.endsAt - now <= 0) {
            window.here = 0;
        }
        long granted = answer.get(0).toLong();
        window.here += granted;
        window.elsewhere = answer.get(1).toLong();
        window.nothingLeft = window.elsewhere == 0;
        window.endsAt = now + TimeUnit.MILLISECONDS.toNanos(answer.get(2).toLong());
    }

    private void share(Window window, Throwable cause) {
        if (!away) {
            away = true;
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("the limiter's Redis is away; each node gives out its share of the limit");
        }
        window.here = Math.max(1, limit / Math.max(1, liveNodes.getAsInt()));
        window.elsewhere = 0;
        window.nothingLeft = true;
        window.endsAt = nanos.getAsLong() + MINUTE;
    }

    /** Serves who waited: with what came, or with a no when there is no more. */
    private void settle(String key, Window window) {
        while (!window.waiting.isEmpty() && (window.here > 0 || window.nothingLeft)) {
            boolean allowed = window.here > 0;
            window.here -= allowed ? 1 : 0;
            window.waiting.remove().accept(verdict(window, allowed));
        }
        if (!window.waiting.isEmpty() && !window.asking) {
            ask(key, window);
        }
    }
}
