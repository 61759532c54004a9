package io.pult.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the schemas of requests into {@link Shape}s. A keyword that it does not know stops the start: a rule in the
 * contract that nobody checks is worse than none. Schemas of answers are not read.
 */
final class SchemaReader {
    private static final Set<String> NOTES =
            Set.of("title", "description", "example", "examples", "default", "deprecated", "writeOnly", "$comment");
    private static final Set<String> TEXT = Set.of("type", "minLength", "maxLength", "pattern", "format", "enum");
    private static final Set<String> NUMBER = Set.of("type", "minimum", "maximum", "format");
    private static final Set<String> ARRAY = Set.of("type", "items", "minItems", "maxItems");
    private static final Set<String> OBJECT =
            Set.of("type", "properties", "required", "additionalProperties", "minProperties", "maxProperties");
    private static final int MAX_FIELDS = 64;

    private final IdentityHashMap<Map<String, Object>, Shape> read = new IdentityHashMap<>();

    Shape shape(Spec schema) {
        Shape known = read.get(schema.members());
        if (known != null) {
            return known;
        }
        var later = new Shape.Later();
        read.put(schema.members(), later);
        Shape shape = fresh(schema);
        later.is(shape);
        read.put(schema.members(), shape);
        return shape;
    }

    private Shape fresh(Spec schema) {
        String type = type(schema);
        Shape shape = switch (type) {
            case "string" -> new Shape.Text(text(schema));
            case "integer" -> new Shape.Whole(integer(schema));
            case "number" -> new Shape.Real(number(schema));
            case "boolean" -> {
                known(schema, Set.of("type"));
                yield new Shape.Flag();
            }
            case "array" -> array(schema);
            case "object" -> object(schema);
            case "any" -> {
                known(schema, Set.of());
                yield new Shape.Free(Shape.Free.DEPTH);
            }
            default -> throw schema.bad("type " + type + " is not supported");
        };
        return nullable(schema) ? new Shape.OrNull(shape) : shape;
    }

    static String type(Spec schema) {
        Object type = schema.members().get("type");
        if (type == null) {
            return schema.has("enum") ? "string" : "any";
        }
        if (!(type instanceof List<?>)) {
            return schema.text("type");
        }
        var types = schema.texts("type").stream()
                .filter(name -> !name.equals("null"))
                .toList();
        if (types.size() != 1) {
            throw schema.bad("a type list holds one type, and null");
        }
        return types.get(0);
    }

    private static boolean nullable(Spec schema) {
        return schema.members().get("type") instanceof List<?> types && types.contains("null");
    }

    static TextRule text(Spec schema) {
        known(schema, TEXT);
        String pattern = schema.textOrNull("pattern");
        if (pattern != null && !schema.has("maxLength")) {
            throw schema.bad("a pattern needs a maxLength, so that it never works on a long text");
        }
        return new TextRule(
                schema.number("minLength", 0),
                schema.number("maxLength", Shape.Free.LENGTH),
                pattern == null ? null : compiled(pattern, schema),
                format(schema),
                Set.copyOf(schema.texts("enum")));
    }

    private static Pattern compiled(String pattern, Spec schema) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw schema.bad("pattern " + pattern + " is not a regular expression");
        }
    }

    private static TextRule.@Nullable Format format(Spec schema) {
        String format = schema.textOrNull("format");
        if (format == null) {
            return null;
        }
        return switch (format) {
            case "uuid" -> TextRule.Format.UUID;
            case "date-time" -> TextRule.Format.DATE_TIME;
            case "date" -> TextRule.Format.DATE;
            case "uri" -> TextRule.Format.URI;
            case "password" -> null;
            default -> throw schema.bad("format " + format + " is not supported");
        };
    }

    static IntegerRule integer(Spec schema) {
        known(schema, NUMBER);
        boolean narrow = "int32".equals(schema.textOrNull("format"));
        Number least = schema.numberOrNull("minimum");
        Number most = schema.numberOrNull("maximum");
        return new IntegerRule(
                least == null ? narrow ? Integer.MIN_VALUE : Long.MIN_VALUE : least.longValue(),
                most == null ? narrow ? Integer.MAX_VALUE : Long.MAX_VALUE : most.longValue());
    }

    static NumberRule number(Spec schema) {
        known(schema, NUMBER);
        Number least = schema.numberOrNull("minimum");
        Number most = schema.numberOrNull("maximum");
        return new NumberRule(
                least == null ? -Double.MAX_VALUE : least.doubleValue(),
                most == null ? Double.MAX_VALUE : most.doubleValue());
    }

    private Shape array(Spec schema) {
        known(schema, ARRAY);
        Shape item = schema.has("items")
                ? shape(schema.of(schema.members().get("items"), "'items'"))
                : new Shape.Free(Shape.Free.DEPTH);
        return new Shape.Items(item, schema.number("minItems", 0), schema.number("maxItems", Shape.Free.MEMBERS));
    }

    private Shape object(Spec schema) {
        known(schema, OBJECT);
        if (!schema.has("properties")) {
            return dictionary(schema);
        }
        if (!Boolean.FALSE.equals(schema.members().getOrDefault("additionalProperties", false))) {
            throw schema.bad("an object has either named properties or free ones");
        }
        Spec properties = schema.child("properties");
        if (properties.members().size() > MAX_FIELDS) {
            throw schema.bad("an object has at most " + MAX_FIELDS + " properties");
        }
        var missing = new HashSet<>(schema.texts("required"));
        var fields = new LinkedHashMap<String, Shape.Field>();
        long required = 0;
        long bit = 1;
        for (var property : properties.members().entrySet()) {
            Spec value = properties.of(property.getValue(), "property " + property.getKey());
            if (!value.flag("readOnly", false)) {
                fields.put(property.getKey(), new Shape.Field(shape(value), bit));
                required |= missing.remove(property.getKey()) ? bit : 0;
                bit <<= 1;
            }
        }
        if (!missing.isEmpty()) {
            throw schema.bad("required names what is no property: " + missing);
        }
        return new Shape.Named(new HashMap<>(fields), required, schema.number("minProperties", 0));
    }

    private Shape dictionary(Spec schema) {
        Object additional = schema.members().getOrDefault("additionalProperties", false);
        int most = schema.number("maxProperties", Shape.Free.MEMBERS);
        if (additional instanceof Boolean free) {
            return free
                    ? new Shape.Dictionary(new Shape.Free(Shape.Free.DEPTH - 1), most)
                    : new Shape.Named(Map.of(), 0, 0);
        }
        return new Shape.Dictionary(shape(schema.of(additional, "'additionalProperties'")), most);
    }

    private static void known(Spec schema, Set<String> keywords) {
        var all = new HashSet<>(keywords);
        all.addAll(NOTES);
        all.add("readOnly");
        schema.onlyHas(all);
    }
}
