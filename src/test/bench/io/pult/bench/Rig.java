package io.pult.bench;

import io.pult.infra.PrivateFile;
import io.pult.playground.Playground;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stores and stand-ins in this process, and the children that use them. When it is closed, also by a signal to this
 * process, every child has ended and the folder is gone.
 */
final class Rig implements AutoCloseable {
    static final String JAR = "target/pult.jar";

    /** A limit that no run reaches: every request is counted and none is refused. */
    private static final String UNREACHED = "100000000";

    private static final Duration COMMAND = Duration.ofSeconds(60);

    private final Path folder;
    private final Playground playground;
    private final Deque<Child> children = new ArrayDeque<>();
    private final Thread hook = new Thread(this::putAway, "put the benchmark away");
    private boolean closed;

    private Rig(Path folder, Playground playground) {
        this.folder = folder;
        this.playground = playground;
    }

    static Rig open(Path folder) throws IOException, InterruptedException {
        delete(folder);
        Files.createDirectories(folder);
        var rig = new Rig(folder, Playground.open(folder));
        Runtime.getRuntime().addShutdownHook(rig.hook);
        return rig;
    }

    /**
     * An instance of Pult: a database of its own on the common server, migrated, with an administrator's key.
     *
     * @param redis number of the Redis database
     */
    Instance instance(String name, int redis) throws IOException, InterruptedException {
        var settings = new JsonObject();
        playground.settings(0).forEach((path, value) -> put(settings, path, value));
        String postgres = settings.getJsonObject("postgres").getString("url");
        Vertx vertx = Vertx.vertx();
        try {
            PgConnection.connect(vertx, PgConnectOptions.fromUri(postgres))
                    .compose(connection -> connection
                            .query("CREATE DATABASE " + name)
                            .execute()
                            .eventually(connection::close))
                    .timeout(COMMAND.toMillis(), TimeUnit.MILLISECONDS)
                    .await();
        } finally {
            vertx.close().await();
        }
        put(settings, "postgres.url", renamed(postgres, name));
        put(settings, "redis.url", renamed(settings.getJsonObject("redis").getString("url"), Integer.toString(redis)));
        put(settings, "limits.default_requests_per_minute", UNREACHED);
        put(settings, "cluster.port", Integer.toString(Probe.freePort()));
        Path conf = folder.resolve(name + ".yaml");
        // JSON is YAML, too.
        PrivateFile.write(conf, settings.encodePrettily());
        command("migrate", "--conf", conf.toString());
        String[] key = command("keygen", "api", "--name", "bench", "--conf", conf.toString())
                .strip()
                .split("\\s+");
        return new Instance(this, conf, key[key.length - 1]);
    }

    private static void put(JsonObject settings, String path, String value) {
        int dot = path.indexOf('.');
        String section = path.substring(0, dot);
        if (!settings.containsKey(section)) {
            settings.put(section, new JsonObject());
        }
        settings.getJsonObject(section).put(path.substring(dot + 1), value);
    }

    private static String renamed(String url, String last) {
        return url.substring(0, url.lastIndexOf('/') + 1) + last;
    }

    private String command(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Child.JAVA, "-jar", JAR));
        command.addAll(List.of(arguments));
        // What a command says may be a key: it goes into a file of ours alone, in the folder that is deleted.
        Path log = folder.resolve("command.log");
        Files.deleteIfExists(log);
        PrivateFile.write(log, "");
        Child child = start(command, Map.of(), log);
        if (child.await(COMMAND) != 0) {
            throw new IllegalStateException(arguments[0] + " failed: " + child.logEnd());
        }
        stop(child);
        return Files.readString(log);
    }

    Child start(List<String> command) throws IOException {
        return start(command, Map.of(), Files.createTempFile(folder, "child", ".log"));
    }

    private synchronized Child start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("the benchmark is being put away");
        }
        Child child = Child.start(command, environment, log);
        children.push(child);
        return child;
    }

    void stop(Child child) {
        child.close();
        synchronized (this) {
            children.remove(child);
        }
    }

    @Override
    public void close() {
        putAway();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private synchronized void putAway() {
        if (closed) {
            return;
        }
        closed = true;
        children.forEach(Child::askToStop);
        children.forEach(Child::close);
        playground.close();
        delete(folder);
    }

    static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
