package io.pult.bench;

import io.pult.mtproto.LoadCentre;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of the benchmark of Telegram: a data centre, and whoever calls it. None outlives this, nor does its folder. */
final class MtprotoLoads implements AutoCloseable {
    static final String COLLECTOR = "-XX:+UseParallelGC";
    static final String CLIENT_HEAP = "-Xmx512m";
    static final String CENTRE_HEAP = "-Xmx1g";

    private static final int KEYS = 5_200;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern PORT = Pattern.compile("port=(\\d+)");

    private final Path folder = Path.of("target", "bench", "mtproto").toAbsolutePath();
    private final List<Child> children = Collections.synchronizedList(new ArrayList<>());
    private final Thread hook = new Thread(this::putAway, "put the benchmark away");

    MtprotoLoads() throws IOException {
        Rig.delete(folder);
        Files.createDirectories(folder);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A data centre that knows the keys of the load. */
    final class Centre implements AutoCloseable {
        private final Child child;
        private final Path key = folder.resolve("key.pem");
        private final String port;

        /** @param pushes a second, of statuses to all who have called */
        Centre(int pushes) throws IOException, InterruptedException {
            child = java(CENTRE_HEAP, LoadCentre.class, key, KEYS, pushes);
            port = port();
        }

        /** What a program says that calls this data centre, in its last line. */
        JsonObject load(Class<?> main, Object... arguments) throws IOException, InterruptedException {
            var all = new ArrayList<Object>(List.of(port, key));
            all.addAll(List.of(arguments));
            return said(java(CLIENT_HEAP, main, all.toArray()));
        }

        /** The same of a package of npm: see {@code src/test/peers}. */
        JsonObject loadByPeer(String name, Object... arguments) throws IOException, InterruptedException {
            Path program = install(name);
            var command = new ArrayList<>(List.of("node", program.toString(), port));
            Stream.of(arguments).map(Object::toString).forEach(command::add);
            return said(start(command));
        }

        private String port() throws IOException, InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                child.requireAlive();
                Matcher found = PORT.matcher(child.logEnd());
                if (found.find()) {
                    return found.group(1);
                }
                Thread.sleep(20);
            }
            throw new IllegalStateException("the data centre does not listen: " + child.logEnd());
        }

        @Override
        public void close() {
            child.close();
        }
    }

    private static JsonObject said(Child child) throws IOException, InterruptedException {
        try (child) {
            if (child.await(PATIENCE) != 0) {
                throw new IllegalStateException("a process of the benchmark failed: " + child.logEnd());
            }
            var told = new JsonObject(
                    child.logEnd().lines().reduce((former, line) -> line).orElseThrow());
            if (told.getInteger("failed", 0) > 0) {
                throw new IllegalStateException("calls have failed: " + told);
            }
            return told;
        }
    }

    /** @return its program */
    private Path install(String name) throws IOException, InterruptedException {
        Path peers = Path.of("src", "test", "peers");
        Path installed = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(peers.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, installed.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(peers.resolve("load.mjs"), folder.resolve("load.mjs"), StandardCopyOption.REPLACE_EXISTING);
        try (Child npm = start(List.of(
                "npm", "ci", "--prefix", installed.toString(), "--no-audit", "--no-fund", "--ignore-scripts"))) {
            if (npm.await(PATIENCE) != 0) {
                throw new IllegalStateException("npm cannot install " + name + ": " + npm.logEnd());
            }
        }
        return installed.resolve("load.mjs");
    }

    private Child java(String heap, Class<?> main, Object... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(Child.JAVA, heap, COLLECTOR, "-cp", "target/test-classes:" + Rig.JAR, main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return start(command);
    }

    private Child start(List<String> command) throws IOException {
        Child child = Child.start(command, Map.of(), Files.createTempFile(folder, "child", ".log"));
        children.add(child);
        return child;
    }

    @Override
    public void close() {
        putAway();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void putAway() {
        List.copyOf(children).forEach(Child::close);
        Rig.delete(folder);
    }
}
