package io.pult;

import io.pult.api.ApiVerticle;
import io.pult.bus.Bus;
import io.pult.infra.Lease;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node leaves without costing anybody a request: it is chosen no more, then answers what is still on its way, then
 * closes. A step that fails or hangs is logged and the next one follows: {@code stop()} always wins.
 */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    /** The registry reaches the other nodes through a throttle of 20 ms; this is ten times what was seen. */
    private static final Duration REGISTRY_SETTLES = Duration.ofMillis(300);

    /** Enough for each keep-alive connection that is in use to be told to close, and for a load balancer's next look. */
    private static final Duration NOTICE = Duration.ofMillis(1_500);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(15);

    /**
     * What was deployed on the node.
     *
     * @param limit how long its {@code stop()} may take
     */
    record Part(String deployment, Duration limit) {
        static final Duration USUAL = Duration.ofSeconds(15);
    }

    private final Vertx vertx;
    private final Bus bus;
    private final @Nullable ApiVerticle api;
    private final Deque<Part> concerns;
    private final Lease lease;
    private final Ticker ticker;

    Drain(Vertx vertx, Bus bus, @Nullable ApiVerticle api, Deque<Part> concerns, Lease lease, Ticker ticker) {
        this.vertx = vertx;
        this.bus = bus;
        this.api = api;
        this.concerns = concerns;
        this.lease = lease;
        this.ticker = ticker;
    }

    Future<Void> run() {
        long began = System.nanoTime();
        var withdrawn = step("withdraw", LAST_ANSWERS, bus::withdrawShared);
        var silent = step("answer the last HTTP requests", LAST_ANSWERS.plus(NOTICE), this::drainApi);
        return Future.join(withdrawn, silent)
                .compose(done -> step("let the registry settle", LAST_ANSWERS, () -> pause(REGISTRY_SETTLES)))
                .compose(done -> step("answer the last questions", LAST_ANSWERS, this::quiet))
                .compose(done -> undeploy())
                .compose(done -> step("stop the node's timers", LAST_ANSWERS, ticker::stop))
                .compose(done -> step("release the lease", LAST_ANSWERS, lease::release))
                .compose(done -> step("close", CLOSE, vertx::close))
                .onComplete(done -> log.atInfo()
                        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                        .log("stopped"));
    }

    private Future<Void> drainApi() {
        return api == null ? Future.succeededFuture() : api.drain(NOTICE);
    }

    private Future<Void> undeploy() {
        Future<Void> chain = Future.succeededFuture();
        while (!concerns.isEmpty()) {
            Part part = concerns.pop();
            chain = chain.compose(done -> step("undeploy", part.limit(), () -> vertx.undeploy(part.deployment())));
        }
        return chain;
    }

    private Future<Void> quiet() {
        return bus.inFlight() == 0
                ? Future.succeededFuture()
                : pause(Duration.ofMillis(20)).compose(waited -> quiet());
    }

    private Future<Void> pause(Duration length) {
        return vertx.timer(length.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private static Future<Void> step(String name, Duration limit, Supplier<Future<Void>> act) {
        Future<Void> acting;
        try {
            acting = act.get();
        } catch (RuntimeException e) {
            acting = Future.failedFuture(e);
        }
        return acting.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause ->
                        log.atWarn().setCause(cause).addKeyValue("step", name).log("a step of the drain failed"))
                .otherwiseEmpty();
    }
}
