package io.pult.infra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of a store as a child process. It gets a session of its own: a terminal's Ctrl-C would otherwise stop the
 * stores in the same moment in which the node begins to drain. It gets an empty environment: ours may hold secrets, and
 * variables such as PGDATA would change what it does.
 */
final class EmbeddedProcess {
    static final Path NO_INPUT = Path.of("/dev/null");

    private static final int RUN_SECONDS = 60;
    private static final int TAIL_LINES = 10;

    private final Process process;
    private final Path log;

    private EmbeddedProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code command} in {@code folder}.
     *
     * @param logName the file for what it prints; the one of the time before gets the ending {@code .old}
     */
    static EmbeddedProcess launch(EmbeddedFolder folder, String logName, List<String> command) throws IOException {
        return launch(folder, logName, command, NO_INPUT);
    }

    private static EmbeddedProcess launch(EmbeddedFolder folder, String logName, List<String> command, Path input)
            throws IOException {
        Path log = folder.file(logName);
        if (Files.exists(log)) {
            Files.move(log, folder.file(logName + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        folder.emptyFile(logName);
        // Not a group leader when it starts, setsid does not fork: the process we hold becomes the program itself.
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.path().toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        try {
            return new EmbeddedProcess(builder.start(), log);
        } catch (IOException e) {
            throw new IOException("the embedded stores need setsid of util-linux: " + e.getMessage(), e);
        }
    }

    /** Runs {@code command} to its end on the file {@code input}; fails unless it ends well within a minute. */
    static void run(EmbeddedFolder folder, String logName, List<String> command, Path input)
            throws IOException, InterruptedException {
        EmbeddedProcess tool = launch(folder, logName, command, input);
        try {
            boolean ended = tool.process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
            if (!ended || tool.process.exitValue() != 0) {
                throw new IOException("setting up " + folder.path() + " failed"
                        + (ended ? "; " : " to end within " + RUN_SECONDS + " s; ") + tool.lastLines());
            }
        } finally {
            tool.process.destroyForcibly();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The end of the log, for a message to the operator. */
    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return log + " ends with:\n  "
                + String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
