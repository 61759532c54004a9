package io.pult.playground.telegram.schema;

import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random instances of the lines of a layer. */
final class Instances {
    /** Where only what is needed is made, so that an instance ends. */
    private static final int DEEP = 3;

    private final Schema schema;
    private final Chance chance;

    Instances(Schema schema, Chance chance) {
        this.schema = schema;
        this.chance = chance;
    }

    TlObject of(Combinator combinator, int depth) {
        List<Object> pairs = new ArrayList<>();
        var bits = new int[combinator.fields().size()];
        for (Field field : combinator.fields()) {
            if (field.optional() && depth < DEEP && chance.coin()) {
                bits[field.word()] |= 1 << field.bit();
            }
        }
        for (Field field : combinator.fields()) {
            boolean there = !field.optional() || (bits[field.word()] >>> field.bit() & 1) != 0;
            if (there && field.kind() != Field.Kind.FLAGS) {
                pairs.add(field.name());
                pairs.add(field.kind() == Field.Kind.FLAG ? Boolean.TRUE : value(field.type(), depth));
            }
        }
        return TlObject.of(combinator.name(), pairs.toArray());
    }

    private Object value(Type type, int depth) {
        if (type instanceof Type.Plain plain) {
            return switch (plain) {
                case INT -> (int) chance.number();
                case LONG -> chance.number();
                case DOUBLE -> (double) chance.between(-1_000, 1_000);
                case STRING -> chance.text(chance.of(3, 300));
                case BYTES -> chance.bytes(chance.of(3, 300));
                case INT128 -> new byte[16];
                case INT256 -> new byte[32];
                case BOOL -> chance.coin();
            };
        }
        if (type instanceof Type.Boxed boxed) {
            return of(constructor(boxed.name(), depth), depth + 1);
        }
        if (type instanceof Type.Vector vector) {
            return chance.list(0, depth < DEEP ? 3 : 0, () -> value(vector.element(), depth + 1));
        }
        return TlObject.of("updates.getState");
    }

    /** Deep down the one that needs the fewest objects. */
    private Combinator constructor(String type, int depth) {
        List<Combinator> all = schema.ofType(type);
        if (depth < DEEP) {
            return chance.of(all);
        }
        @Nullable Combinator smallest = null;
        for (Combinator each : all) {
            if (smallest == null || needs(each) < needs(smallest)) {
                smallest = each;
            }
        }
        if (smallest == null) {
            throw new AssertionError("nothing is of type " + type);
        }
        return smallest;
    }

    private static long needs(Combinator combinator) {
        return combinator.fields().stream()
                .filter(each -> !each.optional() && each.type() instanceof Type.Boxed)
                .count();
    }
}
