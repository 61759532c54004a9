package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Versioned;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account of VK whose token serves the pool, without the token.
 *
 * @param vkUserId of the user; of the community for a community token; of the application for a service token. Absent
 *     while VK has not been asked yet whose the screen name is
 * @param screenName under which the account was added, or which VK told; VK's users can change theirs
 * @param statusReason why the status is what it is, where the word alone does not say
 * @param until when a cooling account may be used again
 * @param tokenHint last four characters of the token; absent while there is none
 * @param expiresAt when the token ends; absent when it does not, or nobody has said
 * @param refreshable another token is fetched from VK ID before this one ends
 * @param stats of its attempts; absent where the answer is about something else
 */
public record SystemAccount(
        UUID id,
        @Nullable Long vkUserId,
        @Nullable String screenName,
        Kind kind,
        Status status,
        @Nullable String statusReason,
        @Nullable Instant until,
        String label,
        @Nullable String tokenHint,
        @Nullable Instant expiresAt,
        boolean refreshable,
        @Nullable Stats stats,
        Instant createdAt,
        Instant updatedAt,
        long version)
        implements Versioned {

    /**
     * Attempts in the log, by how they ended.
     *
     * @param lastSuccessAt when one of them succeeded last, as far back as counts are kept; when the single attempts of that
     *     time are gone, the hour's beginning
     */
    public record Stats(long success, long error, @Nullable Instant lastSuccessAt) {}

    public SystemAccount with(Stats stats) {
        return new SystemAccount(
                id,
                vkUserId,
                screenName,
                kind,
                status,
                statusReason,
                until,
                label,
                tokenHint,
                expiresAt,
                refreshable,
                stats,
                createdAt,
                updatedAt,
                version);
    }

    /** What VK gave the token for; decides what it may call and how fast. */
    public enum Kind {
        @JsonProperty("service")
        SERVICE,
        @JsonProperty("community")
        COMMUNITY,
        @JsonProperty("user")
        USER
    }

    public enum Status {
        /** Proven by a verification or by a successful call. */
        @JsonProperty("active")
        ACTIVE,
        /** Not used until a moment. */
        @JsonProperty("cooling")
        COOLING,
        /** VK refuses the token, or it belongs to somebody else. */
        @JsonProperty("error")
        ERROR,
        /** Nothing is known yet; it is used like an active one. */
        @JsonProperty("unknown")
        UNKNOWN,
        /** Taken out by a person. */
        @JsonProperty("disabled")
        DISABLED,
        /** VK wants its owner to do something first. */
        @JsonProperty("needs_human")
        NEEDS_HUMAN,
        /** Its token has run out. */
        @JsonProperty("expired")
        EXPIRED;

        /** The pool may pick it, now or when it has cooled. */
        public boolean live() {
            return this == ACTIVE || this == COOLING || this == UNKNOWN;
        }
    }
}
