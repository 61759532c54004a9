package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One error of the API.
 *
 * @param code VK's {@code error_code}
 * @param extras further fields of the error object, such as {@code captcha_sid} or {@code redirect_uri}
 */
record VkError(int code, String message, @Nullable Integer subcode, Map<String, String> extras) {

    VkError(int code, String message) {
        this(code, message, null, Map.of());
    }

    /** The same with more in its text. */
    VkError telling(String more) {
        return new VkError(code, message + " (" + more + ")", subcode, extras);
    }

    /** The answer to a call; {@code requestParams} is null when the call is not to be echoed. */
    JsonObject envelope(@Nullable JsonArray requestParams) {
        JsonObject error = new JsonObject().put("error_code", code).put("error_msg", message);
        if (subcode != null) {
            error.put("error_subcode", subcode);
        }
        extras.forEach(error::put);
        if (requestParams != null) {
            error.put("request_params", requestParams);
        }
        return new JsonObject().put("error", error);
    }

    /** The item of {@code execute_errors} for a call that failed inside {@code execute}. */
    JsonObject executeItem(String method) {
        return new JsonObject().put("method", method).put("error_code", code).put("error_msg", message);
    }
}
