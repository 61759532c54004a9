package io.pult.infra;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One change of the schema: {@code db/migration/<14 digits>__<noun>.sql}.
 *
 * @param version the moment it was written, {@code yyyyMMddHHmmss}; the order in which files are applied
 */
record MigrationFile(long version, String name, String sql) {
    private static final String FOLDER = "db/migration";
    private static final Pattern NAME = Pattern.compile("(\\d{14})__([a-z0-9_]+)\\.sql");

    /** Of the file as it is: an applied file is never touched again, its line ends neither. */
    String checksum() {
        return Digests.sha256(sql);
    }

    /**
     * All that lie where this class was loaded from, in order; blocks. A folder of the class path cannot be listed by a
     * class loader, so the place itself is opened: a jar and {@code target/classes} are both file systems.
     *
     * @throws IllegalStateException when a file has a name that is not one, or two have the same version
     */
    static List<MigrationFile> all() {
        try {
            Path place = Path.of(MigrationFile.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(place)) {
                return in(place.resolve(FOLDER));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return in(jar.getPath(FOLDER));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the migrations cannot be read from where Pult was started", e);
        }
    }

    static List<MigrationFile> in(Path folder) throws IOException {
        var files = new ArrayList<MigrationFile>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.add(read(path));
            }
        }
        files.sort(Comparator.comparingLong(MigrationFile::version));
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i - 1).version == files.get(i).version) {
                throw new IllegalStateException("two migrations have the version " + files.get(i).version);
            }
        }
        return List.copyOf(files);
    }

    private static MigrationFile read(Path path) throws IOException {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalStateException("the migration " + path.getFileName()
                    + " is not called <yyyyMMddHHmmss>__<noun>.sql and would never be applied");
        }
        return new MigrationFile(Long.parseLong(name.group(1)), name.group(2), Files.readString(path));
    }
}
