package tl.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * keep.txt.
 *
 * @param interfaces by name, with the fields that they ask of a record
 */
record Keep(Map<String, Kept> entries, Map<String, List<String>> interfaces) {
    static Keep of(List<String> text) {
        var entries = new LinkedHashMap<String, Kept>();
        var interfaces = new LinkedHashMap<String, List<String>>();
        for (String each : text) {
            if (each.startsWith("interface ")) {
                String[] parts = each.substring("interface ".length()).split(": ");
                interfaces.put(parts[0], List.of(parts[1].split(" ")));
            } else if (!each.isEmpty() && !each.startsWith("#")) {
                Kept kept = Kept.of(each);
                if (entries.put(kept.name(), kept) != null) {
                    throw new IllegalArgumentException("keep.txt: " + kept.name() + " is there twice");
                }
            }
        }
        return new Keep(entries, interfaces);
    }
}
