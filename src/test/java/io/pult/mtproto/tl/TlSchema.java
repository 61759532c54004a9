package io.pult.mtproto.tl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** schema.txt as a test understands it, without what the generator thinks of it. */
public final class TlSchema {
    public static final List<Integer> LAYERS = List.of(198, 201, 204, 223);

    private static final Path FILE = Path.of("src", "main", "tl", "schema.txt");
    private static final Pattern SECTION = Pattern.compile("== ([\\w ]+), (\\w+)");
    private static final Pattern LINE = Pattern.compile("([\\w.]+)#([0-9a-f]{8}) (.*)= (\\S+)");
    private static final Pattern CONDITION = Pattern.compile("(flags\\d?)\\.(\\d+)\\?(.+)");

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, List<Line>> byType;
    private final Map<Integer, Line> byId;
    private final Map<String, Integer> depths = new LinkedHashMap<>();

    /** @param word of flags, empty for a field that is always there */
    public record Field(String name, String type, String word, int bit) {
        static Field of(String text) {
            String[] parts = text.split(":", 2);
            Matcher condition = CONDITION.matcher(parts[1]);
            return condition.matches()
                    ? new Field(parts[0], condition.group(3), condition.group(1), Integer.parseInt(condition.group(2)))
                    : new Field(parts[0], parts[1], "", 0);
        }

        public boolean conditional() {
            return !word.isEmpty();
        }
    }

    /** A constructor or function. */
    public record Line(String name, int id, boolean function, List<Field> fields, String result) {}

    private TlSchema(Stream<Line> all) {
        all.forEach(line -> lines.put(line.name, line));
        byType = lines.values().stream().filter(line -> !line.function).collect(Collectors.groupingBy(Line::result));
        // Functions may share an id; constructors do not.
        byId = lines.values().stream().collect(Collectors.toMap(Line::id, line -> line, (one, other) -> one));
        byType.keySet().forEach(type -> depths.put(type, 1_000));
        for (boolean changed = true; changed; ) {
            changed = false;
            for (String type : byType.keySet()) {
                int depth =
                        byType.get(type).stream().mapToInt(this::depth).min().orElseThrow();
                changed |= depth < depths.put(type, depth);
            }
        }
    }

    /** One layer. 198 and 201 are layer 204 with their own lines laid over it by name. */
    public static TlSchema layer(int layer) {
        Stream<Line> common = layer < 204 ? read(section -> section.contains("204")) : Stream.of();
        return new TlSchema(Stream.concat(common, read(section -> section.contains(String.valueOf(layer)))));
    }

    /** Message layer: nothing that Skip knows. */
    public static TlSchema service() {
        return new TlSchema(read(section -> section.contains("mtproto")));
    }

    private static Stream<Line> read(java.util.function.Predicate<Set<String>> wanted) {
        var lines = new ArrayList<Line>();
        boolean inside = false;
        boolean function = false;
        try {
            for (String text : Files.readAllLines(FILE)) {
                Matcher section = SECTION.matcher(text);
                Matcher line = LINE.matcher(text);
                if (section.matches()) {
                    inside = wanted.test(Set.of(section.group(1).split(" ")));
                    function = section.group(2).equals("functions");
                } else if (inside && line.matches()) {
                    List<Field> fields = Stream.of(line.group(3).split(" "))
                            .filter(part -> part.contains(":") && !part.startsWith("{"))
                            .map(Field::of)
                            .toList();
                    int id = Integer.parseUnsignedInt(line.group(2), 16);
                    lines.add(new Line(line.group(1), id, function, fields, line.group(4)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stream();
    }

    public Stream<Line> lines() {
        return lines.values().stream();
    }

    public Set<String> types() {
        return byType.keySet();
    }

    public List<Line> constructors(String type) {
        return byType.get(type);
    }

    public Line named(String name) {
        return lines.get(name);
    }

    public Line withId(int id) {
        return byId.get(id);
    }

    /** The constructor that needs the fewest others inside it. */
    Line shallowest(String type) {
        return byType.get(type).stream()
                .min(java.util.Comparator.comparingInt(this::depth))
                .orElseThrow();
    }

    private int depth(Line line) {
        return 1
                + line.fields.stream()
                        .filter(field -> !field.conditional() && !field.type.contains("ector<"))
                        .mapToInt(field -> depths.getOrDefault(field.type, 0))
                        .max()
                        .orElse(0);
    }
}
