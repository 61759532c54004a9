package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A way out for accounts, without its password or secret.
 *
 * @param withSecret it has a password, or the secret of an MTProxy
 * @param accounts that connect through it
 * @param maxAccounts that may
 * @param check what the last look at it saw; absent: nobody looked since its address was changed
 */
public record Proxy(
        UUID id,
        Kind kind,
        String host,
        int port,
        @Nullable String username,
        boolean withSecret,
        String label,
        int accounts,
        int maxAccounts,
        @Nullable Check check,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    public enum Kind {
        @JsonProperty("socks5")
        SOCKS5,
        @JsonProperty("mtproxy")
        MTPROXY;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * @param reachable the proxy did its part, whatever came of it
     * @param latencyMs of a question to a data centre through it, there and back; absent when it was not answered
     * @param exitCountry from which Telegram sees it come, two letters
     * @param error why it was not answered, in words; absent: it was
     */
    public record Check(
            Instant at,
            boolean reachable,
            @Nullable Integer latencyMs,
            @Nullable String exitCountry,
            @Nullable String error) {}
}
