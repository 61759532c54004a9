package io.pult.vk;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings in what nodes on this machine left on disk when they died: an own earlier life, or a neighbour that uses the same
 * data folder. Most of it may be in the database already. Confined to one context.
 */
final class TokenLogReplay {
    private static final Logger log = LoggerFactory.getLogger(TokenLogReplay.class);
    private static final int CHUNK = 256 << 10;

    private final WorkerExecutor disk;
    private final Path base;
    private final TokenLogShipper shipper;
    private final Set<Path> unreadable = new HashSet<>();
    private boolean stopped;

    TokenLogReplay(WorkerExecutor disk, Path base, TokenLogShipper shipper) {
        this.disk = disk;
        this.base = base;
        this.shipper = shipper;
    }

    /** Completes when nothing is left, or when it has to be tried again another time. */
    Future<Void> round() {
        return disk.executeBlocking(() -> AttemptSpoolFolder.left(base), false).compose(folders -> {
            Future<Void> chain = Future.succeededFuture();
            for (AttemptSpoolFolder folder : folders) {
                chain = chain.compose(before -> replay(folder));
            }
            return chain;
        });
    }

    /** No batch begins after this. */
    void stop() {
        stopped = true;
    }

    private Future<Void> replay(AttemptSpoolFolder folder) {
        return disk.executeBlocking(folder::segments, false)
                .compose(segments -> {
                    if (!unreadable.containsAll(segments) && !stopped) {
                        log.atInfo()
                                .addKeyValue("folder", folder.path())
                                .addKeyValue("segments", segments.size())
                                .log("bringing in attempts that a dead node left");
                    }
                    return replay(folder, segments.iterator());
                })
                .recover(TokenLogReplay::later)
                .eventually(() -> disk.executeBlocking(
                        () -> {
                            folder.close();
                            return null;
                        },
                        false));
    }

    private Future<Void> replay(AttemptSpoolFolder folder, Iterator<Path> segments) {
        if (stopped || !segments.hasNext()) {
            return Future.succeededFuture();
        }
        Path segment = segments.next();
        return replay(folder, segment, 0)
                .recover(cause -> passOver(segment, cause))
                .compose(done -> replay(folder, segments));
    }

    private Future<Void> replay(AttemptSpoolFolder folder, Path segment, long from) {
        if (stopped) {
            return Future.failedFuture(new Stopped());
        }
        return disk.executeBlocking(() -> AttemptSpoolFile.read(segment, from, Long.MAX_VALUE, CHUNK), false)
                .compose(read -> shipper.ship(read.rows()).compose(shipped -> {
                    if (!read.rows().isEmpty()) {
                        return replay(folder, segment, read.end());
                    }
                    if (read.left() > 0) {
                        log.atWarn()
                                .addKeyValue("segment", segment)
                                .addKeyValue("bytes", read.left())
                                .log("an attempt that was being written when its node died is left out");
                    }
                    return disk.executeBlocking(
                            () -> {
                                folder.delete(segment);
                                return null;
                            },
                            false);
                }));
    }

    /** The node ends; the segment stays as it is. */
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super("the node stops", null, false, false);
        }
    }

    /** One that cannot be read must not hold up the others; it is said once. */
    private Future<Void> passOver(Path segment, Throwable cause) {
        if (cause instanceof Failure || cause instanceof Stopped) {
            return Future.failedFuture(cause);
        }
        if (unreadable.add(segment)) {
            log.atError()
                    .addKeyValue("segment", segment)
                    .addKeyValue("reason", cause.toString())
                    .log("attempts that a dead node left cannot be read; the file stays");
        }
        return Future.succeededFuture();
    }

    private static Future<Void> later(Throwable cause) {
        log.atInfo().addKeyValue("reason", cause.toString()).log("attempts that a dead node left have to wait");
        return Future.succeededFuture();
    }
}
