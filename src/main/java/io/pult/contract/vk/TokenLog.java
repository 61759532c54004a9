package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to call VK.
 *
 * @param id made by the node that tried, so that a repeated write of the row is no second attempt
 * @param accountId absent for the token of the environment
 * @param errorDetails without anything that could be a token
 * @param attempt of its call, from 1
 * @param durationMs from the first byte sent to the answer
 */
public record TokenLog(
        UUID id,
        @Nullable UUID accountId,
        boolean isEnvToken,
        String method,
        Status status,
        @Nullable String errorDetails,
        Instant timestamp,
        int attempt,
        long durationMs,
        String node) {

    public enum Status {
        @JsonProperty("success")
        SUCCESS,
        @JsonProperty("error")
        ERROR
    }
}
