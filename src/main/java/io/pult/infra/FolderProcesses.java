package io.pult.infra;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes that run one of a store's programs inside the store's folder, be they children of this JVM or orphans of
 * one that was killed. They are found by what the kernel says about them, never by a pid that was written down: after a
 * reboot or some hours such a number may belong to anybody. Processes in other pid namespaces stay unseen; the folder's
 * lock keeps those out.
 */
final class FolderProcesses {
    /** What to tell them, and how long to wait before something ruder. */
    record Signal(String name, Duration patience) {}

    private static final long POLL_MILLIS = 5;
    private static final String EXE_REPLACED = " (deleted)";

    private final Set<String> programs;
    private final List<Path> folders;

    FolderProcesses(Set<String> programs, List<Path> folders) {
        this.programs = programs;
        this.folders = folders;
    }

    /**
     * Sends one signal after the other until none is left; true when that is reached. An interrupt does not shorten it:
     * a server that is left half stopped is what this exists to prevent.
     */
    boolean stop(List<Signal> signals) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (Signal signal : signals) {
                List<ProcessHandle> living = living();
                if (living.isEmpty()) {
                    return true;
                }
                send(signal.name, heads(living));
                long deadline = System.nanoTime() + signal.patience.toNanos();
                while (System.nanoTime() - deadline < 0 && !living().isEmpty()) {
                    interrupted |= pause();
                }
            }
            return living().isEmpty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    List<ProcessHandle> living() throws IOException {
        List<ProcessHandle> living = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isOurs(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(living::add);
                }
            }
        }
        return living;
    }

    private boolean isOurs(Path process) {
        try {
            // A zombie has no exe any more, so an orphan that nobody reaps counts as gone.
            String exe =
                    Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            String program = exe.endsWith(EXE_REPLACED) ? exe.substring(0, exe.length() - EXE_REPLACED.length()) : exe;
            return programs.contains(program) && standsInOurFolder(process.resolve("cwd"));
        } catch (IOException e) {
            // It ended meanwhile, or it is another user's: either way not a server that we could have started here.
            return false;
        }
    }

    /** By device and inode: the same path may be another folder in another container. */
    private boolean standsInOurFolder(Path cwd) throws IOException {
        for (Path folder : folders) {
            if (Files.exists(folder) && Files.isSameFile(cwd, folder)) {
                return true;
            }
        }
        return false;
    }

    /** Those whose parent is not among them: PostgreSQL's supervisor stops its workers in the right order by itself. */
    private static List<ProcessHandle> heads(List<ProcessHandle> living) {
        Set<ProcessHandle> all = Set.copyOf(living);
        return living.stream()
                .filter(process -> process.parent().filter(all::contains).isEmpty())
                .toList();
    }

    /** By the shell's own kill: Java can send TERM and KILL only, and the kill program is not on every machine. */
    private static void send(String signal, List<ProcessHandle> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", signal));
        command.addAll(
                processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.toList()));
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
