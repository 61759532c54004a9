package tl.generator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The types that somebody needs: what functions answer is read, what they send is written. */
final class Reach {
    private final Model model;
    private final Set<Type> read = new LinkedHashSet<>();
    private final Set<Type> written = new LinkedHashSet<>();

    private Reach(Model model) {
        this.model = model;
    }

    static Reach of(Model model) {
        var reach = new Reach(model);
        model.functions().forEach(reach::follow);
        reach.refuseUnused();
        reach.refuseCycles();
        return reach;
    }

    boolean reads(Type type) {
        return read.contains(type);
    }

    boolean writes(Type type) {
        return written.contains(type);
    }

    Set<Type> types() {
        var types = new LinkedHashSet<>(read);
        types.addAll(written);
        return types;
    }

    private void follow(Kept function) {
        Combinator line = model.current(function);
        if (!line.isWrapper()) {
            follow(line.result(), read);
        }
        for (Field field : line.fields()) {
            if (function.hasComponent(field)) {
                follow(field.type(), written);
            }
        }
    }

    private void follow(Type type, Set<Type> reached) {
        Type element = type.element();
        if (!element.isObject() || !reached.add(element)) {
            return;
        }
        List<Kept> constructors = model.constructors(element);
        if (constructors.isEmpty()) {
            throw new IllegalArgumentException("keep.txt: no constructor of " + element + " is kept");
        }
        for (Kept kept : constructors) {
            model.components(kept).forEach(component -> follow(component.type(), reached));
        }
    }

    private void refuseUnused() {
        for (Kept kept : model.constructors()) {
            Type type = model.result(kept);
            if (!reads(type) && !writes(type)) {
                throw new IllegalArgumentException("keep.txt: no kept function says or answers " + kept.name());
            }
        }
    }

    /** Only Skip watches how deep it is: what is read into records must have an end by itself. */
    private void refuseCycles() {
        var done = new HashSet<Type>();
        read.forEach(type -> refuseCycles(type, new ArrayDeque<>(), done));
    }

    private void refuseCycles(Type type, Deque<Type> path, Set<Type> done) {
        if (path.contains(type)) {
            throw new IllegalArgumentException("keep.txt: " + type + " contains itself: " + path);
        }
        if (done.contains(type)) {
            return;
        }
        path.push(type);
        for (Kept kept : model.constructors(type)) {
            for (Component component : model.components(kept)) {
                Type element = component.type().element();
                if (element.isObject()) {
                    refuseCycles(element, path, done);
                }
            }
        }
        path.pop();
        done.add(type);
    }
}
