package io.pult.infra;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis for one verticle: one held connection, over which commands are pipelined, and which is opened anew for as long
 * as the verticle lives. A command while it is away fails at once with UNAVAILABLE; nothing waits for the reconnect.
 * Confined to the context it was opened on.
 */
public final class Redis {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 1);
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final io.vertx.redis.client.Redis client;
    private final Duration timeout;
    private @Nullable RedisConnection connection;
    private int failedConnects;
    private boolean closed;

    private Redis(Vertx vertx, io.vertx.redis.client.Redis client, Duration timeout) {
        this.vertx = vertx;
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * @param timeout of one command
     * @return completes after the first attempt to connect, whether or not it succeeded
     */
    public static Future<Redis> open(Vertx vertx, String url, Duration timeout) {
        var options = new RedisOptions()
                .setConnectionString(url)
                .setMaxWaitingHandlers(4_096)
                .setNetClientOptions(new NetClientOptions()
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true)
                        .setConnectTimeout((int) timeout.toMillis()));
        var redis = new Redis(vertx, io.vertx.redis.client.Redis.createClient(vertx, options), timeout);
        return redis.connect().otherwiseEmpty().map(redis);
    }

    /** A Lua script with the digest under which Redis remembers it. */
    public record Script(String source, String sha1) {
        public static Script of(String source) {
            return new Script(source, Digests.sha1(source));
        }
    }

    public Future<Response> eval(Script script, List<String> keys, List<String> args) {
        return send(evalRequest(Command.EVALSHA, script.sha1, keys, args))
                .recover(cause -> cause instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(evalRequest(Command.EVAL, script.source, keys, args))
                        : Future.failedFuture(cause));
    }

    private static Request evalRequest(Command command, String script, List<String> keys, List<String> args) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
        return request;
    }

    /** @return fails with UNAVAILABLE when Redis is away or silent, else with its own error */
    public Future<Response> send(Request request) {
        RedisConnection open = connection;
        if (open == null) {
            return Future.failedFuture(away("not connected"));
        }
        return open.send(request)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(
                        cause -> Future.failedFuture(cause instanceof ErrorType ? cause : away(String.valueOf(cause))));
    }

    public boolean connected() {
        return connection != null;
    }

    public Future<Void> close() {
        closed = true;
        connection = null;
        return client.close();
    }

    private Future<Void> connect() {
        return client.connect()
                .timeout(timeout.toMillis() * 2, TimeUnit.MILLISECONDS)
                .onSuccess(this::hold)
                .onFailure(this::retry)
                .mapEmpty();
    }

    private void hold(RedisConnection fresh) {
        if (closed) {
            fresh.close();
            return;
        }
        if (failedConnects > 0) {
            log.info("Redis is back");
        }
        failedConnects = 0;
        connection = fresh;
        fresh.exceptionHandler(cause -> lose(fresh, cause));
        fresh.endHandler(end -> lose(fresh, null));
    }

    private void lose(RedisConnection lost, @Nullable Throwable cause) {
        if (connection != lost) {
            return;
        }
        connection = null;
        lost.close();
        retry(cause == null ? new IllegalStateException("connection closed") : cause);
    }

    /** For ever, on purpose: the node lives longer than an outage of its store, and each wait has a bound. */
    private void retry(Throwable cause) {
        if (closed) {
            return;
        }
        if (failedConnects++ == 0) {
            log.atWarn().addKeyValue("reason", cause.toString()).log("Redis is away; reconnecting");
        }
        vertx.setTimer(RECONNECT.after(Math.min(failedConnects, 10)).toMillis(), timer -> {
            if (!closed && connection == null) {
                connect();
            }
        });
    }

    private static Failure away(String reason) {
        log.atDebug().addKeyValue("reason", reason).log("Redis did not answer");
        return Failure.unavailable("redis.unavailable", "Redis cannot be reached at the moment", RETRY_SOON);
    }
}
