package io.pult.mtproto.tl;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Steps over objects that nobody here looks into, to the exact byte, whichever known layer wrote them. Works off the table
 * {@code skip.bin}, which SkipTable of the generator writes from the schema and explains; one copy a JVM, about 50 KB. Makes
 * no garbage, and comes to an end on any input: objects may be nested 64 deep, and a count is believed only as far as there
 * are bytes.
 */
public final class Skip {
    private static final int DEEPEST = 64;

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

    /** Open addressing with linear probing; a slot without a start is free, since an id may be any number. */
    private static final int[] IDS;

    private static final char[] STARTS;
    private static final char[] OPERATIONS;
    private static final int NOWHERE = 0xffff;

    static {
        try (InputStream file = Skip.class.getResourceAsStream("skip.bin")) {
            if (file == null) {
                throw new IllegalStateException("skip.bin is missing beside " + Skip.class.getName());
            }
            var in = new DataInputStream(file);
            int[] ids = new int[in.readInt()];
            OPERATIONS = new char[in.readInt()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = in.readInt();
            }
            int slots = Integer.highestOneBit(ids.length) * 4;
            IDS = new int[slots];
            STARTS = new char[slots];
            Arrays.fill(STARTS, (char) NOWHERE);
            for (int id : ids) {
                int slot = slotOf(id);
                IDS[slot] = id;
                STARTS[slot] = in.readChar();
            }
            for (int i = 0; i < OPERATIONS.length; i++) {
                OPERATIONS[i] = in.readChar();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Skip() {}

    /** Whether some known layer has it. */
    public static boolean knows(int id) {
        return STARTS[slotOf(id)] != NOWHERE;
    }

    /**
     * An object with its id.
     *
     * @throws TlFailure.UnknownConstructor when it, or something inside it, is of no known layer
     */
    public static void object(TlReader in) {
        fields(in, in.int32(), 0);
    }

    /** What follows an id that was taken already. */
    public static void fields(TlReader in, int id) {
        fields(in, id, 0);
    }

    /** A vector of objects. */
    public static void objects(TlReader in) {
        objects(in, in.count(4), 0);
    }

    /** A vector of things of so many four-byte words. */
    public static void vectorOf(TlReader in, int words) {
        in.skip(in.count(4 * words) * 4 * words);
    }

    /** A vector of strings or bytes. */
    public static void strings(TlReader in) {
        for (int left = in.count(4); left > 0; left--) {
            in.skipString();
        }
    }

    /** What to throw for an id that should not be where it is. */
    public static TlFailure unexpected(int id, String type) {
        return knows(id)
                ? new TlFailure("%s was expected, not %08x".formatted(type, id))
                : new TlFailure.UnknownConstructor(id);
    }

    private static void objects(TlReader in, int count, int depth) {
        for (int left = count; left > 0; left--) {
            fields(in, in.int32(), depth);
        }
    }

    private static void fields(TlReader in, int id, int depth) {
        int at = STARTS[slotOf(id)];
        if (at == NOWHERE) {
            throw new TlFailure.UnknownConstructor(id);
        }
        if (depth == DEEPEST) {
            throw new TlFailure("objects are nested more than " + DEEPEST + " deep");
        }
        int flags1 = 0;
        int flags2 = 0;
        int flags3 = 0;
        for (int operation = OPERATIONS[at]; operation != END; operation = OPERATIONS[++at]) {
            int what = operation & 15;
            int word = (operation >>> 4) & 3;
            if (what == FLAGS) {
                int flags = in.int32();
                flags1 = word == 1 ? flags : flags1;
                flags2 = word == 2 ? flags : flags2;
                flags3 = word == 3 ? flags : flags3;
                continue;
            }
            int asked = word == 0 ? -1 : word == 1 ? flags1 : word == 2 ? flags2 : flags3;
            if (((asked >>> ((operation >>> 6) & 31)) & 1) == 0) {
                continue;
            }
            int words = operation >>> 11;
            switch (what) {
                case WORDS -> in.skip(4 * words);
                case STRING -> in.skipString();
                case BOOL -> in.bool();
                case OBJECT -> fields(in, in.int32(), depth + 1);
                case VECTOR_OF_WORDS -> vectorOf(in, words);
                case VECTOR_OF_STRINGS -> strings(in);
                case VECTOR_OF_OBJECTS -> objects(in, in.count(4), depth + 1);
                case BARE_VECTOR_OF_OBJECTS -> objects(in, in.bareCount(4), depth + 1);
                default -> throw new IllegalStateException("skip.bin has an operation " + what);
            }
        }
    }

    private static int slotOf(int id) {
        int mask = STARTS.length - 1;
        int slot = ((id * 0x9e3779b9) >>> 8) & mask;
        while (STARTS[slot] != NOWHERE && IDS[slot] != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
