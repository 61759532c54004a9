package io.pult.telegram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The catalogue: why something about an account is what it is, in the words of a person's language. */
final class TelegramWords {
    private static final String OTHER = "other";
    private static final String RUSSIAN = "ru";
    private static final Map<String, Words> WORDS = read();

    record Words(String en, String ru) {
        String in(Locale locale) {
            return locale.getLanguage().equals(RUSSIAN) ? ru : en;
        }
    }

    private TelegramWords() {}

    /**
     * @param code as a reason is kept ({@code key_not_found}), as Telegram says it ({@code CHANNEL_PRIVATE}), or as a failure
     *     has it ({@code telegram.flood}, {@code sign_in.wrong_code})
     * @param locale Russian; every other one is answered in English
     * @return a sentence, also for a code without words of its own: that names the code
     */
    static String of(String code, Locale locale) {
        String name = name(code);
        Words words = WORDS.get(name);
        return words == null ? other().in(locale) + " (" + name + ")" : words.in(locale);
    }

    static boolean knows(String code) {
        return WORDS.containsKey(name(code));
    }

    static Set<String> codes() {
        return WORDS.keySet();
    }

    private static Words other() {
        return Objects.requireNonNull(WORDS.get(OTHER));
    }

    private static String name(String code) {
        String name = code.toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Map<String, Words> read() {
        try (InputStream in = Objects.requireNonNull(
                TelegramWords.class.getResourceAsStream("/i18n/telegram-errors.yaml"), "the catalogue of errors")) {
            Map<String, Map<String, String>> table = new Yaml(new SafeConstructor(options())).load(in);
            Map<String, Words> words = new LinkedHashMap<>();
            table.forEach((code, texts) -> words.put(
                    code,
                    new Words(
                            Objects.requireNonNull(texts.get("en"), code),
                            Objects.requireNonNull(texts.get(RUSSIAN), code))));
            return Map.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return options;
    }
}
