package io.pult.mtproto.tl;

import io.pult.mtproto.tl.TlSchema.Field;
import io.pult.mtproto.tl.TlSchema.Line;
import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as its line describes it: made up, written and read by the schema alone.
 *
 * @param values by field: Integer, Long, Double, Boolean, String, byte[], a list of such, another tree; absent when it is
 */
public record TlTree(Line line, Map<String, Object> values) {
    /** @param deep how many objects there may be inside each other, about */
    public static TlTree random(TlSchema schema, String type, int deep, Chance chance) {
        return of(schema, deep > 0 ? chance.of(schema.constructors(type)) : schema.shallowest(type), deep, chance);
    }

    public static TlTree of(TlSchema schema, Line line, int deep, Chance chance) {
        var values = new LinkedHashMap<String, Object>();
        var bits = new LinkedHashMap<String, Integer>();
        for (Field field : line.fields()) {
            if (field.type().equals("#")) {
                bits.put(field.name(), deep > 0 ? (int) chance.number() : 0);
            } else if (!field.conditional()) {
                values.put(field.name(), value(schema, field.type(), deep, chance));
            } else if ((bits.get(field.word()) >>> field.bit() & 1) != 0) {
                values.put(field.name(), value(schema, field.type(), deep, chance));
            }
        }
        return new TlTree(line, values);
    }

    private static Object value(TlSchema schema, String type, int deep, Chance chance) {
        if (type.contains("ector<")) {
            String element = type.substring(7, type.length() - 1);
            return chance.list(0, deep > 0 ? 2 : 0, () -> value(schema, element, deep - 1, chance));
        }
        return switch (type) {
            case "true" -> true;
            case "int" -> (int) chance.number();
            case "long" -> chance.number();
            case "double" -> chance.between(-1_000, 1_000) / 8.0;
            case "Bool" -> chance.coin();
            case "string" -> chance.text(chance.of(3, 12, 300));
            case "bytes" -> chance.bytes(chance.of(3, 12, 300));
            case "int128" -> new byte[16];
            case "int256" -> new byte[32];
            default -> random(schema, type, deep - 1, chance);
        };
    }

    public byte[] bytes() {
        var out = new TlWriter();
        write(out);
        return out.toByteArray();
    }

    private void write(TlWriter out) {
        out.int32(line.id());
        for (Field field : line.fields()) {
            Object value = values.get(field.name());
            if (field.type().equals("#")) {
                out.int32(flags(field.name()));
            } else if (value != null && !field.type().equals("true")) {
                write(out, field.type(), value);
            }
        }
    }

    private int flags(String word) {
        return line.fields().stream()
                .filter(field -> field.word().equals(word) && values.containsKey(field.name()))
                .mapToInt(field -> 1 << field.bit())
                .reduce(0, (one, other) -> one | other);
    }

    private static void write(TlWriter out, String type, Object value) {
        if (value instanceof List<?> list) {
            if (type.startsWith("Vector")) {
                out.int32(TlReader.VECTOR);
            }
            out.int32(list.size());
            list.forEach(each -> write(out, type.substring(7, type.length() - 1), each));
        } else if (value instanceof TlTree tree) {
            tree.write(out);
        } else if (value instanceof Integer number) {
            out.int32(number);
        } else if (value instanceof Long number) {
            out.int64(number);
        } else if (value instanceof Double number) {
            out.float64(number);
        } else if (value instanceof Boolean yes) {
            out.bool(yes);
        } else if (value instanceof String text) {
            out.string(text);
        } else if (type.equals("bytes")) {
            out.bytes((byte[]) value);
        } else {
            out.raw((byte[]) value);
        }
    }

    /** An object, or a call without wrappers. */
    public static TlTree read(TlSchema schema, TlReader in) {
        Line line = schema.withId(in.int32());
        var values = new LinkedHashMap<String, Object>();
        var bits = new LinkedHashMap<String, Integer>();
        for (Field field : line.fields()) {
            if (field.type().equals("#")) {
                bits.put(field.name(), in.int32());
            } else if (!field.conditional() || (bits.get(field.word()) >>> field.bit() & 1) != 0) {
                values.put(field.name(), value(schema, field.type(), in));
            }
        }
        return new TlTree(line, values);
    }

    private static Object value(TlSchema schema, String type, TlReader in) {
        if (type.contains("ector<")) {
            var list = new ArrayList<>();
            for (int left = type.startsWith("V") ? in.count(4) : in.bareCount(4); left > 0; left--) {
                list.add(value(schema, type.substring(7, type.length() - 1), in));
            }
            return list;
        }
        return switch (type) {
            case "true" -> true;
            case "int" -> in.int32();
            case "long" -> in.int64();
            case "double" -> in.float64();
            case "Bool" -> in.bool();
            case "string" -> in.string();
            case "bytes" -> in.bytes();
            case "int128" -> in.raw(16);
            case "int256" -> in.raw(32);
            default -> read(schema, in);
        };
    }

    /** What the field says, or null when it is not there. */
    public @Nullable Object get(String field) {
        return values.get(field);
    }
}
