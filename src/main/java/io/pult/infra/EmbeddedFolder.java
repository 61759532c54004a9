package io.pult.infra;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A folder that nobody but its owner may enter, and the password that is kept in it. */
record EmbeddedFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ENTERS = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNER_READS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PASSWORD_BYTES = 24;
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{32}");

    /** The folder at {@code path}; made with mode 700, left with the mode it has when it is there already. */
    static EmbeddedFolder make(Path path) throws IOException {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ENTERS));
            Path real = path.toRealPath();
            if (!Files.isWritable(real)) {
                throw new AccessDeniedException(real.toString());
            }
            return new EmbeddedFolder(real);
        } catch (FileSystemException e) {
            throw new IOException(
                    "the folder " + path.toAbsolutePath() + " cannot be used ("
                            + reason(e)
                            + "): name another one, or let this user write there",
                    e);
        }
    }

    private static @Nullable String reason(FileSystemException e) {
        // The two usual ones say what is wrong by their class alone.
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileAlreadyExistsException ? "it is no folder" : e.getReason();
    }

    /** A folder inside this one, which need not be there yet. */
    EmbeddedFolder child(String name) {
        return new EmbeddedFolder(file(name));
    }

    /** Makes it, and sets its mode to 700 whatever it was: for folders in which all is ours. */
    void makePrivate() throws IOException {
        make(path);
        Files.setPosixFilePermissions(path, OWNER_ENTERS);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** An empty file of mode 600, whatever was there before. */
    Path emptyFile(String name) throws IOException {
        Path file = file(name);
        Files.deleteIfExists(file);
        return Files.createFile(file, OWNER_READS);
    }

    /** The password kept here: a random one when there is none yet. */
    String password() throws IOException {
        Path kept = passwordFile();
        if (!Files.exists(kept)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            // Under its name it is always whole: a store that was set up with half a password is lost.
            Path fresh = emptyFile("password.new");
            write(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        String password = Files.readString(kept).strip();
        if (!PASSWORD.matcher(password).matches()) {
            throw new IOException(kept + " does not hold a password that Pult made: put the original back");
        }
        return password;
    }

    Path passwordFile() {
        return file("password");
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    /** Deletes {@code tree} with all that is in it; nothing when it is not there. Another process may do the same. */
    static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
