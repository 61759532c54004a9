package io.pult.api;

import io.pult.bus.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decodes path, query and cookies of one operation into its argument object. */
final class Parameters {
    private final Parameter[] path;
    private final Parameter[] query;
    private final Parameter[] cookies;

    /** @param all path parameters in the order in which they stand in the path */
    Parameters(List<Parameter> all) {
        path = of(all, Parameter.In.PATH);
        query = of(all, Parameter.In.QUERY);
        cookies = of(all, Parameter.In.COOKIE);
    }

    private static Parameter[] of(List<Parameter> all, Parameter.In in) {
        return all.stream().filter(parameter -> parameter.in() == in).toArray(Parameter[]::new);
    }

    /** @throws Failure INVALID naming the parameters and what is wrong with them */
    void decode(
            List<String> segments,
            @Nullable String rawQuery,
            Function<String, @Nullable String> cookie,
            Arguments out) {
        var findings = new Findings();
        for (int i = 0; i < path.length; i++) {
            write(path[i], Percent.decoded(segments.get(i), false), out, findings);
        }
        query(rawQuery == null ? "" : rawQuery, out, findings);
        for (Parameter parameter : cookies) {
            String value = cookie.apply(parameter.name());
            if (value != null) {
                write(parameter, value, out, findings);
            } else if (parameter.required()) {
                findings.addAt(parameter.name(), "missing");
            }
        }
        if (!findings.none()) {
            throw refused(findings);
        }
    }

    private void query(String raw, Arguments out, Findings findings) {
        long seen = 0;
        List<@Nullable List<String>> lists = null;
        int from = 0;
        while (from < raw.length()) {
            int and = raw.indexOf('&', from);
            int to = and < 0 ? raw.length() : and;
            if (to > from) {
                int equals = raw.indexOf('=', from);
                int nameEnd = equals < 0 || equals > to ? to : equals;
                String name = Percent.decoded(raw.substring(from, nameEnd), true);
                String value = nameEnd == to ? "" : Percent.decoded(raw.substring(nameEnd + 1, to), true);
                int index = name == null ? -1 : indexOf(name);
                if (index < 0) {
                    findings.addAt(name == null ? "?" : name, "unknown");
                } else if (query[index].repeatable()) {
                    lists = lists == null ? emptyLists() : lists;
                    collect(lists, index, value, findings);
                    seen |= 1L << index;
                } else if ((seen & 1L << index) != 0) {
                    findings.addAt(query[index].name(), "repeated");
                } else {
                    seen |= 1L << index;
                    write(query[index], value, out, findings);
                }
            }
            from = to + 1;
        }
        if (lists != null) {
            writeLists(lists, out, findings);
        }
        for (int i = 0; i < query.length; i++) {
            if (query[i].required() && (seen & 1L << i) == 0) {
                findings.addAt(query[i].name(), "missing");
            }
        }
    }

    private static void write(Parameter parameter, @Nullable String value, Arguments out, Findings findings) {
        if (value == null) {
            findings.addAt(parameter.name(), "encoding");
        } else {
            parameter.write(value, out, findings);
        }
    }

    private void collect(List<@Nullable List<String>> lists, int index, @Nullable String value, Findings findings) {
        if (value == null) {
            findings.addAt(query[index].name(), "encoding");
            return;
        }
        List<String> values = lists.get(index);
        if (values == null) {
            values = new ArrayList<>();
            lists.set(index, values);
        }
        values.add(value);
    }

    private void writeLists(List<@Nullable List<String>> lists, Arguments out, Findings findings) {
        for (int i = 0; i < query.length; i++) {
            List<String> values = lists.get(i);
            Parameter.ListForm form = query[i].list();
            if (values != null && form != null) {
                query[i].writeList(values, form, out, findings);
            }
        }
    }

    private List<@Nullable List<String>> emptyLists() {
        var lists = new ArrayList<@Nullable List<String>>();
        for (int i = 0; i < query.length; i++) {
            lists.add(null);
        }
        return lists;
    }

    private int indexOf(String name) {
        for (int i = 0; i < query.length; i++) {
            if (query[i].name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Failure refused(Findings findings) {
        String code = switch (findings.found().get(0).code()) {
            case "unknown" -> "parameter.unknown";
            case "repeated" -> "parameter.repeated";
            case "missing" -> "parameter.missing";
            default -> "parameter.invalid";
        };
        return Failure.invalid(code, "The parameters are not the ones that the contract asks for")
                .with("errors", findings.found());
    }
}
