package io.pult.vk;

import io.pult.bus.Failure;
import org.jspecify.annotations.Nullable;

/** What a caller hears when VK did not do what was asked. */
final class VkFailures {
    static final String REFUSED = "vk.refused";

    private VkFailures() {}

    static Failure refused(VkRule rule, VkError error) {
        Failure failure = rule.action() == VkAction.CALLER_FAULT
                ? Failure.unprocessable("vk.bad_request", "VK does not take the call as it is: " + error.message())
                : Failure.upstream(REFUSED, "VK refuses the call: " + error.message());
        Failure coded = failure.with("error_code", error.code()).with("error_msg", error.message());
        return error.subcode() == null ? coded : coded.with("error_subcode", error.subcode());
    }

    static Failure unreachable(int attempts) {
        return Failure.upstream("vk.unreachable", "VK does not answer").with("attempts", attempts);
    }

    static Failure tooLarge(int attempts) {
        return Failure.upstream(
                        "vk.answer_too_large", "VK's answer is longer than vk.max_response; ask for less at once")
                .with("attempts", attempts);
    }

    static Failure timeout() {
        return Failure.timeout("vk.timeout", "The time for this call was over before VK answered");
    }

    /** @param last what VK said afterwards, if it said anything */
    static Failure maybeExecuted(int attempts, @Nullable Failure last) {
        Failure failure = Failure.upstream(
                        "vk.maybe_executed",
                        "The answer of VK was lost; whether the call was done is not known, and it is not repeated")
                .with("attempts", attempts);
        Object code = last == null ? null : last.details().get("error_code");
        return code == null ? failure : failure.with("error_code", code);
    }
}
