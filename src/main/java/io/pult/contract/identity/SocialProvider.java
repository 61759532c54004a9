package io.pult.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who else can tell us who somebody is. */
public enum SocialProvider {
    @JsonProperty("telegram")
    TELEGRAM,
    @JsonProperty("yandex")
    YANDEX;

    /** As in JSON, in paths and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SocialProvider of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
