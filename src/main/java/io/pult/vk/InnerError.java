package io.pult.vk;

import org.jspecify.annotations.Nullable;

/** An item of {@code execute_errors}. */
record InnerError(
        @Nullable String method,
        int errorCode,
        @Nullable Integer errorSubcode,
        @Nullable String errorMsg) {

    VkError error(String token) {
        return new VkError(errorCode, errorSubcode, VkScrub.text(errorMsg, token));
    }
}
