package io.pult.playground.telegram.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads schema.txt: sections name the layers of their lines; its head says how layers 198 and 201 lie over 204. */
final class SchemaLines {
    static final List<Integer> LAYERS = List.of(198, 201, 204, 223);

    private static final String RESOURCE = "/io/pult/playground/telegram/schema.txt";
    private static final Pattern SECTION = Pattern.compile("== ([\\d ]+), (types|functions)");
    private static final Pattern LINE = Pattern.compile("([\\w.]+)#([0-9a-f]{8}) (.*)= ([\\w.<>]+)");
    private static final Pattern FIELD = Pattern.compile("(\\w+):(?:(\\w+)\\.(\\d+)\\?)?([\\w.<>!#]+)");

    private SchemaLines() {}

    /** By name: one name has one form in one layer. */
    static Map<String, Combinator> of(int layer) {
        var lines = new LinkedHashMap<String, Combinator>();
        if (layer < 204) {
            collect(204, lines);
        }
        collect(layer, lines);
        return lines;
    }

    private static void collect(int layer, Map<String, Combinator> into) {
        try (InputStream in = SchemaLines.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the class path");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            boolean wanted = false;
            boolean function = false;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher section = SECTION.matcher(line);
                if (line.startsWith("==")) {
                    wanted = section.matches()
                            && Arrays.asList(section.group(1).split(" ", -1)).contains(Integer.toString(layer));
                    function = wanted && section.group(2).equals("functions");
                } else if (wanted && !line.isBlank()) {
                    Combinator combinator = combinator(line, function);
                    // "invokeWith…Prefix" is the beginning of a wrapper under the wrapper's own id: nobody says it
                    // alone.
                    if (!function || !combinator.name().endsWith("Prefix")) {
                        into.put(combinator.name(), combinator);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Combinator combinator(String text, boolean function) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IllegalStateException("not a line of TL: " + text);
        }
        var fields = new ArrayList<Field>();
        for (String field : line.group(3).split(" ", -1)) {
            if (!field.isEmpty() && !field.startsWith("{")) {
                fields.add(field(field, fields));
            }
        }
        return new Combinator(
                line.group(1).intern(),
                Integer.parseUnsignedInt(line.group(2), 16),
                List.copyOf(fields),
                Type.of(line.group(4)),
                function);
    }

    private static Field field(String text, List<Field> before) {
        Matcher field = FIELD.matcher(text);
        if (!field.matches()) {
            throw new IllegalStateException("not a field of TL: " + text);
        }
        String name = field.group(1).intern();
        String type = field.group(4);
        if (type.equals("#")) {
            return new Field(name, Field.Kind.FLAGS, -1, 0, Type.Plain.BOOL);
        }
        if (field.group(2) == null) {
            return new Field(name, Field.Kind.VALUE, -1, 0, Type.of(type));
        }
        int word = word(field.group(2), before);
        int bit = Integer.parseInt(field.group(3));
        return type.equals("true")
                ? new Field(name, Field.Kind.FLAG, word, bit, Type.Plain.BOOL)
                : new Field(name, Field.Kind.VALUE, word, bit, Type.of(type));
    }

    private static int word(String name, List<Field> before) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("flags that come too late: " + name);
    }
}
