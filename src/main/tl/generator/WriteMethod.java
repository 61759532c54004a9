package tl.generator;

import java.util.ArrayList;
import java.util.HashSet;

/** The method that writes a function or a constructor as the current layer has it. */
final class WriteMethod {
    private final Model model;

    WriteMethod(Model model) {
        this.model = model;
    }

    String text(Kept kept) {
        Combinator line = model.current(kept);
        var out = new StringBuilder("public void write(TlWriter out) {%n    out.int32(0x%s);%n".formatted(line.hex()));
        for (Field field : line.fields()) {
            if (field.isFlags()) {
                out.append("    out.int32(%s);%n".formatted(flags(kept, line, field)));
            } else if (field.isBit() || field.isQuery()) {
                continue;
            } else if (kept.constant(field) != null) {
                out.append("    %s;%n".formatted(constant(field, kept.constant(field))));
            } else if (kept.hasComponent(field)) {
                String name = Names.camel(field.name());
                String write = write(field.type(), name);
                out.append(
                        field.conditional()
                                ? "    if (%s != null) {%n        %s;%n    }%n".formatted(name, write)
                                : "    %s;%n".formatted(write));
            } else if (!field.conditional()) {
                throw new IllegalArgumentException(
                        "keep.txt: " + kept.name() + " cannot be written without " + field.name());
            }
        }
        return out.append("}\n").toString();
    }

    private static String flags(Kept kept, Combinator line, Field word) {
        var terms = new ArrayList<String>();
        var bits = new HashSet<Integer>();
        for (Field field : line.fields()) {
            if (!word.decides(field) || !kept.hasComponent(field)) {
                continue;
            }
            boolean shared = line.fields().stream()
                    .anyMatch(other -> other != field && word.decides(other) && other.bit() == field.bit());
            if (shared || !bits.add(field.bit())) {
                throw new IllegalArgumentException(
                        kept.name() + " cannot be written: others share the bit of " + field.name());
            }
            String name = Names.camel(field.name());
            terms.add("(%s ? 1 << %d : 0)".formatted(field.isBit() ? name : name + " != null", field.bit()));
        }
        return terms.isEmpty() ? "0" : String.join(" | ", terms);
    }

    private static String constant(Field field, String value) {
        return switch (field.type().name()) {
            case "int" -> "out.int32(%s)".formatted(value);
            case "long" -> "out.int64(%s)".formatted(value);
            case "Bool" -> "out.bool(%s)".formatted(value);
            case "string" -> "out.string(\"%s\")".formatted(value);
            default -> throw new IllegalArgumentException("keep.txt: " + field.name() + " cannot be a constant");
        };
    }

    private static String write(Type type, String value) {
        if (type.isVector()) {
            return switch (type.element().name()) {
                case "int" -> "out.ints(%s)".formatted(value);
                case "long" -> "out.longs(%s)".formatted(value);
                case "string" -> "out.vector(%s, TlWriter::string)".formatted(value);
                case "bytes" -> "out.vector(%s, TlWriter::bytes)".formatted(value);
                default -> "out.vector(%s, (to, each) -> each.write(to))".formatted(value);
            };
        }
        return switch (type.name()) {
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
}
