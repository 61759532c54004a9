package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it arrives, before anything about it is believed.
 *
 * @param params of the query and the form together, without the token
 * @param token from the parameter or the header
 * @param address where the call comes from
 */
record VkRequest(
        String method, Map<String, String> params, @Nullable String token, String address) {

    /** What an error echoes. VK's old dumps held the token as well, which is what a scrubber has to be tested against. */
    JsonArray echo(boolean withToken) {
        JsonArray echo = new JsonArray().add(pair("method", method)).add(pair("oauth", "1"));
        params.forEach((key, value) -> echo.add(pair(key, value)));
        if (withToken && token != null) {
            echo.add(pair("access_token", token));
        }
        return echo;
    }

    private static JsonObject pair(String key, String value) {
        return new JsonObject().put("key", key).put("value", value);
    }

    @Override
    public String toString() {
        return "VkRequest[" + method + " from " + address + "]";
    }
}
