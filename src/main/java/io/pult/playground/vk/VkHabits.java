package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;

/**
 * How VK behaves towards everybody; set by the admin channel.
 *
 * @param echoParams whether an error repeats the call in {@code request_params}
 * @param echoToken whether the token is among them
 * @param echoText whether the token stands in the error's text as well
 * @param secondMillis how long VK's "second" is in which calls are counted. VK does not say; clients take it for 1,000 to
 *     1,133 ms
 * @param executeBytes of responses that one {@code execute} may gather before it ends with error 13; VK's is undisclosed,
 *     5 MB by those who met it
 */
record VkHabits(boolean echoParams, boolean echoToken, boolean echoText, int secondMillis, int executeBytes) {
    static final VkHabits USUAL = new VkHabits(true, false, false, 1_000, 5_000_000);

    /** Reads changes; see {@link AdminInput} for what it throws. */
    static VkHabits read(AdminInput in, VkHabits before) {
        return new VkHabits(
                in.flag("echo_params", before.echoParams),
                in.flag("echo_token", before.echoToken),
                in.flag("echo_text", before.echoText),
                (int) in.requiredNumber("second_ms", (long) before.secondMillis, 1, 60_000),
                (int) in.requiredNumber("execute_max_bytes", (long) before.executeBytes, 1, 100_000_000));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("echo_params", echoParams)
                .put("echo_token", echoToken)
                .put("echo_text", echoText)
                .put("second_ms", secondMillis)
                .put("execute_max_bytes", executeBytes);
    }
}
