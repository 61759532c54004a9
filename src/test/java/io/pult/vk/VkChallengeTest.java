package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.vk.VkOutcome.Refused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VkChallengeTest {
    private static final String PAGE = "https://id.vk.ru/not_robot_captcha?domain=vk.com&session_token=abc&blank=1";

    @Test
    void the_old_form_asks_for_letters_and_its_sid_may_be_a_number() {
        var challenge = read("\"captcha_sid\":239633676097,\"captcha_img\":\"https://api.vk.ru/captcha.php?sid=2\"");

        assertThat(challenge).isNotNull();
        assertThat(challenge.id()).isEqualTo("239633676097");
        assertThat(challenge.fields()).containsExactly("captcha_key");
        assertThat(challenge.details()).containsKeys("captcha_sid", "captcha_img");
    }

    @Test
    void the_new_form_asks_for_a_success_token_also_when_a_picture_comes_with_it() {
        var alone = read("\"redirect_uri\":\"" + PAGE + "\"");
        var both = read("\"captcha_sid\":\"1\",\"captcha_img\":\"https://vk.ru/c\",\"captcha_ts\":1.5,"
                + "\"is_enabled_captcha\":true,\"redirect_uri\":\"" + PAGE + "\"");

        assertThat(alone).isNotNull().isEqualTo(both);
        assertThat(alone.fields()).containsExactly("success_token");
        assertThat(alone.details()).containsOnlyKeys("redirect_uri");
        assertThat(alone.id()).matches("page-[0-9a-f]{16}");
        assertThat(alone.toString()).doesNotContain("session_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"captcha_sid\":\"1\"",
                "\"captcha_img\":\"https://vk.ru/c\"",
                "\"captcha_sid\":{\"a\":1},\"captcha_img\":\"https://vk.ru/c\"",
                "\"captcha_sid\":\"1/2\",\"captcha_img\":\"https://vk.ru/c\"",
                "\"redirect_uri\":\"javascript:alert(1)\"",
                "\"redirect_uri\":\"not an address\"",
                "\"redirect_uri\":5",
                "\"redirect_uri\":\"\""
            })
    void what_nobody_could_answer_is_no_challenge_and_still_a_captcha(String fields) {
        assertThat(read(fields)).isNull();
    }

    private static @Nullable VkChallenge read(String fields) {
        var outcome = VkEnvelope.read(
                "{\"error\":{\"error_code\":14,\"error_msg\":\"Captcha needed\"," + fields + "}}",
                "vk1.a.token-0123456789");
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).error().challenge();
    }
}
