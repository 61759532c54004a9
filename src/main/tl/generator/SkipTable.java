package tl.generator;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * What Skip reads: the number of constructors, then of words of operations, then all ids, then where each one's operations
 * begin, then the operations, all big-endian. An operation is 16 bits: what (4), the word of its condition (2; 0 for
 * none), the bit in it (5), a number of four-byte words (5).
 */
final class SkipTable {
    private static final int END = 0;
    private static final int WORDS = 1;
    private static final int STRING = 2;
    private static final int BOOL = 3;
    private static final int OBJECT = 4;
    private static final int FLAGS = 5;
    private static final int VECTOR_OF_WORDS = 6;
    private static final int VECTOR_OF_STRINGS = 7;
    private static final int VECTOR_OF_OBJECTS = 8;
    private static final int BARE_VECTOR_OF_OBJECTS = 9;

    private SkipTable() {}

    static byte[] of(Schema schema) throws IOException {
        var starts = new TreeMap<Integer, Integer>();
        var operations = new ArrayList<Integer>();
        for (Combinator line : (Iterable<Combinator>) schema.constructors()::iterator) {
            List<Integer> own = operations(line);
            int start = Collections.indexOfSubList(operations, own);
            if (start < 0) {
                start = operations.size();
                operations.addAll(own);
            }
            starts.put(line.id(), start);
        }
        if (operations.size() > 0xffff) {
            throw new IllegalArgumentException(operations.size() + " operations cannot be addressed with 16 bits");
        }
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(starts.size());
        out.writeInt(operations.size());
        for (int id : starts.keySet()) {
            out.writeInt(id);
        }
        for (int start : starts.values()) {
            out.writeShort(start);
        }
        for (int operation : operations) {
            out.writeShort(operation);
        }
        return bytes.toByteArray();
    }

    private static List<Integer> operations(Combinator line) {
        List<String> words =
                line.fields().stream().filter(Field::isFlags).map(Field::name).toList();
        if (words.size() > 3) {
            throw new IllegalArgumentException(line.name() + " has " + words.size() + " words of flags");
        }
        var operations = new ArrayList<Integer>();
        int gap = 0;
        for (Field field : line.fields()) {
            if (field.isBit()) {
                continue;
            }
            int count = field.type().words();
            if (count > 0 && !field.conditional() && !isAsked(line, field) && gap + count < 32) {
                gap += count;
                continue;
            }
            if (gap > 0) {
                operations.add(operation(WORDS, 0, 0, gap));
                gap = 0;
            }
            if (isAsked(line, field)) {
                operations.add(operation(FLAGS, words.indexOf(field.name()) + 1, 0, 0));
            } else if (count > 0 && !field.conditional()) {
                gap = count;
            } else {
                int condition = words.indexOf(field.flagWord()) + 1;
                int element = field.type().element().words();
                operations.add(operation(what(field.type()), condition, field.bit(), element));
            }
        }
        if (gap > 0) {
            operations.add(operation(WORDS, 0, 0, gap));
        }
        operations.add(END);
        return operations;
    }

    private static boolean isAsked(Combinator line, Field word) {
        return word.isFlags() && line.fields().stream().anyMatch(field -> word.decides(field) && !field.isBit());
    }

    private static int what(Type type) {
        boolean bare = type.name().startsWith("vector<");
        if (bare && bareElement(type).isObject()) {
            return BARE_VECTOR_OF_OBJECTS;
        }
        Type element = type.element();
        if (bare || type.name().contains("%") || element.isVector()) {
            throw new IllegalArgumentException("Skip knows nothing like " + type);
        }
        boolean string = element.is("string") || element.is("bytes");
        if (type.isVector()) {
            return element.words() > 0 ? VECTOR_OF_WORDS : string ? VECTOR_OF_STRINGS : VECTOR_OF_OBJECTS;
        }
        return type.words() > 0 ? WORDS : string ? STRING : type.is("Bool") ? BOOL : OBJECT;
    }

    private static Type bareElement(Type type) {
        return new Type(type.name().substring("vector<".length(), type.name().length() - 1));
    }

    private static int operation(int what, int condition, int bit, int words) {
        return what | condition << 4 | bit << 6 | words << 11;
    }
}
