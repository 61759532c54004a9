package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of every answer of VK. {@code request_params} is not read: it may echo the token. */
record VkEnvelope(
        @Nullable RawJson response,
        @Nullable List<RawJson> executeErrors,
        @Nullable Refusal error) {

    record Refusal(
            int errorCode,
            @Nullable Integer errorSubcode,
            @Nullable String errorMsg) {}

    /** @param token that must not come out, whatever VK says */
    static VkOutcome read(String body, String token) {
        VkEnvelope envelope;
        try {
            envelope = Json.readLeniently(VkScrub.exact(body, token), VkEnvelope.class);
        } catch (Failure e) {
            return new VkOutcome.Lost(true, "not an answer of VK");
        }
        Refusal error = envelope.error;
        if (error != null) {
            return new VkOutcome.Refused(
                    new VkError(error.errorCode, error.errorSubcode, VkScrub.text(error.errorMsg, token)));
        }
        if (envelope.response == null) {
            return new VkOutcome.Lost(true, "neither response nor error");
        }
        return new VkOutcome.Answered(envelope.response, envelope.executeErrors);
    }
}
