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

    /** The fields of a challenge are whatever VK makes of them: older answers have the sid as a number. */
    record Refusal(
            int errorCode,
            @Nullable Integer errorSubcode,
            @Nullable String errorMsg,
            @Nullable Object captchaSid,
            @Nullable Object captchaImg,
            @Nullable Object redirectUri) {
        VkError error(String token) {
            return new VkError(
                    errorCode,
                    errorSubcode,
                    VkScrub.text(errorMsg, token),
                    VkChallenge.of(captchaSid, captchaImg, redirectUri));
        }
    }

    /** @param token that must not come out, whatever VK says */
    static VkOutcome read(String body, String token) {
        @Nullable VkEnvelope envelope;
        try {
            envelope = Json.readLeniently(VkScrub.exact(body, token), VkEnvelope.class);
        } catch (Failure e) {
            return new VkOutcome.Lost(true, "not an answer of VK");
        }
        if (envelope == null) {
            return new VkOutcome.Lost(true, "not an answer of VK");
        }
        Refusal error = envelope.error;
        if (error != null) {
            return new VkOutcome.Refused(error.error(token));
        }
        if (envelope.response == null) {
            return new VkOutcome.Lost(true, "neither response nor error");
        }
        return new VkOutcome.Answered(envelope.response, envelope.executeErrors);
    }
}
