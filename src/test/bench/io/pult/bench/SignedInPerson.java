package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;

/** Somebody who has registered at an instance, and how to get as many access tokens as a benchmark wants. */
final class SignedInPerson {
    static final String LOGIN = "bench";
    static final String PASSWORD = "only a benchmark signs in with this";

    private final NodeProcess node;
    private final String refresh;
    private final String access;

    private SignedInPerson(NodeProcess node, String refresh, String access) {
        this.node = node;
        this.refresh = refresh;
        this.access = access;
    }

    static SignedInPerson register(NodeProcess node) throws IOException, InterruptedException {
        var answer = new JsonObject(Probe.post(node.url("/api/auth/v1/register"), credentials()));
        return new SignedInPerson(node, answer.getString("refresh_token"), answer.getString("access_token"));
    }

    static String credentials() {
        return new JsonObject().put("login", LOGIN).put("password", PASSWORD).encode();
    }

    String accessToken() {
        return access;
    }

    /** The parent of the active refresh token is answered as often as it is shown, each time with a new access token. */
    String freshAccessToken() throws IOException, InterruptedException {
        URI url = node.url("/api/auth/v1/refresh");
        return new JsonObject(Probe.post(
                        url, new JsonObject().put("refresh_token", refresh).encode()))
                .getString("access_token");
    }
}
