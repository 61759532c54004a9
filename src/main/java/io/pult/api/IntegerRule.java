package io.pult.api;

import org.jspecify.annotations.Nullable;

/** Bounds of a whole number; both ends belong to it. */
record IntegerRule(long minimum, long maximum) {
    @Nullable
    String mistake(long value) {
        return value < minimum ? "too_small" : value > maximum ? "too_large" : null;
    }
}
