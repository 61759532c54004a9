package io.pult.api;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Names of requests, for logs and answers: unique over nodes and restarts, of no meaning to anybody. */
final class RequestIds {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    private final String incarnation;
    private long last;

    RequestIds(SecureRandom random) {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        incarnation = HexFormat.of().formatHex(bytes) + "-";
    }

    /** The client's own id when it is harmless in a log, else a new one. */
    String of(@Nullable String given) {
        return given != null && harmless(given) ? given : incarnation + Long.toString(++last, 36);
    }

    private static boolean harmless(String given) {
        if (given.length() < SHORTEST || given.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
