package io.pult.vk;

import io.pult.contract.vk.TokenLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A segment: a mark of its form, and then records that are only ever added. Blocks; for a worker, one at a time. */
final class AttemptSpoolFile implements AutoCloseable {
    /** Rises with the form of the records. */
    private static final byte[] MARK = {'P', 'U', 'L', 'T', 'A', 'T', 'T', '1'};

    private final Path path;
    private final FileChannel channel;
    private long length;

    private AttemptSpoolFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @param end where the next read begins; {@code left} are bytes behind it that are no whole record */
    record Rows(List<TokenLog> rows, long end, long left) {}

    /** A form that this version does not know: another version's, which will come back for it. */
    static final class UnknownForm extends IOException {
        UnknownForm(Path path) {
            super(path + " is not of a form that this version reads");
        }
    }

    static AttemptSpoolFile create(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var file = new AttemptSpoolFile(path, channel);
        boolean begun = false;
        try {
            file.append(List.of(MARK));
            begun = true;
            return file;
        } finally {
            if (!begun) {
                channel.close();
            }
        }
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    /** Returns when the kernel has all of it; what was begun when it fails is left behind the length as a torn tail. */
    void append(List<byte[]> records) throws IOException {
        int bytes = records.stream().mapToInt(record -> record.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        records.forEach(buffer::put);
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        length += bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Whole and sound records from a position on.
     *
     * @param from where the last read ended, or 0
     * @param to no byte from here on is looked at
     * @param most bytes that are read, more than the largest record
     * @throws UnknownForm when another version wrote it
     */
    static Rows read(Path path, long from, long to, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long begin = from == 0 ? skipMark(path, channel) : from;
            long end = Math.min(to, channel.size());
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, end - begin)));
            while (buffer.hasRemaining() && channel.read(buffer, begin + buffer.position()) >= 0) {
                // until the kernel has given it all
            }
            buffer.flip();
            var rows = new ArrayList<TokenLog>();
            for (TokenLog row = AttemptSpoolRecord.decode(buffer);
                    row != null;
                    row = AttemptSpoolRecord.decode(buffer)) {
                rows.add(row);
            }
            long read = begin + buffer.position();
            return new Rows(rows, read, Math.max(0, end - read));
        }
    }

    /** A file whose writer died before the mark was whole has nothing in it. */
    private static long skipMark(Path path, FileChannel channel) throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(MARK.length);
        while (mark.hasRemaining() && channel.read(mark, mark.position()) >= 0) {
            // until the kernel has given it all
        }
        if (!mark.hasRemaining() && !mark.flip().equals(ByteBuffer.wrap(MARK))) {
            throw new UnknownForm(path);
        }
        return MARK.length;
    }
}
