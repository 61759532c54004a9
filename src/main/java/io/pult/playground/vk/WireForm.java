package io.pult.playground.vk;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/x-www-form-urlencoded}, the only form in which clients of VK send parameters. */
final class WireForm {
    private WireForm() {}

    /**
     * Puts what the text holds into {@code params}; the last value of a name stays.
     *
     * @throws IllegalArgumentException for a broken percent sign
     */
    static void read(@Nullable String text, Map<String, String> params) {
        if (text == null) {
            return;
        }
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                int equals = text.indexOf('=', start);
                boolean bare = equals < 0 || equals > end;
                String name = text.substring(start, bare ? end : equals);
                params.put(plain(name), bare ? "" : plain(text.substring(equals + 1, end)));
            }
            start = end + 1;
        }
    }

    private static String plain(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
