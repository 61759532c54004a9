package io.pult.playground;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that the stand-in of VK knows from the start, of all three kinds. Each may ask for followers only a few times a
 * day, so that a person soon sees what error 29 looks like.
 */
final class DemoTokens {
    private static final String COMMUNITY = "vk-demo-group-token";
    private static final String SERVICE = "vk-demo-service-token";
    /** Whose token can be refreshed, by which application on which device. */
    private static final long REFRESHED = 1002;

    private static final String REFRESH = "vk-demo-refresh-" + REFRESHED;
    private static final String CLIENT_ID = "51000001";
    private static final String DEVICE_ID = "demo-device";
    /** The community whose own token {@link #COMMUNITY} is. */
    static final long GROUP = 7001;

    static final String RARE_METHOD = "users.getFollowers";
    private static final int RARE_CALLS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private DemoTokens() {}

    static String of(long person) {
        return "vk-demo-token-" + person;
    }

    /** Tells the stand-in at {@code url} about all of them. Blocks. */
    static void introduce(String url, List<Long> people) throws IOException, InterruptedException {
        var tokens = new LinkedHashMap<String, JsonObject>();
        for (long person : people) {
            JsonObject token = rare("user").put("user_id", person);
            tokens.put(of(person), person == REFRESHED ? token.mergeIn(refresh()) : token);
        }
        tokens.put(COMMUNITY, new JsonObject().put("kind", "group").put("group_id", GROUP));
        tokens.put(SERVICE, rare("service"));
        HttpClient http = HttpClient.newHttpClient();
        for (Map.Entry<String, JsonObject> token : tokens.entrySet()) {
            introduce(http, url, token.getKey(), token.getValue());
        }
    }

    private static JsonObject refresh() {
        return new JsonObject()
                .put("refresh_token", REFRESH)
                .put("client_id", CLIENT_ID)
                .put("device_id", DEVICE_ID);
    }

    private static JsonObject rare(String kind) {
        return new JsonObject().put("kind", kind).put("quota", new JsonObject().put(RARE_METHOD, RARE_CALLS));
    }

    private static void introduce(HttpClient http, String url, String token, JsonObject what)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/stand-in/tokens/" + token))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(what.encode()))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("the VK stand-in refused its own demo token: " + answer.body());
        }
    }

    /** For scripts. */
    static JsonObject describe(List<Long> people) {
        var users = new JsonArray();
        people.forEach(
                person -> users.add(new JsonObject().put("vk_user_id", person).put("token", of(person))));
        return new JsonObject()
                .put("users", users)
                .put("community", new JsonObject().put("vk_user_id", GROUP).put("token", COMMUNITY))
                .put("service", new JsonObject().put("token", SERVICE))
                .put("refresh", refresh().put("vk_user_id", REFRESHED));
    }
}
