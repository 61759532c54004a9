package tl.generator;

import java.util.Set;

/** A type as a line of TL has it: {@code int}, {@code auth.SentCode}, {@code Vector<long>}. */
record Type(String name) {
    private static final Set<String> WITHOUT_ID = Set.of("string", "bytes", "Bool", "true");

    boolean is(String other) {
        return name.equals(other);
    }

    boolean isVector() {
        return name.startsWith("Vector<");
    }

    /** What it is a vector of, or itself. */
    Type element() {
        return isVector() ? new Type(name.substring("Vector<".length(), name.length() - 1)) : this;
    }

    /** Whether its values carry their id. Bool does, too, but is a value. */
    boolean isObject() {
        return words() == 0 && !WITHOUT_ID.contains(name);
    }

    /** How many words of four bytes it always takes; 0 when that depends. */
    int words() {
        return switch (name) {
            case "int", "#" -> 1;
            case "long", "double" -> 2;
            case "int128" -> 4;
            case "int256" -> 8;
            default -> 0;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
