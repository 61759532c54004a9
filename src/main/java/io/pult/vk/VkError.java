package io.pult.vk;

import org.jspecify.annotations.Nullable;

/** An error that VK answered with, scrubbed. */
record VkError(int code, @Nullable Integer subcode, String message) {

    String text() {
        return code + (subcode == null ? "" : "." + subcode) + " " + message;
    }
}
