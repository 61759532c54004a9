package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One figure.
 *
 * @param value NaN when it was not measured
 * @param bar what it has to reach, as a person reads it; empty when it is only told
 * @param how it was measured: rounds, load, spread
 */
record Measure(String what, double value, String unit, String bar, boolean holds, String how) {
    static Measure atLeast(String what, double value, String unit, double bar, String how) {
        return new Measure(what, value, unit, "at least " + plain(bar), value >= bar, how);
    }

    static Measure atMost(String what, double value, String unit, double bar, String how) {
        return new Measure(what, value, unit, "at most " + plain(bar), value <= bar, how);
    }

    static Measure told(String what, double value, String unit, String how) {
        return new Measure(what, value, unit, "", true, how);
    }

    JsonObject json() {
        return new JsonObject()
                .put("what", what)
                .put("value", Double.isNaN(value) ? null : Math.round(value * 1000) / 1000.0)
                .put("unit", unit)
                .put("bar", bar)
                .put("holds", holds)
                .put("how", how);
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-74s %10s %-12s %-14s %s",
                what,
                plain(value),
                unit,
                bar,
                bar.isEmpty() ? "" : holds ? "holds" : "MISSED");
    }

    static String plain(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
