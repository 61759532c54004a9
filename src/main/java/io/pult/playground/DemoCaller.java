package io.pult.playground;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody who speaks JSON with a node over HTTP, with one bearer. */
final class DemoCaller {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http;
    private final String pult;
    private final @Nullable String bearer;

    /**
     * @param pult where a node answers
     * @param bearer an API key or an access token; null for a stranger
     */
    DemoCaller(HttpClient http, String pult, @Nullable String bearer) {
        this.http = http;
        this.pult = pult;
        this.bearer = bearer;
    }

    Future<JsonObject> get(String path) {
        return send(HttpMethod.GET, path, null);
    }

    Future<JsonObject> post(String path, JsonObject body) {
        return send(HttpMethod.POST, path, body);
    }

    /** The answer whatever its status; what is no JSON object fails. */
    Future<JsonObject> send(HttpMethod method, String path, @Nullable JsonObject body) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(pult + path)
                .setIdleTimeout(PATIENCE.toMillis())
                .putHeader("Content-Type", "application/json");
        if (bearer != null) {
            options.putHeader("Authorization", "Bearer " + bearer);
        }
        return http.request(options)
                .compose(request -> body == null ? request.send() : request.send(body.toBuffer()))
                .compose(response -> response.body())
                .map(Buffer::toJsonObject);
    }
}
