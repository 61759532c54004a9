package tl.generator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All files of the package of the records. */
final class ApiPackage {
    static final String NAME = "io.pult.mtproto.api";

    /** By what a file says that needs them. */
    private static final Map<String, String> IMPORTS = Map.of(
            "List<", "java.util.List",
            "List.of", "java.util.List",
            "@Generated", "javax.annotation.processing.Generated",
            "@Nullable", "org.jspecify.annotations.Nullable",
            "Call<", "io.pult.mtproto.tl.Call",
            "Skip.", "io.pult.mtproto.tl.Skip",
            "TlReader", "io.pult.mtproto.tl.TlReader",
            "TlWriter", "io.pult.mtproto.tl.TlWriter");

    private final Model model;
    private final Map<String, String> files = new TreeMap<>();

    ApiPackage(Model model) {
        this.model = model;
    }

    /** By the names of the files without their ending. */
    Map<String, String> sources() {
        Reach reach = Reach.of(model);
        var calls = new CallWriter(model);
        var records = new RecordWriter(model, reach);
        model.functions().forEach(kept -> add(Names.function(kept), calls.text(kept)));
        reach.types().forEach(type -> add(Names.type(type), records.text(type)));
        model.keep().interfaces().forEach((name, fields) -> add(name, commonInterface(name, fields)));
        add("Layer", layer());
        files.put("package-info", packageInfo());
        return files;
    }

    private void add(String name, String body) {
        if (files.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("keep.txt: two things are called " + name + "; name one with \"as\"");
        }
        var imports = new TreeSet<String>();
        IMPORTS.forEach((word, imported) -> {
            if (body.contains(word)) {
                imports.add(imported);
            }
        });
        String head = imports.stream().map("import %s;%n"::formatted).collect(Collectors.joining());
        files.put(name, "package %s;%n%n%s%n%s".formatted(NAME, head, body));
    }

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
                                .map(field -> "    int %s();%n".formatted(Names.camel(field)))
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
                        Schema.CURRENT_LAYER,
                        model.schema().layers().stream().map(String::valueOf).collect(Collectors.joining(", ")));
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
                """.formatted(NAME);
    }
}
