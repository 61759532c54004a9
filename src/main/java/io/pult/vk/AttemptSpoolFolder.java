package io.pult.vk;

import io.pult.infra.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one node's segments, locked for as long as the node lives. A new node makes a new one, and takes over those
 * whose lock the kernel has given back. Blocks; for a worker, one task at a time.
 */
final class AttemptSpoolFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AttemptSpoolFolder.class);

    /** What has to be read again after a crash at most, for the segment that is being written. */
    private static final long MAX_SEGMENT = 4 << 20;

    private static final String SUFFIX = ".attempts";
    private static final int TRIES = 5;

    private final Path path;
    private final FolderLock lock;
    private long lastNumber;
    private @Nullable AttemptSpoolFile open;

    private AttemptSpoolFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Where a batch has been written: the segment, and its length with the batch. */
    record Written(Path segment, long length) {}

    /** @param base where the folders of all nodes on this machine are; made when it is not there */
    static AttemptSpoolFolder make(Path base) throws IOException {
        var forUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(base, forUs);
        for (int attempt = 1; ; attempt++) {
            Path path = base.toRealPath().resolve(UUID.randomUUID().toString());
            Files.createDirectory(path, forUs);
            try {
                return new AttemptSpoolFolder(path, FolderLock.take(path));
            } catch (IOException e) {
                // Another node may have seen the empty folder before it was locked, and put it away.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The folders of nodes that are dead. Whoever gets one has to close it. */
    static List<AttemptSpoolFolder> left(Path base) throws IOException {
        if (Files.notExists(base)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(base.toRealPath())) {
            return all.filter(Files::isDirectory)
                    .sorted()
                    .map(AttemptSpoolFolder::take)
                    .flatMap(Stream::ofNullable)
                    .toList();
        }
    }

    private static @Nullable AttemptSpoolFolder take(Path folder) {
        try {
            return new AttemptSpoolFolder(folder, FolderLock.take(folder));
        } catch (IOException e) {
            // Its node lives, or another one was faster: the folder is in good hands.
            log.atDebug().addKeyValue("reason", e.toString()).log("a folder of attempts is not taken over");
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** In the order of writing. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** Goes on in the same segment until it is large enough; after a failure in a new one. */
    Written append(List<byte[]> records) throws IOException {
        AttemptSpoolFile file = open;
        if (file == null || file.length() >= MAX_SEGMENT) {
            endSegment();
            file = AttemptSpoolFile.create(path.resolve(String.format(Locale.ROOT, "%016d%s", ++lastNumber, SUFFIX)));
            open = file;
        }
        boolean written = false;
        try {
            file.append(records);
            written = true;
            return new Written(file.path(), file.length());
        } finally {
            if (!written) {
                endSegment();
            }
        }
    }

    /** The next record begins a new segment, so that this one can be deleted. */
    void endSegment() throws IOException {
        AttemptSpoolFile file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    void delete(Path segment) throws IOException {
        Files.deleteIfExists(segment);
    }

    /** Gives the folder back, and leaves nothing of it when nothing is in it. */
    @Override
    public void close() throws IOException {
        endSegment();
        if (segments().isEmpty()) {
            Files.deleteIfExists(path.resolve("lock"));
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                log.atDebug().addKeyValue("folder", path).log("somebody else's file is in a folder of attempts");
            }
        }
        lock.close();
    }
}
