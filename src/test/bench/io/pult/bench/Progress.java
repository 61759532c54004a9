package io.pult.bench;

import java.util.Locale;

/** Lines for whoever waits; the figures themselves come at the end. */
final class Progress {
    private static final long BEGAN = System.nanoTime();

    private Progress() {}

    static void say(String format, Object... args) {
        System.err.printf(Locale.ROOT, "  %4d s  ", (System.nanoTime() - BEGAN) / 1_000_000_000);
        System.err.printf(Locale.ROOT, format + "%n", args);
    }
}
