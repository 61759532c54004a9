package io.pult.api;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with one request, up to a few mistakes: enough for a person to correct a form, too little for an
 * attacker to make a large answer with.
 */
final class Findings {
    private static final int MOST = 10;
    private static final int DEPTH = 40;

    /** @param pointer RFC 6901 into the body, or a slash and the name of a parameter */
    record Finding(String pointer, String code) {}

    private final List<Finding> found = new ArrayList<>(0);
    private final Object[] path = new Object[DEPTH];
    private int depth;

    void enter(Object nameOrIndex) {
        path[depth++] = nameOrIndex;
    }

    void leave() {
        depth--;
    }

    void add(String code) {
        if (found.size() < MOST) {
            found.add(new Finding(pointer(), code));
        }
    }

    void addAt(String name, String code) {
        enter(name);
        add(code);
        leave();
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Finding> found() {
        return found;
    }

    private String pointer() {
        var pointer = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            String step = String.valueOf(path[i]);
            pointer.append('/').append(shown(step).replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** A name that the client invented goes back into the answer: only what can be written, and not too much of it. */
    private static String shown(String step) {
        String shortened = step.length() > 64 ? step.substring(0, 64) : step;
        return TextRule.storable(shortened) ? shortened : "?";
    }
}
