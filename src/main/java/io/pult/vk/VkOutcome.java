package io.pult.vk;

import io.pult.bus.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. */
sealed interface VkOutcome {
    record Answered(RawJson response, @Nullable List<RawJson> executeErrors) implements VkOutcome {}

    record Refused(VkError error) implements VkOutcome {}

    /**
     * No answer that VK's API could have given.
     *
     * @param sent the call may have been done
     * @param tooLarge there was one, which is longer than may be read; it will be as long the next time
     * @param reason for the log; holds nothing of the request or the answer
     */
    record Lost(boolean sent, boolean tooLarge, String reason) implements VkOutcome {
        Lost(boolean sent, String reason) {
            this(sent, false, reason);
        }
    }

    /** The request could not leave in time for the token's turn, and did not. */
    record Missed() implements VkOutcome {}
}
