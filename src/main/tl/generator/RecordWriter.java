package tl.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A type as a record, or as an interface with a record for each constructor. */
final class RecordWriter {
    private final Model model;
    private final Reach reach;
    private final ReadMethods reading;
    private final WriteMethod writing;

    RecordWriter(Model model, Reach reach) {
        this.model = model;
        this.reach = reach;
        reading = new ReadMethods(model);
        writing = new WriteMethod(model);
    }

    String text(Type type) {
        List<Kept> constructors = model.constructors(type);
        List<Combinator> notKept = model.notKept(type);
        if (!notKept.isEmpty() && reach.reads(type) && reach.writes(type)) {
            throw new IllegalArgumentException("keep.txt: " + type + " is written and read: keep all its constructors");
        }
        String head = """
                /** {@code %s}: core.telegram.org/type/%s. */
                @Generated("TlGenerator")
                """.formatted(type, type);
        if (constructors.size() == 1 && notKept.isEmpty()) {
            return head + record(constructors.get(0), Names.type(type), null);
        }
        return head + sealed(type, constructors, reach.reads(type) ? notKept : List.of());
    }

    /** What all constructors have alike can be asked of the type. */
    private String sealed(Type type, List<Kept> constructors, List<Combinator> others) {
        String name = Names.type(type);
        var out = new StringBuilder("public sealed interface %s {%n".formatted(name));
        if (others.isEmpty()) {
            model.common(constructors)
                    .forEach(component -> out.append("    %s();%n%n".formatted(component.declaration())));
        }
        if (reach.writes(type)) {
            out.append("    void write(TlWriter out);%n%n".formatted());
        }
        if (reach.reads(type)) {
            out.append(Members.indent(reading.ofType(type, constructors, others)))
                    .append('\n');
        }
        out.append(constructors.stream()
                .map(kept -> Members.indent(record(kept, Names.nested(kept, type), name)))
                .collect(Collectors.joining("\n")));
        if (!others.isEmpty()) {
            out.append("""

                        /** One of those that nobody here looks into. */
                        record Other(int id) implements %s {}
                    """.formatted(name));
        }
        return out.append("}\n").toString();
    }

    /** @param parent the interface that it is nested in, or null */
    private String record(Kept kept, String name, String parent) {
        Type type = model.result(kept);
        List<Component> components = model.components(kept);
        var members = new Members();
        if (components.isEmpty()) {
            members.add("public static final %s INSTANCE = new %s();%n".formatted(name, name));
        }
        if (reach.writes(type) && parent == null) {
            members.add(writing.text(kept));
        } else if (reach.writes(type)) {
            members.override(writing.text(kept));
        }
        if (reach.reads(type) && parent == null) {
            members.add(reading.ofType(type, List.of(kept), List.of()));
        }
        if (reach.reads(type)) {
            model.versions(kept).stream()
                    .filter(version -> !version.fields().isEmpty())
                    .forEach(version -> members.add(reading.ofVersion(version, name, components)));
        }
        members.hideSecrets(kept, name);
        var parents = new ArrayList<String>();
        if (parent != null) {
            parents.add(parent);
        }
        model.interfaces(components).forEach(each -> parents.add(Names.qualified(each)));
        return "%srecord %s(%s)%s {%n%s}%n"
                .formatted(
                        parent == null ? "public " : "",
                        name,
                        Component.list(components),
                        parents.isEmpty() ? "" : " implements " + String.join(", ", parents),
                        members.text());
    }
}
