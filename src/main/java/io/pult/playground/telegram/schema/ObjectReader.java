package io.pult.playground.telegram.schema;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads objects of one layer, no deeper than a limit and no more than the bytes hold. */
final class ObjectReader {
    private static final int DEEPEST = 64;

    private final Schema schema;

    ObjectReader(Schema schema) {
        this.schema = schema;
    }

    /** @param type that it has to be of; null for anything, functions too */
    TlObject object(TlReader in, @Nullable String type, int depth) {
        if (depth > DEEPEST) {
            throw new TlFailure("nested deeper than " + DEEPEST);
        }
        Combinator combinator = schema.numbered(in.int32());
        if (type != null && (combinator.function() || !isOf(combinator, type))) {
            throw new TlFailure(combinator.name() + " is not of type " + type);
        }
        List<Field> fields = combinator.fields();
        var words = new int[fields.size()];
        var pairs = new Object[2 * fields.size()];
        int length = 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.kind() == Field.Kind.FLAGS) {
                words[i] = in.int32();
            } else if (!field.optional() || (words[field.word()] >>> field.bit() & 1) != 0) {
                pairs[length++] = field.name();
                pairs[length++] = field.kind() == Field.Kind.FLAG ? true : value(in, field.type(), depth);
            }
        }
        return TlObject.read(combinator.name(), length == pairs.length ? pairs : Arrays.copyOf(pairs, length));
    }

    Object value(TlReader in, Type type, int depth) {
        if (type instanceof Type.Plain plain) {
            return switch (plain) {
                case INT -> in.int32();
                case LONG -> in.int64();
                case DOUBLE -> in.float64();
                case STRING -> in.string();
                case BYTES -> in.bytes();
                case INT128 -> in.raw(16);
                case INT256 -> in.raw(32);
                case BOOL -> in.bool();
            };
        }
        if (type instanceof Type.Boxed boxed) {
            return object(in, boxed.name(), depth + 1);
        }
        if (type instanceof Type.Vector vector) {
            return vector(in, vector, depth + 1);
        }
        return object(in, null, depth + 1);
    }

    private List<Object> vector(TlReader in, Type.Vector vector, int depth) {
        if (depth > DEEPEST) {
            throw new TlFailure("nested deeper than " + DEEPEST);
        }
        int least = vector.element().least();
        int count = vector.bare() ? in.bareCount(least) : in.count(least);
        var list = new ArrayList<Object>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            list.add(value(in, vector.element(), depth));
        }
        return List.copyOf(list);
    }

    static boolean isOf(Combinator combinator, String type) {
        return combinator.type() instanceof Type.Boxed boxed && boxed.name().equals(type);
    }
}
