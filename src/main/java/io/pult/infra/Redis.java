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
import java.util.concurrent.TimeoutException;
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
    private final RedisOptions options;
    private final Duration timeout;
    private @Nullable Line line;
    private int failedConnects;
    private boolean closed;

    /** A client for each connection: a stock client may hand a connection out again that was given up as dead. */
    private record Line(io.vertx.redis.client.Redis client, RedisConnection connection) {}

    private Redis(Vertx vertx, RedisOptions options, Duration timeout) {
        this.vertx = vertx;
        this.options = options;
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
        var redis = new Redis(vertx, options, timeout);
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
        Line open = line;
        if (open == null) {
            return Future.failedFuture(away("not connected"));
        }
        return open.connection
                .send(request)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    if (cause instanceof ErrorType error && !away(error)) {
                        return Future.failedFuture(cause);
                    }
                    if (cause instanceof TimeoutException) {
                        // Answers come in order: behind this one nothing else would arrive either.
                        lose(open, cause);
                    }
                    return Future.failedFuture(away(String.valueOf(cause)));
                });
    }

    /** The client gives a cut connection the form of an answer of Redis; and one that still loads its data answers that. */
    private static boolean away(ErrorType error) {
        return error.is("CONNECTION_CLOSED") || error.is("LOADING");
    }

    public boolean connected() {
        return line != null;
    }

    public Future<Void> close() {
        closed = true;
        Line open = line;
        line = null;
        return open == null ? Future.succeededFuture() : open.client.close();
    }

    private Future<Void> connect() {
        var client = io.vertx.redis.client.Redis.createClient(vertx, options);
        return client.connect()
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(connection -> hold(new Line(client, connection)))
                .onFailure(cause -> {
                    client.close();
                    retry(cause);
                })
                .mapEmpty();
    }

    private void hold(Line fresh) {
        if (closed) {
            fresh.client.close();
            return;
        }
        if (failedConnects > 0) {
            log.info("Redis is back");
        }
        failedConnects = 0;
        line = fresh;
        fresh.connection.exceptionHandler(cause -> lose(fresh, cause));
        fresh.connection.endHandler(end -> lose(fresh, new IllegalStateException("connection closed")));
    }

    private void lose(Line lost, Throwable cause) {
        if (lost.equals(line)) {
            line = null;
            lost.client.close();
            retry(cause);
        }
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
            if (!closed && line == null) {
                connect();
            }
        });
    }

    private static Failure away(String reason) {
        log.atDebug().addKeyValue("reason", reason).log("Redis did not answer");
        return Failure.unavailable("redis.unavailable", "Redis cannot be reached at the moment", RETRY_SOON);
    }
}
