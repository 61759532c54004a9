package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** VK ID refuses a refresh: an {@code error} of OAuth with the HTTP status that goes with it. Carries no stack trace. */
final class IdRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final String error;
    private final int status;

    IdRefusal(String error, String description, int status) {
        super(description, null, false, false);
        this.error = error;
        this.status = status;
    }

    static IdRefusal invalidRequest(String description) {
        return new IdRefusal("invalid_request", description, BAD_REQUEST);
    }

    static IdRefusal invalidGrant(String description) {
        return new IdRefusal("invalid_grant", description, BAD_REQUEST);
    }

    static IdRefusal invalidClient(String description) {
        return new IdRefusal("invalid_client", description, UNAUTHORIZED);
    }

    int status() {
        return status;
    }

    JsonObject toJson(@Nullable String state) {
        JsonObject json = new JsonObject().put("error", error).put("error_description", getMessage());
        return state == null ? json : json.put("state", state);
    }
}
