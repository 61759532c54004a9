package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that was started, and all it has said on both of its outputs. It leads a process group of its own, so that
 * the test can press Ctrl-C in it. Its waits have deadlines, and when one passes, the output is in the failure.
 */
final class PultProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("ready http=(\\d+) management=(\\d+)|\"http\":(\\d+),\"management\":(\\d+)");

    private final Process process;
    private final Path log;

    private PultProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static PultProcess start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path log = Files.createTempFile(folder, "said-", ".log");
        // A test run that was put into the background ignores SIGINT, and would hand that on to the process.
        var line = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
        line.addAll(command);
        var builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(PultProcess::steersPult);
        builder.environment().putAll(environment);
        var process = new PultProcess(builder.start(), log);
        // For a test JVM that is stopped in the middle: what it started must not outlive it.
        Runtime.getRuntime().addShutdownHook(new Thread(process.process::destroyForcibly));
        return process;
    }

    private static boolean steersPult(String variable) {
        return variable.startsWith("PULT_")
                || List.of("VK_TOKEN", "DEFAULT_REQUESTS_PER_MINUTE").contains(variable);
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    PultProcess awaitLine(String part) throws Exception {
        await(Pattern.compile(Pattern.quote(part)));
        return this;
    }

    Matcher await(Pattern pattern) throws Exception {
        return awaitMatch(pattern, 1);
    }

    /** The {@code count}th place where the output matches. */
    private Matcher awaitMatch(Pattern pattern, int count) throws Exception {
        var found = new Matcher[1];
        try {
            Wait.until("it says " + pattern, PATIENCE, () -> {
                // In this order: what a process says in its last moment counts.
                boolean ended = !alive();
                found[0] = pattern.matcher(output());
                int seen = 0;
                while (seen < count && found[0].find()) {
                    seen++;
                }
                if (seen < count && ended) {
                    throw new AssertionError("it ended and never said " + pattern);
                }
                return seen == count;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it said:\n" + output(), e);
        }
        return found[0];
    }

    /** Waits until a node in it says that it is ready, for the {@code time}th time. */
    Ports ready(int time) throws Exception {
        Matcher ready = awaitMatch(READY, time);
        int shift = ready.group(1) == null ? 2 : 0;
        return new Ports(Integer.parseInt(ready.group(1 + shift)), Integer.parseInt(ready.group(2 + shift)));
    }

    Ports ready() throws Exception {
        return ready(1);
    }

    record Ports(int http, int management) {
        String url() {
            return "http://127.0.0.1:" + http;
        }

        String managementUrl() {
            return "http://127.0.0.1:" + management;
        }
    }

    /** @param name without SIG */
    PultProcess signal(String name) throws Exception {
        send(name, Long.toString(pid()));
        return this;
    }

    /** What a terminal does: everybody in the foreground group gets the signal. */
    PultProcess pressCtrlC() throws Exception {
        send("INT", "-" + pid());
        return this;
    }

    static void send(String name, String target) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -s " + name + " -- " + target)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for the end. A process that a signal ended has 128 and the signal's number. */
    int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end; it said:\n" + output());
        }
        return process.exitValue();
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
