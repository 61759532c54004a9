package io.pult.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an operation, ready to decode.
 *
 * @param quotedName as it is written into the argument object
 * @param list how a list is written; absent: the parameter holds one value
 */
record Parameter(
        String name,
        In in,
        boolean required,
        String quotedName,
        Scalar scalar,
        @Nullable ListForm list) {
    enum In {
        PATH,
        QUERY,
        COOKIE
    }

    /** @param repeated {@code ?a=1&a=2} rather than {@code ?a=1,2} */
    record ListForm(boolean repeated, int least, int most) {}

    static Parameter read(Spec spec, In in) {
        String name = spec.text("name");
        Spec schema = spec.child("schema");
        boolean required = spec.flag("required", in == In.PATH);
        if (!SchemaReader.type(schema).equals("array")) {
            return new Parameter(name, in, required, Arguments.quotedName(name), Scalar.read(schema), null);
        }
        if (in != In.QUERY) {
            throw spec.bad("only a query parameter can be a list");
        }
        var list =
                new ListForm(spec.flag("explode", true), schema.number("minItems", 0), schema.number("maxItems", 200));
        return new Parameter(name, in, required, Arguments.quotedName(name), Scalar.read(schema.child("items")), list);
    }

    boolean repeatable() {
        return list != null && list.repeated;
    }

    void write(String value, Arguments out, Findings findings) {
        if (list != null) {
            writeList(value.isEmpty() ? List.of() : split(value), list, out, findings);
            return;
        }
        out.name(quotedName);
        String mistake = scalar.write(value, out);
        if (mistake != null) {
            findings.addAt(name, mistake);
        }
    }

    void writeList(List<String> values, ListForm form, Arguments out, Findings findings) {
        if (values.size() > form.most || values.size() < form.least) {
            findings.addAt(name, values.size() > form.most ? "too_many_items" : "too_few_items");
            return;
        }
        out.name(quotedName);
        out.beginArray();
        for (String value : values) {
            out.nextItem();
            String mistake = scalar.write(value, out);
            if (mistake != null) {
                findings.addAt(name, mistake);
                return;
            }
        }
        out.endArray();
    }

    private static List<String> split(String csv) {
        var values = new ArrayList<String>();
        int from = 0;
        for (int comma = csv.indexOf(','); comma >= 0; comma = csv.indexOf(',', from)) {
            values.add(csv.substring(from, comma));
            from = comma + 1;
        }
        values.add(csv.substring(from));
        return values;
    }
}
