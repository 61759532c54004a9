package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.SignInRefused;
import io.pult.mtproto.session.Loss;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TelegramWordsTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    @Test
    void each_code_has_words_in_both_languages() {
        for (String code : TelegramWords.codes()) {
            assertThat(TelegramWords.of(code, Locale.ENGLISH))
                    .as(code)
                    .isNotBlank()
                    .doesNotContainPattern("[а-яё]");
            assertThat(TelegramWords.of(code, RUSSIAN)).as(code).containsPattern("[а-яё]");
        }
    }

    @Test
    void every_reason_of_the_engine_has_words() {
        Stream<String> losses = Arrays.stream(Loss.values()).map(Loss::name);
        Stream<String> refusals = Arrays.stream(SignInRefused.Reason.values()).map(SignInRefused.Reason::name);

        assertThat(Stream.concat(losses, refusals)).allMatch(TelegramWords::knows);
    }

    @Test
    void every_error_that_the_concern_acts_on_has_words() {
        assertThat(Stream.of(
                        "FLOOD_WAIT",
                        "SLOWMODE_WAIT",
                        "PEER_FLOOD",
                        "FROZEN_METHOD_INVALID",
                        "other_account",
                        "bot",
                        "phone_taken",
                        "key_taken",
                        "node_gone",
                        "maybe_executed",
                        "unknown_peer"))
                .allMatch(TelegramWords::knows);
    }

    @Test
    void an_error_is_named_as_telegram_says_it_as_a_reason_or_as_a_code() {
        String words = TelegramWords.of("channel_private", Locale.ENGLISH);

        assertThat(TelegramWords.of("CHANNEL_PRIVATE", Locale.ENGLISH)).isEqualTo(words);
        assertThat(TelegramWords.of("telegram.channel_private", Locale.ENGLISH)).isEqualTo(words);
    }

    @Test
    void what_nobody_has_heard_of_is_named_in_the_default_sentence() {
        assertThat(TelegramWords.of("BRAND_NEW_ERROR", Locale.ENGLISH)).isEqualTo("Telegram refuses (brand_new_error)");
        assertThat(TelegramWords.of("BRAND_NEW_ERROR", RUSSIAN)).isEqualTo("Telegram отказывает (brand_new_error)");
    }

    @Test
    void other_languages_are_answered_in_english() {
        assertThat(TelegramWords.of("bot", Locale.FRENCH)).isEqualTo(TelegramWords.of("bot", Locale.ENGLISH));
    }
}
