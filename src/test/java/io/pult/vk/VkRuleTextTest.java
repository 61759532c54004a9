package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VkRuleTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | write <code>",
                "lock_method 1h           | write <code>",
                "29                       | write <code>",
                "29 lock_method soon      | write <code>",
                "1234567 denied           | write <code>",
                "29 \"half lock_method 1h  | write <code>",
                "29 lock_methods 1h       | actions are retry, retry_once",
                "29 lock_method           | has 1 to 10 rests",
                "6 pause_token 1s         | has 2 rests",
                "6 pause_token 1s 1m 1h   | has 2 rests",
                "100 caller_fault 1h      | has no rest",
                "29 lock_method 0s        | a rest is 1ms to 24h",
                "29 lock_method 25h       | a rest is 1ms to 24h"
            })
    void what_cannot_be_meant_is_refused_with_the_remedy(String row, String remedy) {
        assertThatThrownBy(() -> VkRuleText.read(row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vk.rules cannot hold '" + row + "'")
                .hasMessageContaining(remedy);
    }

    @Test
    void a_row_says_for_which_error_what_is_done_and_for_how_long() {
        assertThat(VkRuleText.read("29 lock_method 30m 1h 24h"))
                .isEqualTo(VkRule.of(
                        29, VkAction.LOCK_METHOD, Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(24)));
        assertThat(VkRuleText.read(" 5.1130  needs_human "))
                .isEqualTo(VkRule.of(5, VkAction.NEEDS_HUMAN).withSubcode(1130));
        assertThat(VkRuleText.read("15 \"Group Hide\" try_other"))
                .isEqualTo(VkRule.of(15, VkAction.TRY_OTHER).saying("group hide"));
        assertThat(VkRuleText.read("18 untargeted token_dead"))
                .isEqualTo(VkRule.of(18, VkAction.TOKEN_DEAD).ofNobody());
        assertThat(VkRuleText.read("6 pause_token 1100ms 30s").rests())
                .containsExactly(Duration.ofMillis(1_100), Duration.ofSeconds(30));
    }
}
