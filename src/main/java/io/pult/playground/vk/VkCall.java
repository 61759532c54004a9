package io.pult.playground.vk;

import java.util.List;
import java.util.Map;
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
