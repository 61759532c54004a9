package io.pult.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a contract file, read with the place of every mistake at hand.
 *
 * @param root the whole document, in which references are looked up
 * @param where file and operation, for people
 */
record Spec(Map<String, Object> root, Map<String, Object> members, String where) {
    BadContract bad(String what) {
        return new BadContract(where, what);
    }

    Spec at(String place) {
        return new Spec(root, members, where + ", " + place);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw bad("'" + name + "' is missing");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw bad("'" + name + "' must be a string");
    }

    boolean flag(String name, boolean otherwise) {
        Object value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw bad("'" + name + "' must be true or false");
    }

    int number(String name, int otherwise) {
        Object value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw bad("'" + name + "' must be a whole number of 0 or more");
    }

    @Nullable
    Number numberOrNull(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof Number) {
            return (Number) value;
        }
        throw bad("'" + name + "' must be a number");
    }

    Spec child(String name) {
        return of(members.getOrDefault(name, Map.of()), "'" + name + "'");
    }

    List<?> list(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw bad("'" + name + "' must be a list");
    }

    List<String> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    if (item instanceof String text) {
                        return text;
                    }
                    throw bad("'" + name + "' must hold strings");
                })
                .toList();
    }

    /** The value as an object, behind its reference when it is one. */
    @SuppressWarnings("unchecked") // the loader makes string keys of all keys
    Spec of(@Nullable Object value, String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(what + " must be an object");
        }
        if (map.get("$ref") instanceof String ref) {
            return of(resolve(ref), ref);
        }
        return new Spec(root, (Map<String, Object>) map, where);
    }

    private @Nullable Object resolve(String ref) {
        Object place = root;
        for (String step : ref.substring(2).split("/")) {
            place = place instanceof Map<?, ?> map
                    ? map.get(step.replace("~1", "/").replace("~0", "~"))
                    : null;
        }
        return place;
    }

    void onlyHas(Set<String> known) {
        for (String name : members.keySet()) {
            if (!known.contains(name) && !name.startsWith("x-")) {
                throw bad("'" + name + "' is not supported here");
            }
        }
    }
}
