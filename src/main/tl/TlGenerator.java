import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.lang.model.SourceVersion;

/**
 * Writes the package {@code io.pult.mtproto.api} and the table of {@code io.pult.mtproto.tl.Skip} from schema.txt, all that
 * is said in the known layers, and keep.txt, what of it we use: {@code java TlGenerator.java <folder of both> <sources>
 * <resources>}. A line whose id is not the CRC32 of itself, and a kept name that no layer has, end it with the line.
 */
public final class TlGenerator {
    private static final int CURRENT_LAYER = 204;
    private static final String PACKAGE = "io.pult.mtproto.api";

    /** Their ids are made by hand: the rule gives another number, on the server, too. */
    private static final Set<String> BY_HAND = Set.of("""
            ipPortSecret accessPointRule help.configSimple inputPeerPhotoFileLocationLegacy
            inputStickerSetThumbLegacy invokeWithBusinessConnectionPrefix invokeWithGooglePlayIntegrityPrefix
            invokeWithApnsSecretPrefix invokeWithReCaptchaPrefix""".split("\\s+"));

    private final Schema schema;
    private final Keep keep;
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, String> files = new TreeMap<>();

    private TlGenerator(Schema schema, Keep keep) {
        this.schema = schema;
        this.keep = keep;
    }

    public static void main(String[] arguments) throws IOException {
        Path inputs = Path.of(arguments[0]);
        var schema = Schema.of(Files.readAllLines(inputs.resolve("schema.txt")));
        var generator = new TlGenerator(schema, Keep.of(Files.readAllLines(inputs.resolve("keep.txt"))));
        Map<String, String> sources = generator.sources();
        byte[] table = SkipTable.of(schema);
        Output.sources(Path.of(arguments[1]).resolve(PACKAGE.replace('.', '/')), sources);
        Output.file(Path.of(arguments[2], "io", "pult", "mtproto", "tl", "skip.bin"), table);
    }

    // What is said

    /** @param flagWord of the condition, absent when the field is always there */
    record Field(String name, String type, String flagWord, int bit) {
        private static final Pattern CONDITION = Pattern.compile("(flags\\d?)\\.(\\d+)\\?(.+)");

        static Field of(String text) {
            String name = text.substring(0, text.indexOf(':'));
            String type = text.substring(name.length() + 1);
            Matcher condition = CONDITION.matcher(type);
            return condition.matches()
                    ? new Field(name, condition.group(3), condition.group(1), Integer.parseInt(condition.group(2)))
                    : new Field(name, type, null, 0);
        }

        boolean conditional() {
            return flagWord != null;
        }

        boolean isFlags() {
            return type.equals("#");
        }

        /** A bit and no bytes. */
        boolean isBit() {
            return type.equals("true");
        }
    }

    /** One constructor or function as some layers have it. */
    record Line(String name, int id, boolean function, Set<Integer> layers, List<Field> fields, String result) {
        private static final Pattern FORM = Pattern.compile("([\\w.]+)#([0-9a-f]{8}) (.*)= (\\S+)");

        static Line of(String text, boolean function, Set<Integer> layers) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException("not a line of TL: " + text);
            }
            int id = Integer.parseUnsignedInt(form.group(2), 16);
            if (!BY_HAND.contains(form.group(1)) && number(text) != id) {
                throw new IllegalArgumentException(
                        "%s: the id should be %08x: %s".formatted(form.group(1), number(text), text));
            }
            List<Field> fields = Stream.of(form.group(3).split(" "))
                    .filter(part -> !part.isEmpty() && !part.startsWith("{"))
                    .map(Field::of)
                    .toList();
            return new Line(form.group(1), id, function, layers, fields, form.group(4));
        }

        /** The CRC32 of the normal form: core.telegram.org/mtproto/TL, "Combinator number". */
        private static int number(String text) {
            String normal = text.replaceFirst("#[0-9a-f]{8}", "")
                    .replaceAll(" \\w+:\\w+\\.\\d+\\?true", "")
                    .replaceAll("([:?])bytes ", "$1string ")
                    .replace('<', ' ')
                    .replaceAll("[>{}]", "")
                    .replaceAll(" +", " ")
                    .strip();
            var crc = new CRC32();
            crc.update(normal.getBytes(StandardCharsets.UTF_8));
            return (int) crc.getValue();
        }

        String hex() {
            return "%08x".formatted(id);
        }

        boolean wrapper() {
            return fields.stream().anyMatch(field -> field.type.equals("!X"));
        }

        /** The same id in two layers: bits do not count for the id, so that either may have some that the other lacks. */
        Line with(Line other) {
            if (!bytes().equals(other.bytes()) || !result.equals(other.result)) {
                throw new IllegalArgumentException(name + " and " + other.name + " have the same id");
            }
            var all = new ArrayList<>(fields);
            for (int i = 0; i < other.fields.size(); i++) {
                if (!all.contains(other.fields.get(i))) {
                    Field before = other.fields.get(i - 1);
                    all.add(all.indexOf(before) + 1, other.fields.get(i));
                }
            }
            var both = new TreeSet<>(layers);
            both.addAll(other.layers);
            return new Line(name, id, function, both, all, result);
        }

        private List<Field> bytes() {
            return fields.stream().filter(field -> !field.isBit()).toList();
        }
    }

    /** @param lines by name, each with the ids that the layers have for it */
    record Schema(Map<String, List<Line>> lines) {
        private static final Pattern SECTION = Pattern.compile("== ([\\w ]+), (types|functions|service)");

        static Schema of(List<String> text) {
            var byName = new LinkedHashMap<String, List<Line>>();
            var byId = new HashMap<Integer, String>();
            Set<Integer> layers = Set.of();
            String kind = "";
            for (String each : text) {
                Matcher section = SECTION.matcher(each);
                if (section.matches()) {
                    kind = section.group(2);
                    layers = kind.equals("service")
                            ? Set.of()
                            : Stream.of(section.group(1).split(" "))
                                    .map(Integer::valueOf)
                                    .collect(Collectors.toSet());
                } else if (!each.isEmpty() && !each.startsWith("#")) {
                    Line line = Line.of(each, kind.equals("functions"), layers);
                    if (kind.equals("service")) {
                        continue; // read by hand; only its ids are checked here
                    }
                    String other = line.function ? null : byId.putIfAbsent(line.id, line.name);
                    if (other != null && !other.equals(line.name)) {
                        throw new IllegalArgumentException(other + " and " + line.name + " have the same id");
                    }
                    add(byName.computeIfAbsent(line.name, name -> new ArrayList<>()), line);
                }
            }
            return new Schema(byName);
        }

        private static void add(List<Line> versions, Line line) {
            for (int i = 0; i < versions.size(); i++) {
                if (versions.get(i).id == line.id) {
                    versions.set(i, versions.get(i).with(line));
                    return;
                }
            }
            versions.add(line);
        }

        Collection<Integer> layers() {
            return constructors().flatMap(line -> line.layers.stream()).collect(Collectors.toCollection(TreeSet::new));
        }

        Stream<Line> constructors() {
            return lines.values().stream().flatMap(List::stream).filter(line -> !line.function);
        }

        List<Line> of(String name) {
            List<Line> found = lines.get(name);
            if (found == null) {
                throw new IllegalArgumentException("keep.txt: no layer has " + name);
            }
            return found;
        }

        Line current(String name) {
            return of(name).stream()
                    .filter(line -> line.layers.contains(CURRENT_LAYER))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "keep.txt: " + name + " is written, but layer " + CURRENT_LAYER + " does not have it"));
        }
    }

    // What is kept

    /**
     * @param fields to the value that is always sent, or null for a component
     */
    record Kept(String name, String java, boolean once, boolean all, Map<String, String> fields, Set<String> secrets) {
        private static final Pattern FORM = Pattern.compile("([\\w.]+)(?: as (\\w+))?( once)?(?:: (.*))?");

        static Kept of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException("keep.txt: " + text);
            }
            var fields = new LinkedHashMap<String, String>();
            var secrets = new HashSet<String>();
            boolean all = "*".equals(form.group(4));
            if (!all && form.group(4) != null) {
                for (String part : form.group(4).split(" ")) {
                    String[] field = part.split("=", 2);
                    String name = field[0].replace("!", "");
                    fields.put(name, field.length == 2 ? field[1] : null);
                    if (!name.equals(field[0])) {
                        secrets.add(name);
                    }
                }
            }
            return new Kept(form.group(1), form.group(2), form.group(3) != null, all, fields, secrets);
        }
    }

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
                    if (entries.put(kept.name, kept) != null) {
                        throw new IllegalArgumentException("keep.txt: " + kept.name + " is there twice");
                    }
                }
            }
            return new Keep(entries, interfaces);
        }
    }

    /** A component of a record: a field in whichever layers have it. */
    record Component(String name, String tl, boolean nullable) {
        String java() {
            return camel(name);
        }
    }

    // From types to files

    private Map<String, String> sources() {
        for (Kept kept : keep.entries.values()) {
            if (schema.of(kept.name).get(0).function) {
                reach(kept);
            }
        }
        for (Kept kept : keep.entries.values()) {
            Line line = schema.of(kept.name).get(0);
            if (line.function) {
                file(functionName(kept), function(kept));
            } else if (!read.contains(line.result) && !written.contains(line.result)) {
                throw new IllegalArgumentException("keep.txt: no kept function says or answers " + kept.name);
            }
        }
        var types = new LinkedHashSet<>(read);
        types.addAll(written);
        refuseCycles();
        for (String type : types) {
            file(javaName(type), type(type));
        }
        keep.interfaces.forEach((name, fields) -> file(name, commonInterface(name, fields)));
        file("Layer", layer());
        files.put("package-info", packageInfo());
        return files;
    }

    private void file(String name, String body) {
        if (files.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("keep.txt: two things are called " + name + "; name one with \"as\"");
        }
        var imports = new TreeSet<String>();
        imports.add("javax.annotation.processing.Generated");
        for (var each : Map.of(
                        "List<", "java.util.List",
                        "List.of", "java.util.List",
                        "@Nullable", "org.jspecify.annotations.Nullable",
                        "Call<", "io.pult.mtproto.tl.Call",
                        "Skip.", "io.pult.mtproto.tl.Skip",
                        "TlReader", "io.pult.mtproto.tl.TlReader",
                        "TlWriter", "io.pult.mtproto.tl.TlWriter")
                .entrySet()) {
            if (body.contains(each.getKey())) {
                imports.add(each.getValue());
            }
        }
        String head = imports.stream().map("import %s;%n"::formatted).collect(Collectors.joining());
        files.put(name, "package %s;%n%n%s%n%s".formatted(PACKAGE, head, body));
    }

    private void reach(Kept kept) {
        Line line = schema.current(kept.name);
        if (!line.wrapper()) {
            reach(line.result, read);
        }
        for (Field field : line.fields) {
            if (isComponent(kept, field)) {
                reach(field.type, written);
            }
        }
    }

    private void reach(String type, Set<String> reached) {
        String element = element(type);
        if (!isObject(element) || !reached.add(element)) {
            return;
        }
        List<Kept> constructors = kept(element);
        if (constructors.isEmpty()) {
            throw new IllegalArgumentException("keep.txt: no constructor of " + element + " is kept");
        }
        for (Kept kept : constructors) {
            components(kept).forEach(component -> reach(component.tl, reached));
        }
    }

    /** Only Skip watches how deep it is: what is read into records must have an end by itself. */
    private void refuseCycles() {
        var done = new HashSet<String>();
        read.forEach(type -> refuseCycles(type, new ArrayDeque<>(), done));
    }

    private void refuseCycles(String type, Deque<String> path, Set<String> done) {
        if (path.contains(type)) {
            throw new IllegalArgumentException("keep.txt: " + type + " contains itself: " + path);
        }
        if (done.contains(type)) {
            return;
        }
        path.push(type);
        for (Kept kept : kept(type)) {
            for (Component component : components(kept)) {
                if (isObject(element(component.tl))) {
                    refuseCycles(element(component.tl), path, done);
                }
            }
        }
        path.pop();
        done.add(type);
    }

    /** The kept constructors of a type, in the order of keep.txt. */
    private List<Kept> kept(String type) {
        return keep.entries.values().stream()
                .filter(kept -> !schema.of(kept.name).get(0).function)
                .filter(kept -> schema.of(kept.name).get(0).result.equals(type))
                .toList();
    }

    private List<Line> notKept(String type) {
        return schema.constructors()
                .filter(line -> line.result.equals(type) && !keep.entries.containsKey(line.name))
                .toList();
    }

    private boolean isComponent(Kept kept, Field field) {
        if (field.isFlags() || field.type.equals("!X")) {
            return false;
        }
        return kept.all || kept.fields.containsKey(field.name) && kept.fields.get(field.name) == null;
    }

    /** In the order of the current layer, then what only other layers have. */
    private List<Component> components(Kept kept) {
        List<Line> versions = schema.of(kept.name);
        var all = new ArrayList<Line>(versions);
        all.sort((a, b) -> Boolean.compare(b.layers.contains(CURRENT_LAYER), a.layers.contains(CURRENT_LAYER)));
        List<Line> sources = kept.all ? List.of(schema.current(kept.name)) : all;
        var components = new LinkedHashMap<String, Component>();
        for (Line line : sources) {
            for (Field field : line.fields) {
                if (isComponent(kept, field)) {
                    components.computeIfAbsent(field.name, name -> component(versions, field));
                }
            }
        }
        Set<String> missing = new TreeSet<>(kept.fields.keySet());
        sources.forEach(line -> line.fields.forEach(field -> missing.remove(field.name)));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("keep.txt: " + kept.name + " has no " + missing);
        }
        return List.copyOf(components.values());
    }

    private Component component(List<Line> versions, Field field) {
        boolean nullable = false;
        for (Line version : versions) {
            var found = version.fields.stream()
                    .filter(each -> each.name.equals(field.name))
                    .findAny();
            nullable |= found.isPresent()
                    && found.get().conditional()
                    && !found.get().isBit();
            nullable |= found.isEmpty() && !version.function && isObject(field.type);
            if (found.isPresent() && !found.get().type.equals(field.type)) {
                throw new IllegalArgumentException(version.name + " has two types of " + field.name);
            }
        }
        return new Component(field.name, field.type, nullable);
    }

    // Types

    private String type(String type) {
        List<Kept> constructors = kept(type);
        List<Line> others = notKept(type);
        boolean single = constructors.size() == 1 && others.isEmpty();
        boolean other = !others.isEmpty() && read.contains(type);
        if (other && written.contains(type)) {
            throw new IllegalArgumentException("keep.txt: " + type + " is written and read: keep all its constructors");
        }
        var out = new StringBuilder(head(type));
        if (single) {
            return out.append(record(constructors.get(0), javaName(type), null)).toString();
        }
        List<Component> common = other ? List.of() : common(constructors);
        out.append("public sealed interface %s {%n".formatted(javaName(type)));
        for (Component component : common) {
            out.append("    %s %s();%n%n".formatted(javaType(component), component.java()));
        }
        if (written.contains(type)) {
            out.append("    void write(TlWriter out);%n%n".formatted());
        }
        if (read.contains(type)) {
            out.append(indent(reader(type, constructors, other ? others : List.of())))
                    .append('\n');
        }
        out.append(constructors.stream()
                .map(kept -> indent(record(kept, nestedName(kept, type), javaName(type))))
                .collect(Collectors.joining("\n")));
        if (other) {
            out.append("""

                        /** One of those that nobody here looks into. */
                        record Other(int id) implements %s {}
                    """.formatted(javaName(type)));
        }
        return out.append("}\n").toString();
    }

    private static String head(String type) {
        return """
                /** {@code %s}: core.telegram.org/type/%s. */
                @Generated("TlGenerator")
                """.formatted(type, type);
    }

    /** What all constructors have alike can be asked of the type. */
    private List<Component> common(List<Kept> constructors) {
        var common = new ArrayList<>(components(constructors.get(0)));
        constructors.forEach(kept -> common.retainAll(components(kept)));
        return common;
    }

    private String record(Kept kept, String name, String parent) {
        List<Line> versions = schema.of(kept.name);
        String type = versions.get(0).result;
        List<Component> components = components(kept);
        var parents = new ArrayList<String>();
        if (parent != null) {
            parents.add(parent);
        }
        Set<String> ints = components.stream()
                .filter(component -> component.tl.equals("int") && !component.nullable)
                .map(Component::name)
                .collect(Collectors.toSet());
        keep.interfaces.forEach((each, fields) -> {
            if (ints.containsAll(fields)) {
                parents.add(qualified(each, ""));
            }
        });
        var members = new ArrayList<String>();
        if (components.isEmpty()) {
            members.add("public static final %s INSTANCE = new %s();%n".formatted(name, name));
        }
        if (written.contains(type)) {
            members.add((parent == null ? "" : "@Override\n") + writer(kept));
        }
        if (read.contains(type) && parent == null) {
            members.add(reader(type, List.of(kept), List.of()));
        }
        if (read.contains(type)) {
            versions.stream()
                    .filter(line -> !line.fields.isEmpty())
                    .forEach(line -> members.add(versionReader(kept, line, name, components)));
        }
        addPrinting(kept, name, members);
        return "%srecord %s(%s)%s {%n%s}%n"
                .formatted(
                        parent == null ? "public " : "",
                        name,
                        parameters(components),
                        parents.isEmpty() ? "" : " implements " + String.join(", ", parents),
                        body(members));
    }

    private static String body(List<String> members) {
        return members.stream().map(TlGenerator::indent).collect(Collectors.joining("\n"));
    }

    private String parameters(List<Component> components) {
        return components.stream()
                .map(component -> javaType(component) + " " + component.java())
                .collect(Collectors.joining(", "));
    }

    private static void addPrinting(Kept kept, String name, List<String> members) {
        if (!kept.secrets.isEmpty()) {
            members.add("""
                    /** Without its values: some are secret. */
                    @Override
                    public String toString() {
                        return "%s";
                    }
                    """.formatted(name));
        }
    }

    // Reading

    private String reader(String type, List<Kept> constructors, List<Line> others) {
        String name = qualified(javaName(type), "");
        var cases = new StringBuilder();
        for (Kept kept : constructors) {
            for (Line line : schema.of(kept.name)) {
                String nested = constructors.size() == 1 && others.isEmpty() ? "" : nestedName(kept, type) + ".";
                String how = line.fields.isEmpty() ? "INSTANCE" : "read%s(in)".formatted(capital(line.hex()));
                cases.append("        case 0x%s -> %s%s;%n".formatted(line.hex(), nested, how));
            }
        }
        if (!others.isEmpty()) {
            cases.append("        case ")
                    .append(others.stream()
                            .map(line -> "0x" + line.hex())
                            .collect(Collectors.joining(",\n                ")))
                    .append(" -> {\n            Skip.fields(in, id);\n            yield new Other(id);\n        }\n");
        }
        return """
                /** Its id comes first. */
                %sstatic %s read(TlReader in) {
                    int id = in.int32();
                    return switch (id) {
                %s        default -> throw Skip.unexpected(id, "%s");
                    };
                }
                """.formatted(constructors.size() == 1 && others.isEmpty() ? "public " : "", name, cases, type);
    }

    private String versionReader(Kept kept, Line line, String name, List<Component> components) {
        var out = new StringBuilder("private static %s read%s(TlReader in) {%n".formatted(name, capital(line.hex())));
        Map<String, Component> byName =
                components.stream().collect(Collectors.toMap(Component::name, Function.identity()));
        int gap = 0;
        String open = "";
        for (Field field : line.fields) {
            Component component = byName.get(field.name);
            if (field.isBit()) {
                continue;
            }
            boolean wanted = component != null || field.isFlags() && isAsked(line, field, byName);
            if (!wanted && !field.conditional() && words(field.type) > 0 && open.isEmpty()) {
                gap += 4 * words(field.type);
                continue;
            }
            gap = skipGap(out, gap);
            String condition = field.conditional() && component == null ? asked(field) : "";
            if (!condition.equals(open)) {
                out.append(open.isEmpty() ? "" : "    }\n");
                out.append(condition.isEmpty() ? "" : "    if (%s) {%n".formatted(condition));
                open = condition;
            }
            if (component == null && !wanted) {
                out.append("%s    %s;%n".formatted(open.isEmpty() ? "" : "    ", skip(field.type)));
            } else if (component == null) {
                out.append("    int %s = in.int32();%n".formatted(field.name));
            } else {
                String value = read(field.type);
                out.append("    %s %s = %s;%n"
                        .formatted(
                                javaType(component),
                                component.java(),
                                field.conditional() ? "%s ? %s : null".formatted(asked(field), value) : value));
            }
        }
        skipGap(out, gap);
        out.append(open.isEmpty() ? "" : "    }\n");
        if (components.isEmpty()) {
            return out.append("    return INSTANCE;\n}\n").toString();
        }
        String values =
                components.stream().map(component -> value(component, line)).collect(Collectors.joining(", "));
        return out.append("    return new %s(%s);%n}%n".formatted(name, values)).toString();
    }

    private static int skipGap(StringBuilder out, int gap) {
        if (gap > 0) {
            out.append("    in.skip(%d);%n".formatted(gap));
        }
        return 0;
    }

    /** Whether somebody needs the word: a component, or a skip that depends on it. */
    private static boolean isAsked(Line line, Field word, Map<String, Component> components) {
        return line.fields.stream()
                .filter(field -> word.name.equals(field.flagWord))
                .anyMatch(field -> !field.isBit() || components.containsKey(field.name));
    }

    private static String asked(Field field) {
        return "(%s & 1 << %d) != 0".formatted(field.flagWord, field.bit);
    }

    private static String value(Component component, Line line) {
        for (Field field : line.fields) {
            if (field.name.equals(component.name)) {
                return field.isBit() ? asked(field) : component.java();
            }
        }
        if (component.nullable) {
            return "null";
        }
        return switch (component.tl) {
            case "true", "Bool" -> "false";
            case "int", "long", "double" -> "0";
            case "string" -> "\"\"";
            case "bytes" -> "new byte[0]";
            default -> "List.of()";
        };
    }

    private String read(String type) {
        if (isVector(type)) {
            return "in.vector(%s)"
                    .formatted(
                            switch (element(type)) {
                                case "int" -> "TlReader::int32";
                                case "long" -> "TlReader::int64";
                                case "string" -> "TlReader::string";
                                case "bytes" -> "TlReader::bytes";
                                default -> qualified(javaName(element(type)), "") + "::read";
                            });
        }
        return switch (type) {
            case "int" -> "in.int32()";
            case "long" -> "in.int64()";
            case "double" -> "in.float64()";
            case "string" -> "in.string()";
            case "bytes" -> "in.bytes()";
            case "Bool" -> "in.bool()";
            case "int128", "int256" -> "in.raw(%d)".formatted(4 * words(type));
            default -> qualified(javaName(type), "") + ".read(in)";
        };
    }

    private static String skip(String type) {
        if (isVector(type)) {
            String element = element(type);
            return words(element) > 0
                    ? "Skip.vectorOf(in, %d)".formatted(words(element))
                    : isObject(element) ? "Skip.objects(in)" : "Skip.strings(in)";
        }
        return switch (type) {
            case "string", "bytes" -> "in.skipString()";
            case "Bool" -> "in.bool()";
            default -> words(type) > 0 ? "in.skip(%d)".formatted(4 * words(type)) : "Skip.object(in)";
        };
    }

    // Writing

    private String function(Kept kept) {
        Line line = schema.current(kept.name);
        String name = functionName(kept);
        String implemented = "";
        var members = new ArrayList<String>();
        if (line.wrapper()) {
            members.add("/** The id and the fields; the query has to follow. */\n" + writer(kept));
        } else {
            String result = boxed(line.result);
            implemented = " implements Call<%s>".formatted(result);
            members.add(overriding("String method()", "\"%s\"".formatted(kept.name)));
            members.add(overriding("boolean repeatable()", String.valueOf(!kept.once)));
            members.add("@Override\n" + writer(kept));
            members.add(overriding(result + " read(TlReader in)", read(line.result)));
        }
        addPrinting(kept, name, members);
        return """
                /** {@code %s}: core.telegram.org/method/%s. */
                @Generated("TlGenerator")
                public record %s(%s)%s {
                %s}
                """.formatted(kept.name, kept.name, name, parameters(components(kept)), implemented, body(members));
    }

    private static String overriding(String method, String value) {
        return """
                @Override
                public %s {
                    return %s;
                }
                """.formatted(method, value);
    }

    private String writer(Kept kept) {
        Line line = schema.current(kept.name);
        var out = new StringBuilder("public void write(TlWriter out) {%n    out.int32(0x%s);%n".formatted(line.hex()));
        for (Field field : line.fields) {
            if (field.isFlags()) {
                out.append("    out.int32(%s);%n".formatted(flags(kept, line, field)));
            } else if (field.isBit() || field.type.equals("!X")) {
                continue;
            } else if (kept.fields.get(field.name) != null) {
                out.append("    %s;%n".formatted(constant(field, kept.fields.get(field.name))));
            } else if (isComponent(kept, field)) {
                String write = write(field.type, camel(field.name));
                out.append(
                        field.conditional()
                                ? "    if (%s != null) {%n        %s;%n    }%n".formatted(camel(field.name), write)
                                : "    %s;%n".formatted(write));
            } else if (!field.conditional()) {
                throw new IllegalArgumentException(
                        "keep.txt: " + kept.name + " cannot be written without " + field.name);
            }
        }
        return out.append("}\n").toString();
    }

    private String flags(Kept kept, Line line, Field word) {
        var terms = new ArrayList<String>();
        var bits = new HashSet<Integer>();
        for (Field field : line.fields) {
            if (!word.name.equals(field.flagWord) || !isComponent(kept, field)) {
                continue;
            }
            boolean shared = line.fields.stream()
                    .anyMatch(other -> other != field && word.name.equals(other.flagWord) && other.bit == field.bit);
            if (shared || !bits.add(field.bit)) {
                throw new IllegalArgumentException(
                        kept.name + " cannot be written: others share the bit of " + field.name);
            }
            terms.add("(%s ? 1 << %d : 0)"
                    .formatted(field.isBit() ? camel(field.name) : camel(field.name) + " != null", field.bit));
        }
        return terms.isEmpty() ? "0" : String.join(" | ", terms);
    }

    private static String constant(Field field, String value) {
        return switch (field.type) {
            case "int" -> "out.int32(%s)".formatted(value);
            case "long" -> "out.int64(%s)".formatted(value);
            case "Bool" -> "out.bool(%s)".formatted(value);
            case "string" -> "out.string(\"%s\")".formatted(value);
            default -> throw new IllegalArgumentException("keep.txt: " + field.name + " cannot be a constant");
        };
    }

    private static String write(String type, String value) {
        if (isVector(type)) {
            return switch (element(type)) {
                case "int" -> "out.ints(%s)".formatted(value);
                case "long" -> "out.longs(%s)".formatted(value);
                case "string" -> "out.vector(%s, TlWriter::string)".formatted(value);
                case "bytes" -> "out.vector(%s, TlWriter::bytes)".formatted(value);
                default -> "out.vector(%s, (to, each) -> each.write(to))".formatted(value);
            };
        }
        return switch (type) {
            case "int" -> "out.int32(%s)".formatted(value);
            case "long" -> "out.int64(%s)".formatted(value);
            case "double" -> "out.float64(%s)".formatted(value);
            case "string" -> "out.string(%s)".formatted(value);
            case "bytes" -> "out.bytes(%s)".formatted(value);
            case "Bool" -> "out.bool(%s)".formatted(value);
            case "int128", "int256" -> "out.raw(%s)".formatted(value);
            default -> "%s.write(out)".formatted(value);
        };
    }

    // Other files

    private static String commonInterface(String name, List<String> fields) {
        return """
                /** What carries %s. */
                @Generated("TlGenerator")
                public interface %s {
                %s}
                """.formatted(
                        fields.stream().map("{@code %s}"::formatted).collect(Collectors.joining(" and ")),
                        name,
                        fields.stream()
                                .map(field -> "    int %s();%n".formatted(camel(field)))
                                .collect(Collectors.joining("\n")));
    }

    private String layer() {
        return """
                /** The layers of the schema: core.telegram.org/api/layers. */
                @Generated("TlGenerator")
                public final class Layer {
                    /** The one that calls are written in and that answers are asked in. */
                    public static final int CURRENT = %d;

                    /** Those that are understood when they are answered. */
                    public static final List<Integer> KNOWN = List.of(%s);

                    private Layer() {}
                }
                """.formatted(
                CURRENT_LAYER, schema.layers().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static String packageInfo() {
        return """
                /**
                 * What is said to Telegram and back, generated from src/main/tl: a record for each constructor and function that
                 * keep.txt names, with the fields that it names. A record is read from whichever known layer wrote it; what that
                 * layer lacks is null, false, 0 or empty. Times are seconds since 1970, ids and hashes as the API has them.
                 *
                 * <p>Cannot guarantee that a value makes sense, and does not tell a value that was never sent from one that was
                 * not kept.
                 */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """.formatted(PACKAGE);
    }

    // Names and types

    private String functionName(Kept kept) {
        return kept.java != null ? kept.java : capital(kept.name.substring(kept.name.indexOf('.') + 1));
    }

    /** {@code auth.SentCode} is AuthSentCode. */
    private static String javaName(String type) {
        return Stream.of(type.split("\\.")).map(TlGenerator::capital).collect(Collectors.joining());
    }

    /** Without what the type says already: {@code userStatusOnline} of UserStatus is Online. */
    private static String nestedName(Kept kept, String type) {
        if (kept.java != null) {
            return kept.java;
        }
        String constructor = capital(kept.name.substring(kept.name.indexOf('.') + 1));
        String prefix = capital(type.substring(type.indexOf('.') + 1));
        if (constructor.equals(prefix)) {
            return "Plain";
        }
        return constructor.startsWith(prefix) ? constructor.substring(prefix.length()) : constructor;
    }

    private static String camel(String field) {
        String[] parts = field.split("_");
        var name = new StringBuilder(parts[0].substring(0, 1).toLowerCase(Locale.ROOT) + parts[0].substring(1));
        Stream.of(parts).skip(1).map(TlGenerator::capital).forEach(name::append);
        return SourceVersion.isKeyword(name) ? "is" + capital(name.toString()) : name.toString();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** In full, because a nested record may have the name of another type: Update.UserStatus has a UserStatus. */
    private static String qualified(String name, String annotation) {
        return PACKAGE + "." + annotation + name;
    }

    private static String javaType(Component component) {
        String nullable = component.nullable ? "@Nullable " : "";
        if (component.nullable || isVector(component.tl)) {
            String boxed = boxed(component.tl);
            return switch (boxed) {
                case "byte[]" -> "byte " + nullable + "[]";
                default ->
                    boxed.startsWith(PACKAGE)
                            ? PACKAGE + "." + nullable + boxed.substring(PACKAGE.length() + 1)
                            : nullable + boxed;
            };
        }
        return switch (component.tl) {
            case "int", "long", "double" -> component.tl;
            case "true", "Bool" -> "boolean";
            default -> boxed(component.tl);
        };
    }

    private static String boxed(String type) {
        if (isVector(type)) {
            return "List<%s>".formatted(boxed(element(type)));
        }
        return switch (type) {
            case "int" -> "Integer";
            case "long" -> "Long";
            case "double" -> "Double";
            case "true", "Bool" -> "Boolean";
            case "string" -> "String";
            case "bytes", "int128", "int256" -> "byte[]";
            default -> qualified(javaName(type), "");
        };
    }

    static boolean isVector(String type) {
        return type.startsWith("Vector<");
    }

    static String element(String type) {
        return isVector(type) ? type.substring("Vector<".length(), type.length() - 1) : type;
    }

    /** Whether its values carry their id. Bool does, too, but is a value. */
    static boolean isObject(String type) {
        return words(type) == 0 && !Set.of("string", "bytes", "Bool", "true").contains(type);
    }

    /** How many words of four bytes it always takes; 0 when that depends. */
    static int words(String type) {
        return switch (type) {
            case "int", "#" -> 1;
            case "long", "double" -> 2;
            case "int128" -> 4;
            case "int256" -> 8;
            default -> 0;
        };
    }

    private static String indent(String text) {
        return text.lines()
                .map(line -> line.isEmpty() ? line : "    " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * What Skip reads: the number of constructors, then of words of operations, then all ids, then where each one's operations
     * begin, then the operations, all big-endian. An operation is 16 bits: what (4), the word of its condition (2; 0 for
     * none), the bit in it (5), a number of four-byte words (5).
     */
    static final class SkipTable {
        private static final int END = 0;
        private static final int WORDS = 1;
        private static final int STRING = 2;
        private static final int BOOL = 3;
        private static final int OBJECT = 4;
        private static final int FLAGS = 5;
        private static final int VECTOR_OF_WORDS = 6;
        private static final int VECTOR_OF_STRINGS = 7;
        private static final int VECTOR_OF_OBJECTS = 8;
        private static final int BARE_VECTOR_OF_OBJECTS = 9;

        private SkipTable() {}

        static byte[] of(Schema schema) throws IOException {
            var starts = new TreeMap<Integer, Integer>();
            var operations = new ArrayList<Integer>();
            for (Line line : (Iterable<Line>) schema.constructors()::iterator) {
                List<Integer> own = operations(line);
                int start = Collections.indexOfSubList(operations, own);
                if (start < 0) {
                    start = operations.size();
                    operations.addAll(own);
                }
                starts.put(line.id, start);
            }
            if (operations.size() > 0xffff) {
                throw new IllegalArgumentException(operations.size() + " operations cannot be addressed with 16 bits");
            }
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeInt(starts.size());
            out.writeInt(operations.size());
            for (int id : starts.keySet()) {
                out.writeInt(id);
            }
            for (int start : starts.values()) {
                out.writeShort(start);
            }
            for (int operation : operations) {
                out.writeShort(operation);
            }
            return bytes.toByteArray();
        }

        private static List<Integer> operations(Line line) {
            List<String> words =
                    line.fields.stream().filter(Field::isFlags).map(Field::name).toList();
            if (words.size() > 3) {
                throw new IllegalArgumentException(line.name + " has " + words.size() + " words of flags");
            }
            var operations = new ArrayList<Integer>();
            int gap = 0;
            for (Field field : line.fields) {
                if (field.isBit()) {
                    continue;
                }
                int count = words(field.type);
                if (count > 0 && !field.conditional() && !isAsked(line, field) && gap + count < 32) {
                    gap += count;
                    continue;
                }
                if (gap > 0) {
                    operations.add(operation(WORDS, 0, 0, gap));
                    gap = 0;
                }
                if (isAsked(line, field)) {
                    operations.add(operation(FLAGS, words.indexOf(field.name) + 1, 0, 0));
                } else if (count > 0 && !field.conditional()) {
                    gap = count;
                } else {
                    int condition = words.indexOf(field.flagWord) + 1;
                    int element = isVector(field.type) ? words(element(field.type)) : count;
                    operations.add(operation(what(field.type), condition, field.bit, element));
                }
            }
            if (gap > 0) {
                operations.add(operation(WORDS, 0, 0, gap));
            }
            operations.add(END);
            return operations;
        }

        private static boolean isAsked(Line line, Field word) {
            return word.isFlags()
                    && line.fields.stream().anyMatch(field -> word.name.equals(field.flagWord) && !field.isBit());
        }

        private static int what(String type) {
            if (type.startsWith("vector<") && isObject(type.substring("vector<".length(), type.length() - 1))) {
                return BARE_VECTOR_OF_OBJECTS;
            }
            if (type.contains("%") || type.startsWith("vector<") || isVector(element(type))) {
                throw new IllegalArgumentException("Skip knows nothing like " + type);
            }
            String element = element(type);
            boolean string = element.equals("string") || element.equals("bytes");
            if (isVector(type)) {
                return words(element) > 0 ? VECTOR_OF_WORDS : string ? VECTOR_OF_STRINGS : VECTOR_OF_OBJECTS;
            }
            return words(type) > 0 ? WORDS : string ? STRING : type.equals("Bool") ? BOOL : OBJECT;
        }

        private static int operation(int what, int condition, int bit, int words) {
            return what | condition << 4 | bit << 6 | words << 11;
        }
    }

    /** Leaves what has not changed as it is, so that the compiler has nothing to do. */
    static final class Output {
        private Output() {}

        static void sources(Path folder, Map<String, String> sources) throws IOException {
            Files.createDirectories(folder);
            try (Stream<Path> present = Files.list(folder)) {
                for (Path path : present.toList()) {
                    if (!sources.containsKey(path.getFileName().toString().replace(".java", ""))) {
                        Files.delete(path);
                    }
                }
            }
            for (var each : sources.entrySet()) {
                file(folder.resolve(each.getKey() + ".java"), each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }

        static void file(Path path, byte[] content) throws IOException {
            if (Files.exists(path) && Arrays.equals(Files.readAllBytes(path), content)) {
                return;
            }
            Files.createDirectories(path.getParent());
            Files.write(path, content);
        }
    }
}
