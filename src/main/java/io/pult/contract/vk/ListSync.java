package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of VK that a job reads, or has read.
 *
 * @param target as VK is asked for it
 * @param job that reads it; absent until one is started. It is cancelled and retried there, and may be forgotten earlier
 * @param count of the whole list, as VK said last; absent before its first answer
 * @param items read so far
 * @param progress 0 to 1; absent while the count is not known
 * @param error why it failed, or why its present step is tried again
 * @param keepDays from its end until it is forgotten with all its items
 * @param expiresAt when that will be; absent while it is not finished
 */
public record ListSync(
        UUID id,
        Kind kind,
        Target target,
        State state,
        @Nullable UUID job,
        @Nullable Long count,
        long items,
        @Nullable Double progress,
        @Nullable Fault error,
        int keepDays,
        String createdBy,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt) {

    public enum Kind {
        @JsonProperty("group_members")
        GROUP_MEMBERS,
        @JsonProperty("wall_posts")
        WALL_POSTS,
        @JsonProperty("likes")
        LIKES
    }

    public enum State {
        @JsonProperty("queued")
        QUEUED,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED
    }

    /**
     * Whose list. Each kind has its own part of this and none of the others'.
     *
     * @param group of {@code group_members}: id, screen name, or a link to it
     * @param fields of {@code group_members}, kept beside each id; absent: the ids alone
     * @param sort of {@code group_members}: {@code id_asc} (default), {@code id_desc}, {@code time_asc} or
     *     {@code time_desc}
     * @param ownerId of {@code wall_posts} and {@code likes}; negative for a community
     * @param domain of {@code wall_posts}, in place of the owner's id: a screen name
     * @param type of {@code likes}: what is liked, {@code post}, {@code photo} …
     * @param itemId of {@code likes}
     * @param filter of {@code likes}: {@code likes} (default) or {@code copies}
     */
    public record Target(
            @Nullable String group,
            @Nullable List<String> fields,
            @Nullable String sort,
            @Nullable Long ownerId,
            @Nullable String domain,
            @Nullable String type,
            @Nullable Long itemId,
            @Nullable String filter) {
        public Target {
            fields = fields == null ? null : List.copyOf(fields);
        }
    }

    /** @param code {@code vk.…} for VK's reasons, {@code job.…} when the job itself came to an end */
    public record Fault(String code, String message) {}
}
