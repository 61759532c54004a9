package io.pult.playground.social;

import io.vertx.core.json.JsonObject;

/** An error of OAuth 2.0 (RFC 6749 §5.2) with its HTTP status. */
final class OAuthRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final int status;

    OAuthRefusal(int status, String error, String description) {
        super(description, null, false, false);
        this.error = error;
        this.status = status;
    }

    static OAuthRefusal invalidGrant(String description) {
        return new OAuthRefusal(400, "invalid_grant", description);
    }

    static OAuthRefusal invalidRequest(String description) {
        return new OAuthRefusal(400, "invalid_request", description);
    }

    String error() {
        return error;
    }

    int status() {
        return status;
    }

    JsonObject toJson() {
        return new JsonObject().put("error", error).put("error_description", getMessage());
    }
}
