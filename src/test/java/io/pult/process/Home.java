package io.pult.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder in which processes of Pult work, with what their environment says. Closing it ends whatever still runs there,
 * the servers of a playground whose process was killed included.
 */
final class Home implements AutoCloseable {
    static final Path JAR = Path.of("target", "pult.jar").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<PultProcess> started = new ArrayList<>();

    Home(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        with("PULT_DATA_DIR", data().toString());
        with("PULT_HTTP_PORT", "0");
        with("PULT_MANAGEMENT_PORT", "0");
        // A test asks more often than a person does.
        with("PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE", "1000000");
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Home with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    PultProcess start(String... arguments) throws Exception {
        return start(Map.of(), arguments);
    }

    /** @param more variables for this process alone */
    PultProcess start(Map<String, String> more, String... arguments) throws Exception {
        return startCommand(more, Training.javaCommand(JAR, arguments));
    }

    /** Starts whatever program in this environment. */
    PultProcess startCommand(Map<String, String> more, List<String> command) throws IOException {
        var variables = new LinkedHashMap<>(environment);
        variables.putAll(more);
        var process = PultProcess.start(folder, variables, command);
        started.add(process);
        return process;
    }

    /** Runs a command to its end. */
    PultProcess run(String... arguments) throws Exception {
        PultProcess process = start(arguments);
        process.exitCode();
        return process;
    }

    /** What runs with this folder, or one inside it, as its working folder. */
    List<ProcessHandle> running() {
        var running = new ArrayList<ProcessHandle>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (standsHere(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(running::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running;
    }

    private boolean standsHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException e) {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }

    /** Everything that the processes of this home said, for secrets to be looked for. */
    String everythingSaid() {
        var said = new StringBuilder();
        started.forEach(process -> said.append(process.output()));
        return said.toString();
    }

    @Override
    public void close() {
        started.forEach(PultProcess::close);
        running().forEach(ProcessHandle::destroyForcibly);
        running().forEach(process -> process.onExit().join());
    }
}
