package io.pult.playground.telegram.schema;

/** The type of a field or of a result, as a schema line writes it. */
sealed interface Type {
    /** What has a fixed form and no id; {@code least} is the smallest number of bytes that it takes. */
    enum Plain implements Type {
        INT(4),
        LONG(8),
        DOUBLE(8),
        STRING(4),
        BYTES(4),
        INT128(16),
        INT256(32),
        BOOL(4);

        private final int least;

        Plain(int least) {
            this.least = least;
        }

        @Override
        public int least() {
            return least;
        }
    }

    /** An object, with its id before it, of one of the constructors of the type. */
    record Boxed(String name) implements Type {}

    /** A function with its arguments, and whatever it answers: {@code !X} and {@code X}. */
    record Anything() implements Type {}

    /** @param bare without the id of a vector before the count */
    record Vector(Type element, boolean bare) implements Type {
        @Override
        public int least() {
            return bare ? 4 : 8;
        }
    }

    default int least() {
        return 4;
    }

    static Type of(String text) {
        return switch (text) {
            case "int" -> Plain.INT;
            case "long" -> Plain.LONG;
            case "double" -> Plain.DOUBLE;
            case "string" -> Plain.STRING;
            case "bytes" -> Plain.BYTES;
            case "int128" -> Plain.INT128;
            case "int256" -> Plain.INT256;
            case "Bool" -> Plain.BOOL;
            case "!X", "X" -> new Anything();
            default -> composed(text);
        };
    }

    private static Type composed(String text) {
        if (!text.endsWith(">")) {
            return new Boxed(text.intern());
        }
        int open = text.indexOf('<');
        Type element = of(text.substring(open + 1, text.length() - 1));
        return new Vector(element, text.startsWith("vector"));
    }
}
