package io.pult.vk;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of a text of VK's everything that is or could be a token, before the text is logged, stored or answered. */
final class VkScrub {
    static final String HIDDEN = "[hidden]";

    private static final int MAX_LENGTH = 1_000;

    /** Named secrets up to the next delimiter, VK's newer tokens, and the long hex and base64 that older ones are. */
    private static final Pattern SUSPECT =
            Pattern.compile("(?i)(?:(?:access_token|token|client_secret|session_token|success_token|secret|sid|key)"
                    + "(?:[\"']?\\s*[:=]\\s*[\"']?))[A-Za-z0-9%._~+/-]{6,}"
                    + "|bearer\\s+[A-Za-z0-9._~+/-]{6,}"
                    + "|vk[0-9]\\.[a-z]\\.[A-Za-z0-9_.-]{8,}"
                    + "|[A-Za-z0-9_-]{40,}");

    private VkScrub() {}

    /** @param token that the call was made with: found in whatever form it has */
    static String text(@Nullable String text, @Nullable String token) {
        if (text == null) {
            return "";
        }
        String clean = exact(text.replace('\0', ' '), token);
        clean = SUSPECT.matcher(clean).replaceAll(HIDDEN);
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }

    /** The same for an answer that goes on to the caller: only the token itself, the rest is what was asked for. */
    static String exact(String text, @Nullable String token) {
        return token == null ? text : text.replace(token, HIDDEN);
    }
}
