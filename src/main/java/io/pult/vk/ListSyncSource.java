package io.pult.vk;

import io.pult.bus.Json;
import io.pult.bus.RawJson;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps.Item;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a list of each kind is asked for, and what is kept of an item. */
enum ListSyncSource {
    MEMBERS("groups.getMembers", 1_000, 25) {
        @Override
        void name(Target target, Map<String, Object> params) {
            params.put("group_id", Objects.requireNonNull(target.group()));
            params.put("sort", Objects.requireNonNull(target.sort()));
            if (target.fields() != null) {
                params.put("fields", String.join(",", target.fields()));
            }
        }

        /** With fields an item is a whole user, and 25,000 of them more than VK puts into one answer. */
        @Override
        int batch(Target target) {
            return target.fields() == null ? super.batch(target) : 5;
        }

        @Override
        Entry entry(Object item, Target target) {
            List<String> fields = target.fields();
            if (!(item instanceof JsonObject user) || fields == null) {
                return new Entry(id(item), null);
            }
            long id = id(user.getValue("id"));
            var kept = new JsonObject();
            for (String field : fields) {
                if (user.containsKey(field)) {
                    kept.put(field, user.getValue(field));
                }
            }
            return new Entry(id, Json.text(Item.of(id, new RawJson(kept.encode()))));
        }
    },
    POSTS("wall.get", 100, 10) {
        @Override
        void name(Target target, Map<String, Object> params) {
            if (target.ownerId() != null) {
                params.put("owner_id", target.ownerId());
            } else {
                params.put("domain", Objects.requireNonNull(target.domain()));
            }
        }

        @Override
        Entry entry(Object item, Target target) {
            if (!(item instanceof JsonObject post)) {
                throw new IllegalArgumentException("a post is an object");
            }
            long id = id(post.getValue("id"));
            Long date = post.getLong("date");
            return new Entry(
                    id,
                    Json.text(new Item(
                            null,
                            null,
                            post.getLong("owner_id"),
                            id,
                            date == null ? null : Instant.ofEpochSecond(date),
                            post.getString("text"),
                            number(post, "likes"),
                            number(post, "reposts"),
                            number(post, "comments"),
                            number(post, "views"))));
        }
    },
    LIKERS("likes.getList", 1_000, 25) {
        @Override
        void name(Target target, Map<String, Object> params) {
            params.put("type", Objects.requireNonNull(target.type()));
            params.put("owner_id", Objects.requireNonNull(target.ownerId()));
            params.put("item_id", Objects.requireNonNull(target.itemId()));
            params.put("filter", Objects.requireNonNull(target.filter()));
        }

        @Override
        Entry entry(Object item, Target target) {
            return new Entry(id(item), null);
        }
    };

    private final String method;
    private final int page;
    private final int batch;

    ListSyncSource(String method, int page, int batch) {
        this.method = method;
        this.page = page;
        this.batch = batch;
    }

    /**
     * An item as it is stored.
     *
     * @param key that no other item of the list has
     * @param body an {@link Item} as JSON; absent when there is no more to it than its key
     */
    record Entry(long key, @Nullable String body) {}

    static ListSyncSource of(Kind kind) {
        return switch (kind) {
            case GROUP_MEMBERS -> MEMBERS;
            case WALL_POSTS -> POSTS;
            case LIKES -> LIKERS;
        };
    }

    String method() {
        return method;
    }

    /** Items that are asked for at once. */
    int page() {
        return page;
    }

    /** Pages begin so far apart: less than a page, because the list may become shorter before the next one is read. */
    long stride() {
        return page - overlap();
    }

    long overlap() {
        return page / 50;
    }

    /** Most pages in one {@code execute}. */
    int batch(Target target) {
        return batch;
    }

    Map<String, Object> params(Target target, long offset) {
        var params = new LinkedHashMap<String, Object>();
        name(target, params);
        params.put("offset", offset);
        params.put("count", page);
        return params;
    }

    abstract void name(Target target, Map<String, Object> params);

    /** @throws RuntimeException when it is not an item of such a list */
    abstract Entry entry(Object item, Target target);

    private static long id(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("an id is a whole number");
    }

    private static @Nullable Long number(JsonObject post, String name) {
        return post.getValue(name) instanceof JsonObject counter ? counter.getLong("count") : null;
    }
}
