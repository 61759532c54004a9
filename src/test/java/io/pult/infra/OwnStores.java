package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A pair of stores that one test may freeze and stop; it comes back on the same ports with all that was committed. */
final class OwnStores implements AutoCloseable {
    private static final Path BINARIES = Path.of("target", "embedded");

    enum Store {
        POSTGRES("postgres"),
        REDIS("redis");

        private final String program;

        Store(String program) {
            this.program = program;
        }
    }

    private final Path data;
    private final int postgresPort;
    private final int redisPort;
    private Embedded running;

    OwnStores(Path data) throws Exception {
        this.data = data;
        this.postgresPort = Embedded.Ports.ofSystem();
        this.redisPort = Embedded.Ports.ofSystem();
        this.running = launch();
    }

    private Embedded launch() throws Exception {
        var ports = List.of(postgresPort, redisPort).iterator();
        return Embedded.start(data, BINARIES, new Embedded.Options(true, ports::next));
    }

    PgSettings postgres() {
        return PgSettings.of(running.postgres().toString());
    }

    String redis() {
        return running.redis().toString();
    }

    void stop() {
        running.close();
    }

    void startAgain() throws Exception {
        running = launch();
    }

    /** Accepts connections, as the kernel does that for it, and answers nothing. */
    void freeze(Store store) throws Exception {
        signal("-STOP", store);
        // A process that was born while the others were being stopped.
        signal("-STOP", store);
    }

    void thaw(Store store) throws Exception {
        signal("-CONT", store);
    }

    private void signal(String signal, Store store) throws Exception {
        List<Long> processes = ThrowawayStores.servers(data).stream()
                .filter(process -> process.info().command().orElse("").contains(store.program))
                .map(ProcessHandle::pid)
                .toList();
        assertThat(processes).isNotEmpty();
        for (long pid : processes) {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @Override
    public void close() throws Exception {
        running.close();
        ThrowawayStores.remove(data);
    }
}
