package io.pult.vk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Backoff;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes attempts down: on disk before their callers hear the answer, and from there in batches into the database, in order.
 * While the disk does not take them they wait in memory, up to a bound, and then a row is written when the database has it.
 * What finds no room is lost, counted, and no caller's fault. Confined to one context.
 *
 * <p>What it cannot guarantee: that a row survives the process while the disk is broken, or the machine's loss of power.
 */
final class TokenLogWriter {
    private static final Logger log = LoggerFactory.getLogger(TokenLogWriter.class);

    private static final int MAX_QUEUED = 50_000;
    private static final int MAX_BATCH = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);
    /** Between two batches that are not full: a transaction for each attempt would be most of the database's work. */
    private static final Duration GATHER = Duration.ofMillis(25);

    private static final Duration TEND = Duration.ofSeconds(30);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 1);

    private final TokenLogShipper shipper;
    private final Ticker ticker;
    private final WorkerExecutor disk;
    private final Path base;
    private final long bound;
    private final TokenLogReplay replay;
    private final AtomicLong spooled = new AtomicLong();
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable AttemptSpool spool;
    private @Nullable Runnable rest;
    private long rowsQueued;
    private long rowsTaken;
    private int failures;
    private boolean busy;
    private boolean homeless;

    /**
     * @param base where the folders of all nodes on this machine are
     * @param bound bytes that may wait on disk
     */
    TokenLogWriter(
            TokenLogShipper shipper, Ticker ticker, WorkerExecutor disk, Path base, long bound, MeterRegistry metrics) {
        this.shipper = shipper;
        this.ticker = ticker;
        this.disk = disk;
        this.base = base;
        this.bound = bound;
        this.replay = new TokenLogReplay(disk, base, shipper);
        Gauge.builder("pult.vk.token_log.spooled", spooled, AtomicLong::get)
                .baseUnit("bytes")
                .description("Attempts on disk that the database does not have yet")
                .register(metrics);
    }

    private record Entry(TokenLog row, Promise<Void> written) {}

    /** Somebody who wants to see what was written until now. */
    private record Waiting(long spooled, long queued, Promise<Void> there) {}

    /** Never fails: without a folder on disk attempts wait in memory, and the folder is tried again. */
    Future<Void> open() {
        return openSpool().onComplete(done -> {
            ticker.every(TEND, "spool of attempts", this::tend);
            ticker.every(TEND, "attempts of dead nodes", replay::round).now();
        });
    }

    private Future<Void> openSpool() {
        return AttemptSpool.open(disk, base, bound)
                .map(open -> {
                    spool = open;
                    homeless = false;
                    return null;
                })
                .recover(cause -> {
                    if (!homeless) {
                        homeless = true;
                        log.atError()
                                .addKeyValue("folder", base)
                                .addKeyValue("reason", cause.toString())
                                .log("there is no folder for attempts; those that wait do not outlive this process");
                    }
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }

    /** Finds a folder when there is none, and puts away what is no longer needed. */
    Future<?> tend() {
        return spool == null ? openSpool() : spool.tidy();
    }

    /**
     * Completes when the row outlives this process: it is on disk, or in the database.
     *
     * @return fails when it is lost
     */
    Future<Void> write(TokenLog row) {
        AttemptSpool open = spool;
        if (open == null) {
            return keep(row);
        }
        return open.append(row)
                .onSuccess(written -> wrote(open))
                .recover(cause -> cause instanceof Failure ? lose(cause) : keep(row));
    }

    private void wrote(AttemptSpool open) {
        spooled.set(open.bytes());
        ship();
    }

    private Future<Void> keep(TokenLog row) {
        if (queue.size() >= MAX_QUEUED) {
            return lose(Failure.unavailable(
                    "vk.token_log_full", "The log of attempts cannot take more at the moment", PATIENCE));
        }
        var entry = new Entry(row, Promise.promise());
        queue.add(entry);
        rowsQueued++;
        ship();
        return entry.written.future();
    }

    private Future<Void> lose(Throwable cause) {
        shipper.lose();
        return Future.failedFuture(cause);
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

    /**
     * Completes when the database has what was written here until now, so that whoever has seen an answer of this node finds
     * its attempts in the log; after a second in any case.
     */
    Future<Void> caughtUp() {
        return failures > 0 ? Future.succeededFuture() : caughtUp(PATIENCE).otherwiseEmpty();
    }

    private Future<Void> caughtUp(Duration within) {
        long written = spool == null ? 0 : spool.rowsWritten();
        var here = new Waiting(written, rowsQueued, Promise.promise());
        if (isThere(here)) {
            return Future.succeededFuture();
        }
        waiting.add(here);
        if (rest != null) {
            rest.run();
            again();
        }
        return here.there
                .future()
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> waiting.remove(here));
    }

    private boolean isThere(Waiting here) {
        return rowsTaken >= here.queued && (spool == null || spool.rowsShipped() >= here.spooled);
    }

    private void ship() {
        if (busy) {
            return;
        }
        if (!queue.isEmpty()) {
            busy = true;
            shipQueued();
        } else if (spool != null && spool.waiting()) {
            busy = true;
            shipSpooled(spool);
        }
    }

    private void shipQueued() {
        var entries = queue.stream().limit(MAX_BATCH).toList();
        shipper.ship(entries.stream().map(Entry::row).toList())
                .onFailure(this::failed)
                .onSuccess(done -> {
                    for (Entry entry : entries) {
                        queue.remove();
                        entry.written.complete();
                    }
                    rowsTaken += entries.size();
                    shipped();
                });
    }

    private void shipSpooled(AttemptSpool open) {
        open.read()
                .compose(batch -> shipper.ship(batch.rows()).map(batch))
                .onFailure(this::failed)
                .onSuccess(batch -> {
                    open.shipped(batch);
                    spooled.set(open.bytes());
                    shipped();
                });
    }

    private void shipped() {
        if (failures > 0) {
            failures = 0;
            log.info("attempts are logged again");
        }
        waiting.removeIf(here -> isThere(here) && here.there.tryComplete());
        if (!waiting.isEmpty() || queue.size() >= MAX_BATCH || (spool != null && spool.pressing())) {
            again();
        } else {
            rest = ticker.after(GATHER, this::again);
        }
    }

    private void failed(Throwable cause) {
        if (failures++ == 0) {
            log.atWarn()
                    .addKeyValue("queued", queued())
                    .addKeyValue("reason", cause.toString())
                    .log("attempts cannot be logged now; they wait");
        }
        ticker.after(RETRY.after(Math.min(failures, 10)), this::again);
    }

    private void again() {
        rest = null;
        busy = false;
        ship();
    }

    /**
     * Brings what waits into the database, for a few seconds at most, and gives the folder back. To be called before the
     * ticker stops, when nobody writes any more.
     */
    Future<Void> drain() {
        return drain(LAST_CHANCE);
    }

    /** @param most how long a database that is away is waited for */
    Future<Void> drain(Duration most) {
        replay.stop();
        return caughtUp(most)
                .onFailure(late -> log.atWarn()
                        .addKeyValue("rows", queued())
                        .log("attempts were not logged before the end; those on disk are after the next start"))
                .otherwiseEmpty()
                .eventually(() -> spool == null ? Future.succeededFuture() : spool.close());
    }

    /** Rows that the database does not have yet. */
    long queued() {
        return queue.size() + (spool == null ? 0 : spool.rowsWritten() - spool.rowsShipped());
    }
}
