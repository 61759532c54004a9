package tl.generator;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One constructor or function of keep.txt.
 *
 * @param java the name that it is given, or null
 * @param fields to the value that is always sent, or null for a component
 */
record Kept(String name, String java, boolean once, boolean all, Map<String, String> fields, Set<String> secrets) {
    private static final Pattern FORM = Pattern.compile("([\\w.]+)(?: as (\\w+))?( once)?(?:: (.*))?");

    static Kept of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("keep.txt: " + text);
        }
        var fields = new LinkedHashMap<String, String>();
        var secrets = new HashSet<String>();
        boolean all = "*".equals(form.group(4));
        if (!all && form.group(4) != null) {
            for (String part : form.group(4).split(" ")) {
                String[] field = part.split("=", 2);
                String name = field[0].replace("!", "");
                fields.put(name, field.length == 2 ? field[1] : null);
                if (!name.equals(field[0])) {
                    secrets.add(name);
                }
            }
        }
        return new Kept(form.group(1), form.group(2), form.group(3) != null, all, fields, secrets);
    }

    boolean hasComponent(Field field) {
        if (field.isFlags() || field.isQuery()) {
            return false;
        }
        return all || fields.containsKey(field.name()) && fields.get(field.name()) == null;
    }

    /** What is always sent as this field, or null. */
    String constant(Field field) {
        return fields.get(field.name());
    }
}
