package io.pult.playground.vk;

/** An error that the next call is to get although nothing is wrong with it. */
sealed interface ForcedError {
    /** The same error as often as ordered. */
    record Fixed(VkError error) implements ForcedError {}

    /** A captcha made for the call that gets it; a call that brings its answer passes. */
    record Captcha(VkCaptchas.Style style) implements ForcedError {}
}
