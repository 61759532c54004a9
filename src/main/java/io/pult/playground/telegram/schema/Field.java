package io.pult.playground.telegram.schema;

/**
 * One field of a constructor or function.
 *
 * @param kind what stands in its place
 * @param word index of the field among all fields that says whether this one is there; -1 when it always is
 * @param bit of that word
 * @param type {@code BOOL} for a word of flags and for a flag, which have no type of their own
 */
record Field(String name, Kind kind, int word, int bit, Type type) {
    enum Kind {
        /** A word of flags, made of which fields are there. */
        FLAGS,
        /** {@code flags.N?true}: says all by its bit. */
        FLAG,
        VALUE
    }

    boolean optional() {
        return word >= 0;
    }
}
