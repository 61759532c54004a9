package tl.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is kept, over all layers. */
record Model(Schema schema, Keep keep) {
    List<Kept> functions() {
        return keep.entries().values().stream().filter(this::isFunction).toList();
    }

    List<Kept> constructors() {
        return keep.entries().values().stream()
                .filter(kept -> !isFunction(kept))
                .toList();
    }

    /** The kept constructors of a type, in the order of keep.txt. */
    List<Kept> constructors(Type type) {
        return constructors().stream().filter(kept -> result(kept).equals(type)).toList();
    }

    List<Combinator> notKept(Type type) {
        return schema.constructors()
                .filter(line -> line.result().equals(type) && !keep.entries().containsKey(line.name()))
                .toList();
    }

    private boolean isFunction(Kept kept) {
        return versions(kept).get(0).function();
    }

    Type result(Kept kept) {
        return versions(kept).get(0).result();
    }

    List<Combinator> versions(Kept kept) {
        return schema.of(kept.name());
    }

    Combinator current(Kept kept) {
        return schema.current(kept.name());
    }

    /** In the order of the current layer, then what only other layers have. */
    List<Component> components(Kept kept) {
        List<Combinator> versions = versions(kept);
        var all = new ArrayList<>(versions);
        all.sort((a, b) -> Boolean.compare(b.isCurrent(), a.isCurrent()));
        List<Combinator> sources = kept.all() ? List.of(current(kept)) : all;
        var components = new LinkedHashMap<String, Component>();
        for (Combinator line : sources) {
            for (Field field : line.fields()) {
                if (kept.hasComponent(field)) {
                    components.computeIfAbsent(field.name(), name -> component(versions, field));
                }
            }
        }
        Set<String> missing = new TreeSet<>(kept.fields().keySet());
        sources.forEach(line -> line.fields().forEach(field -> missing.remove(field.name())));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("keep.txt: " + kept.name() + " has no " + missing);
        }
        return List.copyOf(components.values());
    }

    private static Component component(List<Combinator> versions, Field field) {
        boolean nullable = false;
        for (Combinator version : versions) {
            var found = version.fields().stream()
                    .filter(each -> each.name().equals(field.name()))
                    .findAny();
            nullable |= found.isPresent()
                    && found.get().conditional()
                    && !found.get().isBit();
            nullable |= found.isEmpty() && !version.function() && field.type().isObject();
            if (found.isPresent() && !found.get().type().equals(field.type())) {
                throw new IllegalArgumentException(version.name() + " has two types of " + field.name());
            }
        }
        return new Component(field.name(), field.type(), nullable);
    }

    /** What all constructors have alike. */
    List<Component> common(List<Kept> constructors) {
        var common = new ArrayList<>(components(constructors.get(0)));
        constructors.forEach(kept -> common.retainAll(components(kept)));
        return common;
    }

    /** The interfaces of keep.txt that a record of these components implements. */
    List<String> interfaces(List<Component> components) {
        List<String> ints = components.stream()
                .filter(component -> component.type().is("int") && !component.nullable())
                .map(Component::name)
                .toList();
        return keep.interfaces().entrySet().stream()
                .filter(each -> ints.containsAll(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
