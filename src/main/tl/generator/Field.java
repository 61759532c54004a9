package tl.generator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** @param flagWord of the condition, absent when the field is always there */
record Field(String name, Type type, String flagWord, int bit) {
    private static final Pattern CONDITION = Pattern.compile("(flags\\d?)\\.(\\d+)\\?(.+)");

    static Field of(String text) {
        String name = text.substring(0, text.indexOf(':'));
        String type = text.substring(name.length() + 1);
        Matcher condition = CONDITION.matcher(type);
        return condition.matches()
                ? new Field(
                        name, new Type(condition.group(3)), condition.group(1), Integer.parseInt(condition.group(2)))
                : new Field(name, new Type(type), null, 0);
    }

    boolean conditional() {
        return flagWord != null;
    }

    /** Whether this word says if that field is there. */
    boolean decides(Field other) {
        return name.equals(other.flagWord);
    }

    boolean isFlags() {
        return type.is("#");
    }

    /** A bit and no bytes. */
    boolean isBit() {
        return type.is("true");
    }

    /** The call that a wrapper is put around. */
    boolean isQuery() {
        return type.is("!X");
    }
}
