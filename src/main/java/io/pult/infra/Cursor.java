package io.pult.infra;

import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a keyset page ended: the sort it belongs to and the key of its last row, opaque to the client.
 *
 * @param sort as asked for; a cursor of another order is refused instead of giving a wrong page
 * @param key values of the ordering columns in the last row, as text
 */
public record Cursor(String sort, List<String> key) {
    public static final int MAX_LIMIT = 200;

    private static final int DEFAULT_LIMIT = 50;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    public String encode() {
        var array = new JsonArray().add(sort);
        key.forEach(array::add);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(array.encode().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param columns how many values the order has
     * @throws Failure INVALID when the text is not a cursor of this order
     */
    public static @Nullable Cursor decode(@Nullable String text, String sort, int columns) {
        if (text == null) {
            return null;
        }
        try {
            var array = new JsonArray(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            var values = array.stream().map(String.class::cast).toList();
            if (values.size() == columns + 1
                    && values.get(0).equals(sort)
                    && values.stream().allMatch(Cursor::storable)) {
                return new Cursor(sort, values.subList(1, values.size()));
            }
        } catch (RuntimeException e) {
            throw refused();
        }
        throw refused();
    }

    /** PostgreSQL has no text with a NUL in it, and would say so as a fault of ours. */
    private static boolean storable(@Nullable String value) {
        return value != null && value.indexOf(0) < 0;
    }

    /**
     * A value of the key that is a moment.
     *
     * @throws Failure INVALID when it is none, or none that the database could hold
     */
    public Instant instant(int index) {
        try {
            Instant at = Instant.parse(key.get(index));
            if (at.isAfter(EARLIEST) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (DateTimeParseException e) {
            throw refused();
        }
        throw refused();
    }

    /**
     * A value of the key that is a uuid.
     *
     * @throws Failure INVALID when it is none
     */
    public UUID uuid(int index) {
        try {
            return UUID.fromString(key.get(index));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    /**
     * A value of the key that is a whole number.
     *
     * @throws Failure INVALID when it is none
     */
    public long number(int index) {
        try {
            return Long.parseLong(key.get(index));
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    /**
     * How many rows a page has.
     *
     * @param asked for; absent: 50
     * @throws Failure INVALID {@code limit.invalid} when it is not from 1 to {@link #MAX_LIMIT}
     */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw Failure.invalid("limit.invalid", "limit is 1 to " + MAX_LIMIT);
        }
        return asked;
    }

    private static Failure refused() {
        return Failure.invalid("cursor.invalid", "The cursor is not one of this list in this order; start without it");
    }

    /**
     * Makes a page of rows that were asked for with limit + 1.
     *
     * @param key of a row, in the order's columns
     */
    public static <T> Page<T> page(List<T> rows, int limit, String sort, Function<T, List<String>> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, new Cursor(sort, key.apply(items.get(limit - 1))).encode());
    }
}
