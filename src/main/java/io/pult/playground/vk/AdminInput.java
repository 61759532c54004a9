package io.pult.playground.vk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an admin request field by field; each reader throws {@link BadAdminInput} with the field's name. An
 * absent field gives the fallback, a null one gives null where null has a meaning.
 */
final class AdminInput {
    private final JsonObject body;
    private final Set<String> known = new HashSet<>();

    private AdminInput(JsonObject body) {
        this.body = body;
    }

    /** An absent body is an empty object. */
    static AdminInput of(@Nullable Buffer body) {
        if (body == null || body.length() == 0) {
            return new AdminInput(new JsonObject());
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return new AdminInput(object);
            }
        } catch (DecodeException e) {
            throw new BadAdminInput("body", "is not JSON");
        }
        throw new BadAdminInput("body", "is not a JSON object");
    }

    boolean flag(String field, boolean fallback) {
        Object value = value(field, fallback);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new BadAdminInput(field, "must be true or false");
    }

    @Nullable
    String text(String field, @Nullable String fallback) {
        Object value = value(field, fallback);
        if (value == null || (value instanceof String text && !text.isBlank() && text.length() <= 1_000)) {
            return (String) value;
        }
        throw new BadAdminInput(field, "must be a text of 1 to 1000 characters");
    }

    String requiredText(String field) {
        String text = text(field, null);
        if (text == null) {
            throw new BadAdminInput(field, "is missing");
        }
        return text;
    }

    /** A whole number in the range, both ends included; null when absent or null without a fallback. */
    @Nullable
    Long number(String field, @Nullable Long fallback, long min, long max) {
        Object value = value(field, fallback);
        if (value == null) {
            return null;
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= min
                && ((Number) value).longValue() <= max) {
            return ((Number) value).longValue();
        }
        throw new BadAdminInput(field, "must be a whole number from " + min + " to " + max);
    }

    long requiredNumber(String field, @Nullable Long fallback, long min, long max) {
        Long number = number(field, fallback, min, max);
        if (number == null) {
            throw new BadAdminInput(field, "is missing");
        }
        return number;
    }

    /** The constant whose name in lower case is the field's value; null when absent or null without a fallback. */
    <E extends Enum<E>> @Nullable E word(String field, Class<E> words, @Nullable E fallback) {
        Object value = value(field, null);
        if (value == null) {
            return fallback;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(value)) {
                return word;
            }
        }
        String allowed = Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new BadAdminInput(field, "must be one of " + allowed);
    }

    @Nullable
    List<String> texts(String field, @Nullable List<String> fallback) {
        Object value = value(field, null);
        if (value == null) {
            return body.containsKey(field) ? null : fallback;
        }
        if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
            return array.stream().map(String.class::cast).toList();
        }
        throw new BadAdminInput(field, "must be a list of texts");
    }

    /** Ids of users; empty when absent. */
    List<Long> ids(String field) {
        Object value = value(field, new JsonArray());
        if (value instanceof JsonArray array && array.stream().allMatch(AdminInput::isId)) {
            return array.stream().map(id -> ((Number) id).longValue()).toList();
        }
        throw new BadAdminInput(field, "must be a list of ids");
    }

    /** Words by id of a user, as in {@code {"1001": "editor"}}; empty when absent. */
    Map<Long, String> words(String field, List<String> allowed) {
        Map<Long, String> words = new LinkedHashMap<>();
        JsonObject object = object(field);
        for (Map.Entry<String, Object> entry : object == null ? new JsonObject() : object) {
            if (!entry.getKey().matches("[1-9][0-9]{0,14}") || !allowed.contains(entry.getValue())) {
                throw new BadAdminInput(
                        field + "." + entry.getKey(), "must be an id with one of " + String.join(", ", allowed));
            }
            words.put(Long.valueOf(entry.getKey()), (String) entry.getValue());
        }
        return words;
    }

    /** Items of a list, each an object to be read like a body; empty when absent. */
    List<AdminInput> items(String field) {
        Object value = value(field, new JsonArray());
        if (value instanceof JsonArray array && array.stream().allMatch(JsonObject.class::isInstance)) {
            return array.stream().map(item -> new AdminInput((JsonObject) item)).toList();
        }
        throw new BadAdminInput(field, "must be a list of objects");
    }

    private static boolean isId(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() > 0
                && ((Number) value).longValue() <= VkUser.MAX_ID;
    }

    /** Numbers by name, each zero or more. */
    Map<String, Integer> counts(String field, Map<String, Integer> fallback) {
        Object value = value(field, null);
        if (value == null) {
            return fallback;
        }
        if (!(value instanceof JsonObject object)) {
            throw new BadAdminInput(field, "must be an object of numbers");
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        object.forEach(entry -> {
            if (!(entry.getValue() instanceof Integer count) || count < 0) {
                throw new BadAdminInput(field + "." + entry.getKey(), "must be a whole number, 0 or more");
            }
            counts.put(entry.getKey(), count);
        });
        return counts;
    }

    @Nullable
    JsonObject object(String field) {
        Object value = value(field, null);
        if (value == null || value instanceof JsonObject) {
            return (JsonObject) value;
        }
        throw new BadAdminInput(field, "must be an object");
    }

    boolean has(String field) {
        return body.containsKey(field);
    }

    /** To be called when all fields are read: a field that nobody read is a misspelt one. */
    void nothingElse() {
        for (String field : body.fieldNames()) {
            if (!known.contains(field)) {
                throw new BadAdminInput(field, "is not a field of this request");
            }
        }
    }

    private @Nullable Object value(String field, @Nullable Object fallback) {
        known.add(field);
        return body.containsKey(field) ? body.getValue(field) : fallback;
    }
}
