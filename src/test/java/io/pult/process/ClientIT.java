package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.Playground;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of somebody else on {@code target/pult-client.jar}: it finds the playground's cluster, shows a key, asks and listens. */
class ClientIT {
    /** What the client's documentation names; no database driver, no web server, no class of a concern. */
    private static final List<String> NEEDED =
            List.of("vertx-core", "vertx-hazelcast", "hazelcast", "netty", "jackson", "slf4j", "logback", "jspecify");

    @TempDir
    static Path folder;

    private static Home home;
    private static JsonObject file;
    private static Caller caller;
    private static List<String> command;

    @BeforeAll
    static void start() throws Exception {
        home = new Home(folder.resolve("home"));
        Training.seed(home);
        home.start("play").awaitLine("Ctrl-C stops everything");
        file = new JsonObject(Files.readString(home.data().resolve("playground.json")));
        caller = new Caller(file.getString("url"), file.getString("api_key"));
        command = command(isolatedClass());
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    /** The client's own class alone, away from the classes of the other tests. */
    private static Path isolatedClass() throws Exception {
        String name = ClientMain.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("classes").resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of(ClientMain.class.getResource("ClientMain.class").toURI()), copy);
        return folder.resolve("classes");
    }

    private static List<String> command(Path classes) throws Exception {
        var path = new ArrayList<String>();
        path.add(classes.toString());
        path.add(Path.of("target", "pult-client.jar").toAbsolutePath().toString());
        try (Stream<Path> jars = Files.list(Path.of("target", "lib"))) {
            jars.filter(jar -> NEEDED.stream().anyMatch(jar.getFileName().toString()::startsWith))
                    .forEach(jar -> path.add(jar.toAbsolutePath().toString()));
        }
        JsonObject cluster = file.getJsonObject("cluster");
        return List.of(
                Training.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                String.join(File.pathSeparator, path),
                ClientMain.class.getName(),
                cluster.getString("name"),
                cluster.getString("host"),
                cluster.getInteger("port").toString());
    }

    private static PultProcess client(String key, String... more) throws Exception {
        var line = new ArrayList<>(command);
        line.addAll(List.of(more));
        return home.startCommand(Map.of("API_KEY", key), line);
    }

    @Test
    void it_trades_its_key_for_a_principal_asks_an_op_and_hears_a_topic() throws Exception {
        assertThat(caller.giveToken(1001, Playground.token(1001)).status()).isEqualTo(201);
        PultProcess client = client(caller.key(), "and listen");
        client.await(Pattern.compile("jobs \\d+"));

        Caller.Answer started = caller.post("/jobs/rekey", new JsonObject());

        assertThat(started.status()).as(started.body()).isEqualTo(202);
        client.awaitLine("heard " + started.json().getString("id")).awaitLine("in time true");
        assertThat(client.exitCode()).isZero();
    }

    @Test
    void a_key_that_does_not_exist_is_refused() throws Exception {
        PultProcess client = client("pult_" + "A".repeat(43));

        assertThat(client.exitCode()).as(client.output()).isEqualTo(3);
        assertThat(client.output()).contains("refused UNAUTHENTICATED");
    }

    @Test
    void a_key_without_the_scope_asks_in_vain() throws Exception {
        Caller.Answer created = caller.post(
                "/api/admin/v1/api-keys/",
                new JsonObject().put("name", "reader of vk").put("scopes", new JsonArray().add("vk:read")));
        assertThat(created.status()).as(created.body()).isEqualTo(201);

        PultProcess client = client(created.json().getString("token"));

        assertThat(client.exitCode()).as(client.output()).isZero();
        assertThat(client.output()).contains("jobs FORBIDDEN");
    }
}
