package io.pult.infra;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL and Redis of one test that stops and starts them: each has the same port and the same data again, and keeps
 * what it acknowledged. Blocks.
 */
public final class RestartableStores implements AutoCloseable {
    private static final Path BINARIES = Path.of("target", "embedded");

    private final Path folder;
    private final EmbeddedServer postgres;
    private final EmbeddedServer redis;
    private final URI postgresUri;
    private final URI redisUri;

    private RestartableStores(Path folder) throws IOException, InterruptedException {
        this.folder = EmbeddedFolder.make(folder).path();
        var programs = new EmbeddedBinaries(BINARIES);
        var home = new EmbeddedFolder(this.folder);
        postgres = new EmbeddedPostgres(home.child("postgres"), programs, onOnePort());
        redis = new EmbeddedRedis(home.child("redis"), programs, onOnePort());
        boolean started = false;
        try {
            postgresUri = postgres.start();
            redisUri = redis.start();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    public static RestartableStores start(Path folder) throws IOException, InterruptedException {
        return new RestartableStores(folder);
    }

    /** The first one that is asked for, for ever. */
    private static Embedded.Options onOnePort() {
        var chosen = new AtomicInteger();
        return new Embedded.Options(true, () -> {
            if (chosen.get() == 0) {
                chosen.set(Embedded.Ports.ofSystem());
            }
            return chosen.get();
        });
    }

    /** PostgreSQL takes clients from these addresses, too; it is restarted. @param network as in 198.18.0.0/15 */
    public void admit(String network) throws IOException, InterruptedException {
        stopPostgres();
        Files.writeString(
                folder.resolve("postgres/cluster/pg_hba.conf"),
                "host all all " + network + " scram-sha-256\n",
                StandardOpenOption.APPEND);
        startPostgres();
    }

    public URI postgres() {
        return postgresUri;
    }

    public URI redis() {
        return redisUri;
    }

    public void stopPostgres() {
        postgres.stop();
    }

    public void startPostgres() throws IOException, InterruptedException {
        postgres.start();
    }

    public void stopRedis() {
        redis.stop();
    }

    public void startRedis() throws IOException, InterruptedException {
        redis.start();
    }

    @Override
    public void close() {
        try {
            postgres.stop();
        } finally {
            redis.stop();
        }
    }
}
