package io.pult.playground.telegram.schema;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects in one layer: flags follow from what is there, a required field that is missing gets the empty value of its
 * type, a field that the layer does not know is left out, a constructor that it does not have is refused.
 */
final class ObjectWriter {
    private static final int DEEPEST = 64;

    private final Schema schema;

    ObjectWriter(Schema schema) {
        this.schema = schema;
    }

    /** @param type that it has to be of; null for anything, functions too */
    void object(TlWriter out, TlObject object, @Nullable String type, int depth) {
        if (depth > DEEPEST) {
            throw new TlFailure("nested deeper than " + DEEPEST);
        }
        Combinator combinator = schema.named(object.name());
        if (type != null && (combinator.function() || !ObjectReader.isOf(combinator, type))) {
            throw new TlFailure(combinator.name() + " is not of type " + type);
        }
        out.int32(combinator.id());
        List<Field> fields = combinator.fields();
        var words = new int[fields.size()];
        for (Field field : fields) {
            if (field.optional() && isThere(field, object.find(field.name()))) {
                words[field.word()] |= 1 << field.bit();
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.kind() == Field.Kind.FLAGS) {
                out.int32(words[i]);
            } else if (field.kind() == Field.Kind.VALUE
                    && (!field.optional() || (words[field.word()] >>> field.bit() & 1) != 0)) {
                field(out, combinator, field, object.find(field.name()), depth);
            }
        }
    }

    void value(TlWriter out, Type type, Object value, String where, int depth) {
        try {
            if (type instanceof Type.Plain plain) {
                plain(out, plain, value);
            } else if (type instanceof Type.Boxed boxed) {
                object(out, (TlObject) value, boxed.name(), depth + 1);
            } else if (type instanceof Type.Vector vector) {
                vector(out, vector, (List<?>) value, where, depth + 1);
            } else {
                object(out, (TlObject) value, null, depth + 1);
            }
        } catch (ClassCastException e) {
            throw new TlFailure(where + " cannot be a " + value.getClass().getSimpleName());
        }
    }

    private void field(TlWriter out, Combinator combinator, Field field, @Nullable Object value, int depth) {
        String where = combinator.name() + "." + field.name();
        if (value != null) {
            value(out, field.type(), value, where, depth);
        } else {
            empty(out, field.type(), where, depth);
        }
    }

    private static boolean isThere(Field field, @Nullable Object value) {
        return field.kind() == Field.Kind.FLAG ? Boolean.TRUE.equals(value) : value != null;
    }

    private static void plain(TlWriter out, Type.Plain plain, Object value) {
        switch (plain) {
            case INT -> out.int32(((Integer) value));
            case LONG -> out.int64(((Number) value).longValue());
            case DOUBLE -> out.float64(((Number) value).doubleValue());
            case STRING -> out.string((String) value);
            case BYTES -> out.bytes((byte[]) value);
            case INT128 -> raw(out, (byte[]) value, 16);
            case INT256 -> raw(out, (byte[]) value, 32);
            case BOOL -> out.bool((Boolean) value);
        }
    }

    private static void raw(TlWriter out, byte[] value, int length) {
        if (value.length != length) {
            throw new TlFailure(value.length + " bytes cannot stand where " + length + " are written");
        }
        out.raw(value);
    }

    private void vector(TlWriter out, Type.Vector vector, List<?> list, String where, int depth) {
        if (vector.bare()) {
            out.int32(list.size());
        } else {
            out.vectorOf(list.size());
        }
        for (Object element : list) {
            value(out, vector.element(), element, where, depth);
        }
    }

    private void empty(TlWriter out, Type type, String where, int depth) {
        if (type instanceof Type.Plain plain) {
            switch (plain) {
                case INT, STRING, BYTES -> out.int32(0);
                case LONG, DOUBLE -> out.int64(0);
                case INT128 -> out.raw(new byte[16]);
                case INT256 -> out.raw(new byte[32]);
                case BOOL -> out.bool(false);
            }
        } else if (type instanceof Type.Vector vector) {
            vector(out, vector, List.of(), where, depth);
        } else if (type instanceof Type.Boxed boxed) {
            object(out, TlObject.of(emptyOf(boxed.name(), where)), null, depth + 1);
        } else {
            throw new TlFailure(where + " is missing");
        }
    }

    /** The constructor that says "nothing", or the only one that there is. */
    private String emptyOf(String type, String where) {
        List<Combinator> constructors = schema.ofType(type);
        for (Combinator each : constructors) {
            if (each.name().endsWith("Empty")) {
                return each.name();
            }
        }
        if (constructors.size() == 1) {
            return constructors.get(0).name();
        }
        throw new TlFailure(where + " is missing, and " + type + " has nothing that is empty");
    }
}
