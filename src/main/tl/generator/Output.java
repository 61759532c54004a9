package tl.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** Leaves what has not changed as it is, so that the compiler has nothing to do. */
final class Output {
    private Output() {}

    static void sources(Path folder, Map<String, String> sources) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            for (Path path : present.toList()) {
                if (!sources.containsKey(path.getFileName().toString().replace(".java", ""))) {
                    Files.delete(path);
                }
            }
        }
        for (var each : sources.entrySet()) {
            file(folder.resolve(each.getKey() + ".java"), each.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    static void file(Path path, byte[] content) throws IOException {
        if (Files.exists(path) && Arrays.equals(Files.readAllBytes(path), content)) {
            return;
        }
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }
}
