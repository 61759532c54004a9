package io.pult.api;

import org.jspecify.annotations.Nullable;

/** Bounds of a number; both ends belong to it. */
record NumberRule(double minimum, double maximum) {
    @Nullable
    String mistake(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "range";
        }
        return value < minimum ? "too_small" : value > maximum ? "too_large" : null;
    }
}
