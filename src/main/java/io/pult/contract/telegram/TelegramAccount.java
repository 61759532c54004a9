package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account of Telegram, without its secrets.
 *
 * @param workspaceId absent: the instance's own, for administrators alone
 * @param phone E.164 with "+"; absent until Telegram has told it of an imported session
 * @param phoneFormatted as people of its country write it; absent when the numbering plan is not known
 * @param phoneWarning what is odd about the phone, in the asker's language; Telegram may know it all the same
 * @param status what its owner wants
 * @param state what is the case
 * @param reason why, as a code of the catalogue of errors; absent where the state says all
 * @param message the reason in the asker's language
 * @param until when a flood ends
 * @param apiId of the application that it signs in under, when it has one of its own
 * @param proxyId through which it connects, once that is chosen; absent: directly, or not chosen yet
 * @param telegramId known once it has signed in
 * @param node name of the node that holds its session; absent: none
 */
public record TelegramAccount(
        UUID id,
        @Nullable UUID workspaceId,
        String name,
        @Nullable String phone,
        @Nullable String phoneFormatted,
        @Nullable String phoneWarning,
        Status status,
        State state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Instant until,
        List<String> labels,
        @Nullable Integer apiId,
        @Nullable UUID proxyId,
        @Nullable Long telegramId,
        @Nullable String username,
        @Nullable String node,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    public enum Status {
        @JsonProperty("active")
        ACTIVE,
        /** Its session is kept and not connected. */
        @JsonProperty("paused")
        PAUSED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public enum State {
        /** Not signed in. */
        @JsonProperty("new")
        NEW,
        @JsonProperty("code_sent")
        CODE_SENT,
        @JsonProperty("password_needed")
        PASSWORD_NEEDED,
        /** Signed in. */
        @JsonProperty("ready")
        READY,
        /** Signed in, and Telegram wants some of what it does to wait; {@code until} says when the last wait ends. */
        @JsonProperty("flood")
        FLOOD,
        /** Telegram lets it read at most. */
        @JsonProperty("frozen")
        FROZEN,
        /** Its session is gone for good: it has to sign in anew. */
        @JsonProperty("lost")
        LOST,
        @JsonProperty("banned")
        BANNED,
        /** Its session was given away and is never used here again. */
        @JsonProperty("exported")
        EXPORTED,
        /** Paused: signed in, and not connected. */
        @JsonProperty("stopped")
        STOPPED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
