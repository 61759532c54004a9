package io.pult.playground.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of an admin request, read field by field; what cannot be used is an {@link IllegalArgumentException}. */
final class AdminRequest {
    private final JsonObject body;
    private final Set<String> read = new HashSet<>();

    AdminRequest(JsonObject body) {
        this.body = body;
    }

    boolean has(String field) {
        return body.containsKey(field);
    }

    @Nullable
    String text(String field) {
        read.add(field);
        return body.getString(field);
    }

    String text(String field, String otherwise) {
        String value = text(field);
        return value == null ? otherwise : value;
    }

    String required(String field) {
        String value = text(field);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    boolean flag(String field) {
        read.add(field);
        return body.getBoolean(field, false);
    }

    int number(String field, int otherwise, int least, int most) {
        read.add(field);
        int value = body.getInteger(field, otherwise);
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    long id(String field) {
        read.add(field);
        Long value = body.getLong(field);
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    /** Null when it is absent. */
    @Nullable
    List<String> texts(String field) {
        read.add(field);
        JsonArray array = body.getJsonArray(field);
        return array == null ? null : array.stream().map(String.class::cast).toList();
    }

    /** The constant whose name in lower case is the field's value. */
    <E extends Enum<E>> E word(String field, Class<E> words) {
        String value = required(field);
        return Arrays.stream(words.getEnumConstants())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(field + " must be one of "
                        + Arrays.toString(words.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    /** A field that nobody read is a misspelt one. */
    void nothingElse() {
        for (String field : body.fieldNames()) {
            if (!read.contains(field)) {
                throw new IllegalArgumentException(field + " is not a field of this request");
            }
        }
    }
}
