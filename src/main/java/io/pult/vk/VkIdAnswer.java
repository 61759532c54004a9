package io.pult.vk;

import io.pult.contract.vk.SystemAccountOps.Refresh;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one request for another token. */
sealed interface VkIdAnswer {
    /**
     * @param next replaces the refresh data that was used, which VK ID takes once
     * @param life of the token from now
     * @param userId whose it is, where VK ID says so
     */
    record Granted(
            String token,
            Refresh next,
            Duration life,
            @Nullable Long userId) implements VkIdAnswer {
        @Override
        public String toString() {
            return "Granted[" + userId + "]";
        }
    }

    /** Asking again does not help. */
    record Refused(String reason) implements VkIdAnswer {}

    /**
     * Asking again may help.
     *
     * @param sent VK ID may have taken the refresh token
     */
    record Lost(boolean sent, String reason) implements VkIdAnswer {}
}
