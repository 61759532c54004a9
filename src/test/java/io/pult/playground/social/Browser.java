package io.pult.playground.social;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Somebody in front of a stand-in's page, and whoever sets it up: plain HTTP that follows no redirect. */
public final class Browser {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String standIn;

    public Browser(String standIn) {
        this.standIn = standIn;
    }

    /** The query that a person comes back with. */
    public Map<String, String> choose(String authorizationUrl, String as) {
        var answer = open(authorizationUrl + "&as=" + as);
        String location = answer.headers()
                .firstValue("location")
                .orElseThrow(() -> new AssertionError("no redirect: " + answer.body()));
        return query(URI.create(location));
    }

    public HttpResponse<String> open(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    public JsonObject admin(String method, String path, JsonObject body) {
        var answer = send(HttpRequest.newBuilder(URI.create(standIn + "/stand-in/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode())));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    public void fault(String kind, String at) {
        admin("POST", "faults", new JsonObject().put("kind", kind).put("at", at).put("millis", 3_000));
    }

    /** Launch data of the demo bot's Mini App. */
    public String launch(String as, long ageSeconds) {
        return open(standIn + "/stand-in/init-data?as=" + as + "&age_s=" + ageSeconds)
                .body();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> query(URI uri) {
        var query = new HashMap<String, String>();
        for (String part : uri.getRawQuery().split("&")) {
            int equals = part.indexOf('=');
            query.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
