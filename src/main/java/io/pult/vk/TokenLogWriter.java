package io.pult.vk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Backoff;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes attempts in batches: one batch is on its way, the next gathers meanwhile. Rows that the database cannot take
 * wait in a bounded queue, in order, and are written again; what finds the queue full is lost and counted. Confined to
 * one context.
 *
 * <p>What it cannot guarantee: that a row survives the process. A caller whose answer waited for {@link #settled} knows
 * no more than that a second was given to it.
 */
final class TokenLogWriter {
    private static final Logger log = LoggerFactory.getLogger(TokenLogWriter.class);

    private static final int MAX_QUEUED = 50_000;
    private static final int MAX_BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 1);

    private final TokenLogStore logs;
    private final Ticker ticker;
    private final Counter lost;
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private int batch = MAX_BATCH;
    private int failures;
    private boolean busy;
    private Promise<Void> drained = Promise.promise();

    TokenLogWriter(TokenLogStore logs, Ticker ticker, MeterRegistry metrics) {
        this.logs = logs;
        this.ticker = ticker;
        this.lost = Counter.builder("pult.vk.token_log.lost")
                .description("Attempts that could not be logged")
                .register(metrics);
    }

    private record Entry(TokenLog row, Promise<Void> written) {}

    /** Completes when the row is in the database; fails when it never will be. */
    Future<Void> write(TokenLog row) {
        if (queue.size() >= MAX_QUEUED) {
            lost.increment();
            return Future.failedFuture(Failure.unavailable(
                    "vk.token_log_full", "The log of attempts cannot take more at the moment", PATIENCE));
        }
        var entry = new Entry(row, Promise.promise());
        queue.add(entry);
        flush();
        return entry.written.future();
    }

    /** Waits for what {@link #write} gave, for a second at most: a log that is away must not hold up callers. */
    Future<Void> settled(Future<?> written) {
        if (written.isComplete()) {
            return Future.succeededFuture();
        }
        return written.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void flush() {
        if (busy || queue.isEmpty()) {
            return;
        }
        busy = true;
        var entries = new ArrayList<Entry>(Math.min(batch, queue.size()));
        var all = queue.iterator();
        while (entries.size() < batch && all.hasNext()) {
            entries.add(all.next());
        }
        logs.insert(entries.stream().map(Entry::row).toList())
                .onSuccess(done -> written(entries))
                .onFailure(cause -> failed(entries, cause));
    }

    private void written(List<Entry> entries) {
        failures = 0;
        batch = Math.min(MAX_BATCH, batch * 2);
        entries.forEach(entry -> {
            queue.remove();
            entry.written.complete();
        });
        next();
    }

    private void failed(List<Entry> entries, Throwable cause) {
        if (cause instanceof Failure) {
            if (failures++ == 0) {
                log.atWarn().addKeyValue("queued", queue.size()).log("attempts cannot be logged now; they wait");
            }
            ticker.after(RETRY.after(Math.min(failures, 10)), this::next);
            return;
        }
        // The database is there and refuses a row: halve the batch until the row is alone, and let the others pass.
        if (entries.size() > 1) {
            batch = entries.size() / 2;
        } else {
            lost.increment();
            log.atError().setCause(cause).log("an attempt cannot be logged");
            queue.remove();
            entries.get(0).written.fail(cause);
        }
        next();
    }

    private void next() {
        busy = false;
        if (queue.isEmpty()) {
            drained.tryComplete();
            drained = Promise.promise();
        } else {
            flush();
        }
    }

    /** Writes what is queued, for a few seconds at most. To be called before the ticker stops. */
    Future<Void> drain() {
        if (queue.isEmpty()) {
            return Future.succeededFuture();
        }
        return drained.future()
                .timeout(LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late ->
                        log.atError().addKeyValue("rows", queue.size()).log("attempts were not logged before the end"))
                .otherwiseEmpty();
    }

    int queued() {
        return queue.size();
    }
}
