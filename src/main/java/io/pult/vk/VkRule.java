package io.pult.vk;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of the action table: for which errors, what is done.
 *
 * @param subcode that the error must have; absent: any
 * @param contains part of the message in lower case; absent: any
 * @param untargeted only when the call named nobody, so that the error can only mean the token's owner
 * @param rests how long a lock or a cool-down lasts: the first time, the second time …, the last one ever after
 */
record VkRule(
        int code,
        @Nullable Integer subcode,
        @Nullable String contains,
        boolean untargeted,
        VkAction action,
        List<Duration> rests) {

    static VkRule of(int code, VkAction action, Duration... rests) {
        return new VkRule(code, null, null, false, action, List.of(rests));
    }

    VkRule withSubcode(int subcode) {
        return new VkRule(code, subcode, contains, untargeted, action, rests);
    }

    VkRule saying(String part) {
        return new VkRule(code, subcode, part, untargeted, action, rests);
    }

    VkRule ofNobody() {
        return new VkRule(code, subcode, contains, true, action, rests);
    }

    boolean fits(VkError error, boolean targeted) {
        return error.code() == code
                && (subcode == null || subcode.equals(error.subcode()))
                && (contains == null || error.message().toLowerCase(Locale.ROOT).contains(contains))
                && !(untargeted && targeted);
    }
}
