package io.pult.identity.social;

import io.pult.contract.identity.SocialProvider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a provider describes them.
 *
 * @param id the provider's own, by which alone the person is found again
 * @param name may be empty
 * @param language tag such as {@code ru} or {@code pt-br}; absent when the provider does not say
 */
record ExternalPerson(
        SocialProvider provider,
        String id,
        @Nullable String username,
        String name,
        @Nullable String language) {
    private static final int LONGEST = 100;

    ExternalPerson {
        username = username == null || username.isBlank() ? null : tame(username);
        name = tame(name);
    }

    static String name(@Nullable String first, @Nullable String last) {
        return ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
    }

    String langCode(Locale otherwise) {
        String tag = language == null || language.isBlank() ? otherwise.getLanguage() : language;
        return tag.toLowerCase(Locale.ROOT).startsWith("ru") ? "ru" : "en";
    }

    /** People write what they like there: PostgreSQL takes no NUL, and half a letter at the cut would be no text. */
    private static String tame(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        if (plain.codePointCount(0, plain.length()) <= LONGEST) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, LONGEST)).strip();
    }
}
