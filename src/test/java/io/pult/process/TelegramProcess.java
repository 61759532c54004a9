package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.DcBook;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.playground.telegram.dc.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code pult standin telegram} in a process of its own, with a crowd that is signed in, and its admin channel. */
final class TelegramProcess {
    private static final Pattern ADMIN = Pattern.compile("admin channel: (http://127\\.0\\.0\\.1:\\d+/stand-in)/");
    private static final String LOOPBACK = "127.0.0.1";

    private final Caller admin;
    private final JsonObject about;

    private TelegramProcess(Caller admin) throws Exception {
        this.admin = admin;
        this.about = ask("/about");
    }

    static TelegramProcess start(Home home, int crowd) throws Exception {
        PultProcess process = home.start("standin", "telegram", "--scale", Integer.toString(crowd));
        return new TelegramProcess(Caller.anonymous(process.await(ADMIN).group(1)));
    }

    DcBook centres() {
        List<DataCenter> centres = objects(about.getJsonArray("data_centres")).stream()
                .map(each -> new DataCenter(
                        each.getInteger("id"), false, List.of(new Address(LOOPBACK, each.getInteger("port")))))
                .toList();
        return new DcBook(false, centres);
    }

    /** As the setting {@code telegram.data_centres} has it. */
    String dataCentres() {
        return objects(about.getJsonArray("data_centres")).stream()
                .map(each -> each.getInteger("id") + "=" + LOOPBACK + ":" + each.getInteger("port"))
                .collect(Collectors.joining(","));
    }

    RsaKeys keys() {
        return RsaKeys.none().with(RsaKey.pem(pem()));
    }

    String pem() {
        return about.getJsonObject("key").getString("pem");
    }

    /** Of the first of the crowd; the ids of the others follow. */
    long firstUser() throws Exception {
        return ask("/accounts/" + phone(0)).getLong("id");
    }

    void presenceRate(int perSecond) throws Exception {
        order("/presence-rate", new JsonObject().put("per_second", perSecond));
    }

    /** How many status updates it has sent. */
    long presenceTold() throws Exception {
        return ask("/presence").getLong("told");
    }

    void rotateSalts() throws Exception {
        order("/salts", new JsonObject());
    }

    /** The next time on the connection that one of the crowd has now. */
    void fault(int number, Fault fault) throws Exception {
        order(
                "/faults",
                new JsonObject()
                        .put("kind", fault.name().toLowerCase(Locale.ROOT))
                        .put("phone", phone(number)));
    }

    /** Every connection is reset, and what it knew of sessions is gone; it listens again then. */
    void restart() throws Exception {
        order("/restart", new JsonObject());
    }

    /** Nothing is ordered any more, presence neither. */
    void reset() throws Exception {
        order("/reset", new JsonObject());
    }

    List<JsonObject> executions() throws Exception {
        return objects(ask("/executions").getJsonArray("executions"));
    }

    long executions(String method) throws Exception {
        return ask("/calls").getLong(method, 0L);
    }

    JsonArray duplicates() throws Exception {
        return ask("/duplicates").getJsonArray("duplicates");
    }

    /** A channel whose posts everybody may comment, and its first post. */
    record Discussed(long id, String username, int post) {}

    Discussed discussed(String username) throws Exception {
        long channel = place(new JsonObject().put("title", "News").put("username", username));
        long group = place(new JsonObject().put("title", "Talk about news").put("group", true));
        order("/channels/" + channel + "/link", new JsonObject().put("group", group));
        JsonObject post = sound(
                        "/channels/posts",
                        admin.post("/channels/" + channel + "/posts", new JsonObject().put("text", "What is new")))
                .json();
        return new Discussed(channel, username, post.getInteger("id"));
    }

    private long place(JsonObject spec) throws Exception {
        return sound("/channels", admin.post("/channels", spec.put("creator", phone(0))))
                .json()
                .getLong("id");
    }

    /** By how many keys somebody is connected. */
    int keysInUse() throws Exception {
        return counted("keysInUse");
    }

    /** How many connections were open and silent for long when another one spoke with their key. */
    int superseded() throws Exception {
        return counted("superseded");
    }

    private int counted(String what) throws Exception {
        return objects(ask("/sessions").getJsonArray("data_centres")).stream()
                .mapToInt(each -> each.getInteger(what))
                .sum();
    }

    /** How long each key, by its id, was without a connection the last time, when that began at the moment or later. */
    Map<Long, Duration> gapsSince(Instant moment) throws Exception {
        return objects(ask("/gaps").getJsonArray("gaps")).stream()
                .filter(each -> each.getLong("left_at") >= moment.toEpochMilli())
                .collect(Collectors.toMap(
                        each -> Long.parseUnsignedLong(each.getString("key"), 16),
                        each -> Duration.ofMillis(each.getLong("back_at") - each.getLong("left_at"))));
    }

    private static String phone(int number) {
        return "8880%07d".formatted(number);
    }

    private JsonObject ask(String path) throws Exception {
        return sound(path, admin.get(path)).json();
    }

    private void order(String path, JsonObject body) throws Exception {
        sound(path, admin.post(path, body));
    }

    private static Caller.Answer sound(String path, Caller.Answer answer) {
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
