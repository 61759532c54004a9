package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code pult standin telegram} as a process of its own, with a crowd that is signed in. */
final class TelegramCentre implements AutoCloseable {
    static final String HEAP = "-Xmx1g";

    private static final Pattern ADMIN = Pattern.compile("admin channel: (http://127\\.0\\.0\\.1:\\d+/stand-in)/");
    private static final long START_NS = 60_000_000_000L;

    private final Rig rig;
    private final Child child;
    private final String admin;
    private final JsonObject about;
    private final Path key;

    TelegramCentre(Rig rig, int crowd) throws IOException, InterruptedException {
        this.rig = rig;
        child = rig.start(List.of(
                Child.JAVA, HEAP, "-XX:+UseParallelGC", "-jar", Rig.JAR, "standin", "telegram", "--scale", "" + crowd));
        admin = admin();
        about = ask("/about");
        key = Files.createTempFile("telegram", ".pem");
        Files.writeString(key, about.getJsonObject("key").getString("pem"));
    }

    private String admin() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NS;
        while (System.nanoTime() - end < 0) {
            child.requireAlive();
            Matcher found = ADMIN.matcher(child.logEnd());
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the stand-in does not start: " + child.logEnd());
    }

    private JsonObject ask(String path) throws IOException, InterruptedException {
        return new JsonObject(Probe.get(URI.create(admin + path)));
    }

    /** As the setting {@code telegram.data_centres} has it. */
    String dataCentres() {
        return about.getJsonArray("data_centres").stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getInteger("id") + "=127.0.0.1:" + each.getInteger("port"))
                .collect(Collectors.joining(","));
    }

    /** File of its public key. */
    Path key() {
        return key;
    }

    /** So many status updates a second from now on. */
    void presenceRate(int perSecond) throws IOException, InterruptedException {
        Probe.post(
                URI.create(admin + "/presence-rate"),
                new JsonObject().put("per_second", perSecond).encode());
    }

    /** The section {@code telegram} of a node that connects to it as fast as it may. */
    JsonObject settings() {
        return new JsonObject()
                .put("api_id", "17")
                .put("api_hash", "bench")
                .put("data_centres", dataCentres())
                .put("key_file", key.toString())
                .put("rest_after", "0s")
                .put("connects", "200")
                .put("connects_per_exit", "200");
    }

    /** By how many keys somebody is connected. */
    int keysInUse() throws IOException, InterruptedException {
        return ask("/sessions").getJsonArray("data_centres").stream()
                .mapToInt(each -> ((JsonObject) each).getInteger("keysInUse"))
                .sum();
    }

    int duplicates() throws IOException, InterruptedException {
        return ask("/duplicates").getJsonArray("duplicates").size();
    }

    @Override
    public void close() throws IOException {
        rig.stop(child);
        Files.deleteIfExists(key);
    }
}
