package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often what happened, by name. As many entries as names, so names are to come from a closed list. */
final class Tally {
    private final Map<String, long[]> counts = new HashMap<>();

    void count(String name) {
        counts.computeIfAbsent(name, first -> new long[1])[0]++;
    }

    void add(Tally other) {
        other.counts.forEach((name, count) -> counts.computeIfAbsent(name, first -> new long[1])[0] += count[0]);
    }

    void clear() {
        counts.clear();
    }

    /** In the order of the names. */
    JsonObject toJson() {
        Map<String, Object> sorted = new TreeMap<>();
        counts.forEach((name, count) -> sorted.put(name, count[0]));
        return new JsonObject(sorted);
    }
}
