package io.pult.vk;

import org.jspecify.annotations.Nullable;

/** Patterns for {@code LIKE} in which what a person typed means itself. */
final class Like {
    private Like() {}

    static @Nullable String containing(@Nullable String part) {
        return part == null
                ? null
                : "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
