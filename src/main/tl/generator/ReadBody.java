package tl.generator;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements that read one version of a constructor: what is not kept is skipped, what follows one another always in one
 * step, and what hangs on one bit under one condition.
 */
final class ReadBody {
    private final Combinator version;
    private final List<Component> components;
    private final Map<String, Component> byName;
    private final StringBuilder out = new StringBuilder();
    /** Bytes that are to be skipped before anything else. */
    private int gap;
    /** The condition of the block that is open, or empty. */
    private String open = "";

    ReadBody(Combinator version, List<Component> components) {
        this.version = version;
        this.components = components;
        byName = components.stream().collect(Collectors.toMap(Component::name, Function.identity()));
    }

    String text(String record) {
        version.fields().stream().filter(field -> !field.isBit()).forEach(this::add);
        skipGap();
        closeBlock();
        String values = components.stream().map(this::value).collect(Collectors.joining(", "));
        return out.append(
                        components.isEmpty()
                                ? "    return INSTANCE;%n".formatted()
                                : "    return new %s(%s);%n".formatted(record, values))
                .toString();
    }

    private void add(Field field) {
        Component component = byName.get(field.name());
        Type type = field.type();
        boolean wanted = component != null || field.isFlags() && isAsked(field);
        if (!wanted && !field.conditional() && type.words() > 0 && open.isEmpty()) {
            gap += 4 * type.words();
            return;
        }
        skipGap();
        openBlock(field.conditional() && component == null ? asked(field) : "");
        if (!wanted) {
            out.append("%s    %s;%n".formatted(open.isEmpty() ? "" : "    ", skip(type)));
        } else if (component == null) {
            out.append("    int %s = in.int32();%n".formatted(field.name()));
        } else {
            String value = ReadMethods.value(type);
            out.append("    %s = %s;%n"
                    .formatted(
                            component.declaration(),
                            field.conditional() ? "%s ? %s : null".formatted(asked(field), value) : value));
        }
    }

    private void skipGap() {
        if (gap > 0) {
            out.append("    in.skip(%d);%n".formatted(gap));
            gap = 0;
        }
    }

    private void openBlock(String condition) {
        if (!condition.equals(open)) {
            closeBlock();
            out.append(condition.isEmpty() ? "" : "    if (%s) {%n".formatted(condition));
            open = condition;
        }
    }

    private void closeBlock() {
        out.append(open.isEmpty() ? "" : "    }\n");
        open = "";
    }

    /** Whether somebody needs the word: a component, or a skip that depends on it. */
    private boolean isAsked(Field word) {
        return version.fields().stream()
                .filter(word::decides)
                .anyMatch(field -> !field.isBit() || byName.containsKey(field.name()));
    }

    private static String asked(Field field) {
        return "(%s & 1 << %d) != 0".formatted(field.flagWord(), field.bit());
    }

    /** What the record gets, also when this version lacks it. */
    private String value(Component component) {
        for (Field field : version.fields()) {
            if (field.name().equals(component.name())) {
                return field.isBit() ? asked(field) : component.java();
            }
        }
        if (component.nullable()) {
            return "null";
        }
        return switch (component.type().name()) {
            case "true", "Bool" -> "false";
            case "int", "long", "double" -> "0";
            case "string" -> "\"\"";
            case "bytes" -> "new byte[0]";
            default -> "List.of()";
        };
    }

    private static String skip(Type type) {
        if (type.isVector()) {
            Type element = type.element();
            return element.words() > 0
                    ? "Skip.vectorOf(in, %d)".formatted(element.words())
                    : element.isObject() ? "Skip.objects(in)" : "Skip.strings(in)";
        }
        return switch (type.name()) {
            case "string", "bytes" -> "in.skipString()";
            case "Bool" -> "in.bool()";
            default -> type.words() > 0 ? "in.skip(%d)".formatted(4 * type.words()) : "Skip.object(in)";
        };
    }
}
