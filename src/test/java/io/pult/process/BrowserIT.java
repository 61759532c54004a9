package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.NpmPeer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web app in a real browser, before a real node with demo traffic: each file of {@code src/test/web} is one test. Pictures of
 * every screen are left in {@code target/screens}. In {@code make check}, for its minutes and the browser it needs; by itself it is
 * {@code make browser}.
 */
@Tag("check")
@Tag("browser")
class BrowserIT {
    private static final Path TESTS = Path.of("src", "test", "web");
    private static final Path FOLDER = Path.of("target", "web-check");
    private static final String CHROMIUM = "PULT_CHROMIUM";
    private static final int MINUTES = 15;

    @TempDir
    static Path folder;

    private static Home home;
    private static Home second;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws Exception {
        Path chromium = Path.of(System.getenv().getOrDefault(CHROMIUM, "/usr/bin/chromium"));
        if (!Files.isExecutable(chromium)) {
            throw new AssertionError("the web app is checked in a browser, and there is none at " + chromium
                    + ": apt-get install chromium, or say in " + CHROMIUM + " where it is");
        }
        removeOldTests();
        NpmPeer.install(TESTS, FOLDER);
        home = new Home(folder.resolve("one"));
        Training.seed(home);
        // So that the pictures do not tell the name of the machine.
        home.with("PULT_NODE_NAME", "room-1").start("play", "--demo-traffic").awaitLine("Ctrl-C stops everything");
        // For the test that kills its node; what it leaves behind ends with this home.
        second = new Home(folder.resolve("two"));
        Training.seed(second);
        environment = environment(chromium);
    }

    @AfterAll
    static void stop() {
        if (home != null) {
            home.close();
        }
        if (second != null) {
            second.close();
        }
    }

    /** One that was renamed would be run for ever. */
    private static void removeOldTests() throws IOException {
        if (Files.isDirectory(FOLDER)) {
            try (Stream<Path> files = Files.list(FOLDER)) {
                for (Path file : files.filter(BrowserIT::isScript).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isScript(Path file) {
        return file.getFileName().toString().endsWith(".mjs");
    }

    private static Map<String, String> environment(Path chromium) throws Exception {
        Path written = home.data().resolve("playground.json");
        var file = new JsonObject(Files.readString(written));
        JsonObject administrator = file.getJsonObject("administrator");
        JsonObject telegram = file.getJsonObject("standins").getJsonObject("telegram_id");
        var variables = new TreeMap<String, String>();
        variables.put("PULT_URL", file.getString("url"));
        variables.put("PULT_LOGIN", administrator.getString("login"));
        variables.put("PULT_PASSWORD", administrator.getString("password"));
        variables.put("PULT_PLAYGROUND", written.toString());
        variables.put("PULT_BOT_TOKEN", telegram.getString("bot_token"));
        variables.put(
                "PULT_SCREENS", Path.of("target", "screens").toAbsolutePath().toString());
        variables.put(CHROMIUM, chromium.toString());
        variables.put("PULT_NODE_COMMAND", new JsonArray(Training.javaCommand(Home.JAR, "play")).encode());
        variables.put("PULT_NODE_DATA", second.data().toString());
        return variables;
    }

    @TestFactory
    List<DynamicTest> in_a_browser() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .map(name -> DynamicTest.dynamicTest(name, () -> run(name)))
                    .toList();
        }
    }

    private static void run(String name) throws Exception {
        Path output = folder.resolve(name + ".log");
        var builder = new ProcessBuilder("node", "--test", "--test-reporter=spec", name)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PULT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            assertThat(ended)
                    .as("%s ends within %d minutes; it said:%n%s", name, MINUTES, Files.readString(output))
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s said:%n%s", name, Files.readString(output))
                    .isZero();
        } finally {
            // A browser and a node of the test's own are its children.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
