package tl.generator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** @param lines by name, each with the ids that the layers have for it */
record Schema(Map<String, List<Combinator>> lines) {
    static final int CURRENT_LAYER = 204;

    private static final Pattern SECTION = Pattern.compile("== ([\\w ]+), (types|functions|service)");

    static Schema of(List<String> text) {
        var byName = new LinkedHashMap<String, List<Combinator>>();
        var byId = new HashMap<Integer, String>();
        Set<Integer> layers = Set.of();
        String kind = "";
        for (String each : text) {
            Matcher section = SECTION.matcher(each);
            if (section.matches()) {
                kind = section.group(2);
                layers = kind.equals("service") ? Set.of() : layers(section.group(1));
            } else if (!each.isEmpty() && !each.startsWith("#")) {
                Combinator line = Combinator.of(each, kind.equals("functions"), layers);
                if (kind.equals("service")) {
                    continue; // read by hand; only its ids are checked here
                }
                String other = line.function() ? null : byId.putIfAbsent(line.id(), line.name());
                if (other != null && !other.equals(line.name())) {
                    throw new IllegalArgumentException(other + " and " + line.name() + " have the same id");
                }
                add(byName.computeIfAbsent(line.name(), name -> new ArrayList<>()), line);
            }
        }
        return new Schema(byName);
    }

    private static Set<Integer> layers(String numbers) {
        return Stream.of(numbers.split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static void add(List<Combinator> versions, Combinator line) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).id() == line.id()) {
                versions.set(i, versions.get(i).with(line));
                return;
            }
        }
        versions.add(line);
    }

    Collection<Integer> layers() {
        return constructors().flatMap(line -> line.layers().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<Combinator> constructors() {
        return lines.values().stream().flatMap(List::stream).filter(line -> !line.function());
    }

    List<Combinator> of(String name) {
        List<Combinator> found = lines.get(name);
        if (found == null) {
            throw new IllegalArgumentException("keep.txt: no layer has " + name);
        }
        return found;
    }

    Combinator current(String name) {
        return of(name).stream()
                .filter(Combinator::isCurrent)
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "keep.txt: " + name + " is written, but layer " + CURRENT_LAYER + " does not have it"));
    }
}
