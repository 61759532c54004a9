package io.pult.infra;

import io.pult.infra.FolderProcesses.Signal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Embedded stores whose data nobody needs tomorrow: nothing waits for the disk. One folder for each process. */
public final class ThrowawayStores {
    private ThrowawayStores() {}

    /** Starts stores in a folder of this process under {@code parent}; those of processes that have ended are removed. */
    public static Embedded start(Path parent, Path binaries) throws IOException, InterruptedException {
        Files.createDirectories(parent);
        long own = ProcessHandle.current().pid();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "[0-9]*")) {
            for (Path folder : folders) {
                long owner = Long.parseLong(folder.getFileName().toString());
                if (owner == own || ProcessHandle.of(owner).isEmpty()) {
                    remove(folder);
                }
            }
        }
        return Embedded.start(parent.resolve(Long.toString(own)), binaries, Embedded.Options.THROWAWAY);
    }

    /** Deletes {@code data}, and stops what still runs in it because its process was killed. */
    static void remove(Path data) throws IOException {
        processes(data).stop(List.of(new Signal("KILL", Duration.ofSeconds(10))));
        EmbeddedFolder.delete(data);
    }

    /** The servers that run in {@code data}, with all their workers. */
    static List<ProcessHandle> servers(Path data) throws IOException {
        return processes(data).living();
    }

    private static FolderProcesses processes(Path data) {
        Path postgres = data.resolve("postgres");
        return new FolderProcesses(
                Set.of("postgres", "initdb", EmbeddedBinaries.REDIS),
                List.of(postgres, postgres.resolve("cluster"), postgres.resolve("cluster.new"), data.resolve("redis")));
    }
}
