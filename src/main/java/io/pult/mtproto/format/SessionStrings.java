package io.pult.mtproto.format;

import io.pult.mtproto.format.RefusedSession.Reason;
import java.util.Arrays;
import java.util.Base64;

/** Reads a session string, whoever wrote it, and writes one for whom it is meant. On any thread. */
public final class SessionStrings {
    // A string has some 400 characters; what is much longer is refused before anything is copied.
    private static final int LONGEST = 8_192;
    private static final char VERSION_OF_TELETHON_AND_GRAMJS = '1';

    private SessionStrings() {}

    /**
     * @param text as it was pasted: white space within and around it does not count
     * @throws RefusedSession when it is none, or one that cannot work
     */
    public static ImportedSession read(String text) {
        if (text.length() > LONGEST) {
            throw new RefusedSession(Reason.TOO_LONG, "no session string has more than " + LONGEST + " characters");
        }
        String string = withoutSpace(text);
        if (string.isEmpty()) {
            throw new RefusedSession(Reason.EMPTY, "there is no session string");
        }
        boolean versioned = string.charAt(0) == VERSION_OF_TELETHON_AND_GRAMJS;
        byte[] bytes = decoded(versioned ? string.substring(1) : string);
        try {
            return versioned ? AddressedString.read(bytes) : unversioned(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** @throws RefusedSession when the format needs what the session does not have: an address, a user, an api_id */
    public static String write(Format format, ImportedSession session) {
        return switch (format) {
            case PYROGRAM, PYROGRAM_64, PYROGRAM_32 -> unpadded(PyrogramString.write(format, session));
            case MTCUTE -> unpadded(MtcuteString.write(session));
            case TELETHON ->
                VERSION_OF_TELETHON_AND_GRAMJS
                        + Base64.getUrlEncoder().encodeToString(AddressedString.writeTelethon(session));
            case GRAMJS ->
                VERSION_OF_TELETHON_AND_GRAMJS
                        + Base64.getEncoder().encodeToString(AddressedString.writeGramJs(session));
        };
    }

    private static ImportedSession unversioned(byte[] bytes) {
        Format pyrogram = PyrogramString.layoutOf(bytes.length);
        if (pyrogram != null) {
            return PyrogramString.read(pyrogram, bytes);
        }
        return MtcuteString.read(bytes);
    }

    private static String withoutSpace(String text) {
        var kept = new StringBuilder(text.length());
        text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    /** Of either alphabet of Base64, with its padding or without. */
    private static byte[] decoded(String string) {
        int end = string.length();
        while (end > 0 && string.charAt(end - 1) == '=') {
            end--;
        }
        try {
            return Base64.getUrlDecoder()
                    .decode(string.substring(0, end).replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            // Its message quotes a character of the string.
            throw new RefusedSession(
                    Reason.NOT_A_STRING, "a session string consists of letters, digits, - _ + / alone");
        }
    }

    private static String unpadded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
