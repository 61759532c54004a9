package io.pult.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a string may be, in a parameter as in a body. The length is looked at before the pattern, so that a pattern never
 * works on more than the contract allows.
 *
 * @param maxLength in code points
 */
record TextRule(
        int minLength,
        int maxLength,
        @Nullable Pattern pattern,
        @Nullable Format format,
        Set<String> allowed) {

    enum Format {
        UUID,
        DATE_TIME,
        DATE,
        URI
    }

    /** @return the code of the mistake; absent when there is none */
    @Nullable
    String mistake(String text) {
        if (!storable(text)) {
            return "characters";
        }
        if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
            return "too_long";
        }
        if (minLength > 0 && text.codePointCount(0, text.length()) < minLength) {
            return "too_short";
        }
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            return "not_allowed";
        }
        if (pattern != null && !pattern.matcher(text).find()) {
            return "pattern";
        }
        return format == null || matches(format, text) ? null : "format";
    }

    /** No NUL, which PostgreSQL cannot keep, and no half of a surrogate pair, which UTF-8 cannot. */
    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean matches(Format format, String text) {
        return switch (format) {
            case UUID -> uuid(text);
            case DATE_TIME -> parses(() -> OffsetDateTime.parse(text));
            case DATE -> parses(() -> LocalDate.parse(text));
            case URI -> uri(text);
        };
    }

    private static boolean uuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean uri(String text) {
        try {
            var uri = new java.net.URI(text);
            return uri.isAbsolute() && uri.getRawAuthority() != null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
