package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts on disk until the database has them. They are written in groups: one group is on its way to the kernel, the next
 * gathers meanwhile. What was acknowledged outlives the process, also {@code kill -9}; it does not outlive the machine's
 * loss of power, as nothing waits for the platter: a log is not worth a disk's turn on every call. Confined to one context.
 */
final class AttemptSpool {
    private static final Logger log = LoggerFactory.getLogger(AttemptSpool.class);

    /** Rows that may wait for the disk. */
    static final int MAX_PENDING = 50_000;

    private static final int MAX_GROUP = 4_000;
    private static final int CHUNK = 256 << 10;
    private static final Duration DISK_AGAIN = Duration.ofSeconds(10);

    private final WorkerExecutor disk;
    private final AttemptSpoolFolder folder;
    private final long bound;
    private final ArrayDeque<Entry> pending = new ArrayDeque<>();
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private Future<?> group = Future.succeededFuture();
    private boolean writing;
    private boolean broken;
    private boolean full;
    private long brokenUntil;
    private long unread;
    private long rowsWritten;
    private long rowsShipped;

    private AttemptSpool(WorkerExecutor disk, AttemptSpoolFolder folder, long bound) {
        this.disk = disk;
        this.folder = folder;
        this.bound = bound;
    }

    private static final class Entry {
        /** As it will stand in the segment. */
        private final byte[] record;

        private final Promise<Void> written = Promise.promise();

        Entry(byte[] record) {
            this.record = record;
        }
    }

    /** As far as it has been acknowledged, and as far as the database has it. */
    private static final class Segment {
        private final Path path;
        private long length;
        private long shipped;

        Segment(Path path) {
            this.path = path;
        }
    }

    /** Rows in the order of writing, and where they end. */
    record Batch(List<TokenLog> rows, long end) {}

    /**
     * @param base where the folders of all nodes on this machine are
     * @param bound bytes that may wait
     */
    static Future<AttemptSpool> open(WorkerExecutor disk, Path base, long bound) {
        return disk.executeBlocking(() -> AttemptSpoolFolder.make(base), false)
                .map(folder -> new AttemptSpool(disk, folder, bound));
    }

    /**
     * Completes when the row outlives this process.
     *
     * @return fails with UNAVAILABLE {@code vk.token_log_full} at the bound, and with something else when the disk does not
     *     take it
     */
    Future<Void> append(TokenLog row) {
        if (broken && System.nanoTime() - brokenUntil < 0) {
            return Future.failedFuture("the disk does not take attempts now");
        }
        if (unread >= bound || pending.size() >= MAX_PENDING) {
            return Future.failedFuture(noRoom());
        }
        byte[] record;
        try {
            record = AttemptSpoolRecord.encode(row);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        var entry = new Entry(record);
        pending.add(entry);
        write();
        return entry.written.future();
    }

    private Failure noRoom() {
        if (!full) {
            full = true;
            log.atError()
                    .addKeyValue("bytes", unread)
                    .log("no more room for attempts that wait for the database; what comes now is lost");
        }
        return Failure.unavailable(
                "vk.token_log_full", "The log of attempts cannot take more at the moment", DISK_AGAIN);
    }

    private void write() {
        if (writing || pending.isEmpty()) {
            return;
        }
        writing = true;
        var group = new ArrayList<Entry>(Math.min(MAX_GROUP, pending.size()));
        while (group.size() < MAX_GROUP && !pending.isEmpty()) {
            group.add(pending.remove());
        }
        List<byte[]> records = group.stream().map(entry -> entry.record).toList();
        this.group = disk.executeBlocking(() -> folder.append(records), false).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                acknowledge(group, done.result());
            } else {
                refuse(group, done.cause());
            }
            write();
        });
    }

    private void acknowledge(List<Entry> group, AttemptSpoolFolder.Written written) {
        if (broken) {
            broken = false;
            log.info("attempts are kept on disk again");
        }
        Segment last = segments.peekLast();
        if (last == null || !last.path.equals(written.segment())) {
            last = new Segment(written.segment());
            segments.add(last);
        }
        long more = written.length() - last.length;
        last.length = written.length();
        unread += more;
        rowsWritten += group.size();
        group.forEach(entry -> entry.written.complete());
        Segment head = segments.element();
        if (segments.size() > 1 && head.shipped == head.length) {
            drop(head).onFailure(cause -> left(head, cause));
        }
    }

    /** The group may be on disk in part, or even whole: whoever has it otherwise has it under the same ids. */
    private void refuse(List<Entry> group, Throwable cause) {
        if (!broken) {
            log.atError()
                    .addKeyValue("folder", folder.path())
                    .addKeyValue("reason", cause.toString())
                    .log(
                            "attempts cannot be kept on disk; until they can, those that wait do not outlive this process");
        }
        broken = true;
        brokenUntil = System.nanoTime() + DISK_AGAIN.toNanos();
        group.forEach(entry -> entry.written.fail(cause));
    }

    /** The oldest rows that the database does not have; the same ones until they are {@link #shipped}. */
    Future<Batch> read() {
        Segment head = segments.element();
        long from = head.shipped;
        long to = head.length;
        return disk.executeBlocking(() -> AttemptSpoolFile.read(head.path, from, to, CHUNK), false)
                .map(rows -> {
                    if (rows.rows().isEmpty()) {
                        // What the kernel had taken is not there any more: a disk that lies, or somebody's hand.
                        log.atError().addKeyValue("bytes", to - from).log("attempts on disk cannot be read back");
                        return new Batch(List.of(), to);
                    }
                    return new Batch(rows.rows(), rows.end());
                });
    }

    /** The database has them. */
    void shipped(Batch batch) {
        Segment head = segments.element();
        unread -= batch.end - head.shipped;
        head.shipped = batch.end;
        if (full && unread < bound / 2) {
            full = false;
            log.info("there is room for attempts again");
        }
        rowsShipped = unread == 0 ? rowsWritten : rowsShipped + batch.rows.size();
        if (head.shipped == head.length && segments.size() > 1) {
            drop(head).onFailure(cause -> left(head, cause));
        }
    }

    private Future<Void> drop(Segment head) {
        segments.remove();
        return disk.executeBlocking(
                () -> {
                    folder.delete(head.path);
                    return null;
                },
                false);
    }

    /** It is read again after the next start, and found in the database. */
    private static void left(Segment segment, Throwable cause) {
        log.atWarn()
                .addKeyValue("segment", segment.path)
                .addKeyValue("reason", cause.toString())
                .log("attempts that are logged cannot be deleted from disk");
    }

    /** Deletes the segment that is being written when the database has all of it: an idle node keeps no old attempts. */
    Future<Void> tidy() {
        Segment head = segments.peek();
        if (writing || segments.size() != 1 || head == null || head.shipped < head.length) {
            return Future.succeededFuture();
        }
        writing = true;
        return disk.executeBlocking(
                        () -> {
                            folder.endSegment();
                            return null;
                        },
                        false)
                .compose(ended -> drop(head))
                .onComplete(this::wrote);
    }

    private void wrote(AsyncResult<Void> done) {
        writing = false;
        write();
    }

    /** A folder must not be closed under a group that is on its way. */
    private Future<Void> written() {
        return writing ? group.transform(done -> written()) : Future.succeededFuture();
    }

    boolean waiting() {
        return unread > 0;
    }

    /** More waits than one batch takes. */
    boolean pressing() {
        return unread >= CHUNK;
    }

    /** Acknowledged since the start; the {@link #rowsShipped} reach it when nothing waits. */
    long rowsWritten() {
        return rowsWritten;
    }

    long rowsShipped() {
        return rowsShipped;
    }

    /** On disk and not in the database; what is on disk in all is more by a segment at most. */
    long bytes() {
        return unread;
    }

    /** What the database does not have stays for whoever comes next. */
    Future<Void> close() {
        return written()
                .compose(written -> tidy())
                .eventually(() -> disk.executeBlocking(
                        () -> {
                            folder.close();
                            return null;
                        },
                        false));
    }
}
