package io.pult.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a client keeps what it is given at the sign-in. */
public enum ClientKind {
    /** The refresh token in a cookie that scripts cannot read. */
    @JsonProperty("browser")
    BROWSER,
    /** No refresh token: each launch signs in anew. */
    @JsonProperty("mini_app")
    MINI_APP,
    /** Both tokens in the body. */
    @JsonProperty("api")
    API;

    /** As in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ClientKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
