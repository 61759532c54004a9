package io.pult.playground.vk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call that was let in: what a {@link VkMethod} gets to see. */
record VkCall(String method, Map<String, String> params, VkToken token) {

    /** The parameter without blanks around it; null when it is absent or blank, which VK does not tell apart. */
    @Nullable
    String text(String name) {
        String value = params.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw VkErrors.of(100, name + " is undefined");
        }
        return value;
    }

    /** A whole number in the range, both ends included; any other text is refused with error 100. */
    int number(String name, int fallback, int min, int max) {
        Long number = id(name);
        if (number == null) {
            return fallback;
        }
        if (number < min || number > max) {
            throw VkErrors.of(100, name + " should be from " + min + " to " + max);
        }
        return number.intValue();
    }

    /** A whole number, which is negative where a group owns something; null when it is absent. */
    @Nullable
    Long id(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw VkErrors.of(100, name + " not integer");
        }
    }

    long requiredId(String name) {
        Long id = id(name);
        if (id == null) {
            throw VkErrors.of(100, name + " is undefined");
        }
        return id;
    }

    /** Absent is no; VK takes {@code true} for yes as well. */
    boolean flag(String name) {
        String value = text(name);
        return value != null && (value.equals("1") || value.equals("true"));
    }

    String word(String name, String fallback, Set<String> words) {
        String value = text(name);
        if (value != null && !words.contains(value)) {
            throw VkErrors.of(100, name + " is invalid");
        }
        return value == null ? fallback : value;
    }

    /** The {@code fields} of users or groups; in a fixed order, so that answers can be compared. */
    Set<String> fields() {
        List<String> fields = list("fields");
        return fields.isEmpty() ? Set.of() : new TreeSet<>(fields);
    }

    /** A comma-separated parameter; empty when it is absent. */
    List<String> list(String name) {
        String value = text(name);
        return value == null
                ? List.of()
                : Stream.of(value.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }
}
