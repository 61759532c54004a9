package io.pult.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/security.md says that a test shows, a test of that name shows. */
class SecurityDocumentTest {
    private static final Pattern SHOWN = Pattern.compile("`([A-Z]\\w+(?:IT|Test))\\.(\\w+)`");
    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void every_test_that_the_document_names_is_there() throws IOException {
        Map<String, String> sources = sources();
        var missing = new ArrayList<String>();
        for (MatchResult shown : SHOWN.matcher(Files.readString(Path.of("docs", "security.md")))
                .results()
                .toList()) {
            String source = sources.getOrDefault(shown.group(1) + ".java", "");
            if (!source.contains("void " + shown.group(2) + "(")) {
                missing.add(shown.group(1) + "." + shown.group(2));
            }
        }

        assertThat(missing).isEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        try (var files = Files.walk(TESTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.merge(String.valueOf(file.getFileName()), Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
