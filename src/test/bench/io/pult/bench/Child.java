package io.pult.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of the benchmark's own, which never outlives it: see {@link Rig}. */
final class Child implements AutoCloseable {
    static final String JAVA = tool("java");

    /** Longer than a drain may take. */
    private static final Duration GRACE = Duration.ofSeconds(40);

    /** Of a clock tick in /proc, which Linux shows to programs as 100 a second on every machine. */
    private static final double TICK = 0.01;

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param environment over our own, of which settings of Pult and of make do not go on */
    static Child start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(Child::isOurs);
        builder.environment().putAll(environment);
        return new Child(builder.start(), log);
    }

    /** Settings for a Pult of the person's own must not reach the nodes measured, nor make's flags another make. */
    private static boolean isOurs(String variable) {
        return variable.startsWith("PULT_")
                || variable.equals("VK_TOKEN")
                || variable.equals("DEFAULT_REQUESTS_PER_MINUTE")
                || variable.startsWith("MAKE")
                || variable.equals("MFLAGS");
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    long pid() {
        return process.pid();
    }

    /** Processor time that the process has used so far, in user and in kernel mode. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("a process has ended with " + process.exitValue() + ": " + logEnd());
        }
    }

    String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    void askToStop() {
        process.destroy();
    }

    /** What {@code kill -9} does: the process gets no chance to put anything away. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for the process to end by itself. */
    int await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("a process does not end within " + limit + ": " + logEnd());
        }
        return process.exitValue();
    }

    /** Asks the process to stop and, when that does not help in time, ends it and all that it has started. */
    @Override
    public void close() {
        List<ProcessHandle> family = new ArrayList<>();
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(family::add);
        }
        process.destroy();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
