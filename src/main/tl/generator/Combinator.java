package tl.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One constructor or function as some layers have it: a line of schema.txt. */
record Combinator(String name, int id, boolean function, Set<Integer> layers, List<Field> fields, Type result) {
    private static final Pattern FORM = Pattern.compile("([\\w.]+)#([0-9a-f]{8}) (.*)= (\\S+)");

    static Combinator of(String text, boolean function, Set<Integer> layers) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a line of TL: " + text);
        }
        int id = Integer.parseUnsignedInt(form.group(2), 16);
        CrcRule.check(form.group(1), id, text);
        List<Field> fields = Stream.of(form.group(3).split(" "))
                .filter(part -> !part.isEmpty() && !part.startsWith("{"))
                .map(Field::of)
                .toList();
        return new Combinator(form.group(1), id, function, layers, fields, new Type(form.group(4)));
    }

    String hex() {
        return "%08x".formatted(id);
    }

    boolean isWrapper() {
        return fields.stream().anyMatch(Field::isQuery);
    }

    boolean isCurrent() {
        return layers.contains(Schema.CURRENT_LAYER);
    }

    /** The same id in two layers: bits do not count for the id, so that either may have some that the other lacks. */
    Combinator with(Combinator other) {
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
        return new Combinator(name, id, function, both, all, result);
    }

    private List<Field> bytes() {
        return fields.stream().filter(field -> !field.isBit()).toList();
    }
}
