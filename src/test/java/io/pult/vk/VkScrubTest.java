package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VkScrubTest {
    private static final String TOKEN = "vk1.a.Zz09-_abcdefghijklmnop";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the token " + TOKEN + " is bad",
                "access_token=" + TOKEN + "&v=5.199",
                "{\"access_token\": \"" + TOKEN + "\"}",
                "Authorization: Bearer " + TOKEN,
                TOKEN + TOKEN
            })
    void the_token_of_the_call_is_not_in_the_text(String text) {
        assertThat(VkScrub.text(text, TOKEN)).doesNotContain("Zz09").contains(VkScrub.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token=s3cr3tvalue",
                "client_secret: s3cr3tvalue",
                "session_token=s3cr3tvalue-long",
                "bearer s3cr3tvalue",
                "vk2.a.s3cr3tvalue",
                "s3cr3tvalue0123456789abcdef0123456789abcdef0123456789"
            })
    void what_looks_like_somebody_elses_secret_is_hidden_too(String text) {
        assertThat(VkScrub.text(text, null)).doesNotContain("s3cr3tvalue");
    }

    @Test
    void what_vk_usually_says_stays_readable() {
        String text = "User authorization failed: invalid access_token (4).";
        assertThat(VkScrub.text(text, TOKEN)).isEqualTo(text);
        assertThat(VkScrub.text("One of the parameters specified was missing or invalid: user_ids is undefined", TOKEN))
                .doesNotContain(VkScrub.HIDDEN);
    }

    @Test
    void an_endless_text_ends_and_the_database_can_take_it() {
        assertThat(VkScrub.text("ab ".repeat(10_000) + '\0', TOKEN)).hasSizeLessThan(1_100);
        assertThat(VkScrub.text("a\0b", TOKEN)).isEqualTo("a b");
        assertThat(VkScrub.text(null, TOKEN)).isEmpty();
    }
}
