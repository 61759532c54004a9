package io.pult.infra;

import org.jspecify.annotations.Nullable;

/** Patterns for {@code LIKE} in which what a person typed means itself. */
public final class Like {
    private Like() {}

    public static @Nullable String containing(@Nullable String part) {
        return part == null
                ? null
                : "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
