package io.pult.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-decoding that refuses what others guess at: cut escapes and bytes that are no UTF-8. */
final class Percent {
    private Percent() {}

    /**
     * @param plusIsSpace as in a query
     * @return absent when the text is not well encoded
     */
    static @Nullable String decoded(String text, boolean plusIsSpace) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c > 0x7e || (c == '+' && plusIsSpace)) {
                return slowly(text, plusIsSpace);
            }
        }
        return text;
    }

    private static @Nullable String slowly(String text, boolean plusIsSpace) {
        var bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7e) {
                return null;
            }
            if (c != '%') {
                bytes.put((byte) (c == '+' && plusIsSpace ? ' ' : c));
                continue;
            }
            int high = i + 2 <= text.length() - 1 ? hex(text.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : hex(text.charAt(i + 2));
            if (low < 0) {
                return null;
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }
}
