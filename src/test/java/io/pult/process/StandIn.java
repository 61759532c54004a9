package io.pult.process;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;

/** What the stand-in of VK is told behind Pult's back. */
record StandIn(String url) {
    void know(long person, String token) throws Exception {
        tell("PUT", token, "", new JsonObject().put("kind", "user").put("user_id", person));
    }

    void kill(String token) throws Exception {
        tell("POST", token, "/kill", new JsonObject());
    }

    private void tell(String method, String token, String act, JsonObject body) throws Exception {
        var caller = Caller.anonymous(url);
        var answer = caller.send(caller.request("/stand-in/tokens/" + token + act)
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode())));
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
    }
}
