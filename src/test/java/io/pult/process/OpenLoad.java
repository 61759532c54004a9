package io.pult.process;

import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that do not wait for each other: so many requests a second, however slow the answers are, none sent twice. They
 * choose among the nodes in turn and, as a load balancer does, leave one that ends its connections.
 */
final class OpenLoad implements AutoCloseable {
    private static final int TICK_MS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(30), new PoolOptions().setHttp1MaxSize(100));
    private final List<Integer> ports;
    private final String path;
    private final String key;
    private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final long began = System.nanoTime();
    private final long ticks;

    OpenLoad(String path, String key, int perSecond, Integer... ports) {
        this.path = path;
        this.key = key;
        this.ports = List.of(ports);
        this.ticks = vertx.setPeriodic(TICK_MS, tick -> {
            long due = (System.nanoTime() - began) * perSecond / 1_000_000_000L;
            while (sent.get() < due) {
                send(sent.incrementAndGet());
            }
        });
    }

    private void send(int number) {
        var open = ports.stream().filter(port -> !leaving.contains(port)).toList();
        int port = open.get(number % open.size());
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(path)
                        .setTimeout(10_000)
                        .putHeader("authorization", "Bearer " + key))
                .compose(request -> request.send().compose(answer -> {
                    note(port, answer);
                    return answer.body();
                }))
                .onFailure(cause -> failures.add("to " + port + ": " + cause))
                .onComplete(done -> answered.incrementAndGet());
    }

    private void note(int port, HttpClientResponse answer) {
        if (answer.statusCode() / 100 != 2) {
            failures.add("to " + port + ": status " + answer.statusCode());
        }
        if ("close".equalsIgnoreCase(answer.getHeader("connection"))) {
            leaving.add(port);
        }
    }

    int answered() {
        return answered.get();
    }

    /** Goes on for so long, then waits for the last answers. */
    List<String> finishAfter(Duration length) throws Exception {
        Wait.until("the load is over", length.plusSeconds(20), () -> System.nanoTime() - began > length.toNanos());
        vertx.cancelTimer(ticks);
        Wait.until("every request has its answer", () -> answered.get() == sent.get());
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
