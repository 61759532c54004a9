package io.pult.contract.vk;

import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.bus.RawJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists of VK, read by jobs: who is in a group, what is on a wall, who liked something. */
public final class ListSyncOps {
    private static final int LONGEST_KEPT = 365;
    private static final int KEPT = 30;

    public record Create(Create.Body body) {
        /** @param keepDays how long the results stay after its end, 1 to 365; 30 when absent */
        public record Body(
                ListSync.Kind kind,
                ListSync.Target target,
                @Nullable Integer keepDays) {
            public Body {
                if (kind == null || target == null) {
                    throw Failure.unprocessable("list_sync.target_missing", "A list sync has a kind and a target");
                }
                keepDays = keepDays == null ? Integer.valueOf(KEPT) : keepDays;
                if (keepDays < 1 || keepDays > LONGEST_KEPT) {
                    throw Failure.unprocessable("list_sync.keep_days_invalid", "keep_days is 1 to " + LONGEST_KEPT);
                }
            }
        }
    }

    public record Get(UUID id) {}

    public record Delete(UUID id) {}

    /** Newest first. */
    public record ListSyncs(
            ListSync.@Nullable Kind kind,
            ListSync.@Nullable State state,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** In VK's order, also while more is read. */
    public record ListItems(
            UUID id, @Nullable Integer limit, @Nullable String cursor) {}

    public record ExportItems(UUID id, @Nullable String cursor) {}

    /**
     * One item of a list. Members and likers have a {@code vkId}, posts have what follows the fields.
     *
     * @param vkId of the user; negative for a community
     * @param fields those of the target's that VK gave
     */
    public record Item(
            @Nullable Long vkId,
            @Nullable RawJson fields,
            @Nullable Long ownerId,
            @Nullable Long id,
            @Nullable Instant date,
            @Nullable String text,
            @Nullable Long likes,
            @Nullable Long reposts,
            @Nullable Long comments,
            @Nullable Long views) {

        public static Item of(long vkId, @Nullable RawJson fields) {
            return new Item(vkId, fields, null, null, null, null, null, null, null, null);
        }
    }

    /**
     * Fails with UNPROCESSABLE {@code list_sync.target_invalid} when the target is not one of the kind, and with TOO_MANY
     * {@code list_sync.too_many}.
     */
    public static final Op<Create, ListSync> CREATE = Op.of("vk.createListSync", Create.class, ListSync.class);

    public static final Op<ListSyncs, Page<ListSync>> LIST =
            Op.page("vk.listListSyncs", ListSyncs.class, ListSync.class);

    /** Fails with NOT_FOUND {@code list_sync.not_found}, as all that follow. */
    public static final Op<Get, ListSync> GET =
            Op.of("vk.getListSync", Get.class, ListSync.class).asIdempotent();

    /** Cancels the job, too, if it is not over. */
    public static final Op<Delete, Nothing> DELETE =
            Op.of("vk.deleteListSync", Delete.class, Nothing.class).asIdempotent();

    public static final Op<ListItems, Page<Item>> LIST_ITEMS =
            Op.page("vk.listListSyncItems", ListItems.class, Item.class);

    /** The same in larger pages, for a stream. */
    public static final Op<ExportItems, Page<Item>> EXPORT =
            Op.page("vk.exportListSyncItems", ExportItems.class, Item.class);

    private ListSyncOps() {}
}
