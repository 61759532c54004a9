package io.pult.vk;

import org.jspecify.annotations.Nullable;

/**
 * An error that VK answered with, scrubbed.
 *
 * @param challenge what VK wants of a person before it goes on; absent: nothing
 */
record VkError(
        int code,
        @Nullable Integer subcode,
        String message,
        @Nullable VkChallenge challenge) {

    VkError(int code, @Nullable Integer subcode, String message) {
        this(code, subcode, message, null);
    }

    String text() {
        return code + (subcode == null ? "" : "." + subcode) + " " + message;
    }
}
