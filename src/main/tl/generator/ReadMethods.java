package tl.generator;

import java.util.List;
import java.util.stream.Collectors;

/** The methods that read a type by the id in front, and each version of a constructor by its fields. */
final class ReadMethods {
    private final Model model;

    ReadMethods(Model model) {
        this.model = model;
    }

    /** @param others the constructors that are stepped over */
    String ofType(Type type, List<Kept> constructors, List<Combinator> others) {
        boolean single = constructors.size() == 1 && others.isEmpty();
        var cases = new StringBuilder();
        for (Kept kept : constructors) {
            for (Combinator version : model.versions(kept)) {
                String nested = single ? "" : Names.nested(kept, type) + ".";
                String how = version.fields().isEmpty() ? "INSTANCE" : Names.reader(version) + "(in)";
                cases.append("        case 0x%s -> %s%s;%n".formatted(version.hex(), nested, how));
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
                """.formatted(single ? "public " : "", Names.qualified(Names.type(type)), cases, type);
    }

    String ofVersion(Combinator version, String name, List<Component> components) {
        return "private static %s %s(TlReader in) {%n%s}%n"
                .formatted(name, Names.reader(version), new ReadBody(version, components).text(name));
    }

    /** The expression that reads one value. */
    static String value(Type type) {
        if (type.isVector()) {
            return "in.vector(%s)"
                    .formatted(
                            switch (type.element().name()) {
                                case "int" -> "TlReader::int32";
                                case "long" -> "TlReader::int64";
                                case "string" -> "TlReader::string";
                                case "bytes" -> "TlReader::bytes";
                                default -> Names.qualified(Names.type(type.element())) + "::read";
                            });
        }
        return switch (type.name()) {
            case "int" -> "in.int32()";
            case "long" -> "in.int64()";
            case "double" -> "in.float64()";
            case "string" -> "in.string()";
            case "bytes" -> "in.bytes()";
            case "Bool" -> "in.bool()";
            case "int128", "int256" -> "in.raw(%d)".formatted(4 * type.words());
            default -> Names.qualified(Names.type(type)) + ".read(in)";
        };
    }
}
