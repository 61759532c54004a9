package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VkErrorsTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8, 12, 13, 16, 33, 34, 35, 100, 103, 104, 113, 125, 150})
    void a_callers_mistake_touches_no_token(int code) {
        assertThat(action(code, null, "", Set.of("user_ids"))).isEqualTo(VkAction.CALLER_FAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18, 19, 20, 30, 37, 200, 201, 203, 204, 210, 211, 212, 213, 214, 260, 3610, 99999})
    void what_is_about_the_target_or_unknown_touches_no_token(int code) {
        assertThat(action(code, null, "Access denied: group hide members", Set.of("group_id")))
                .isEqualTo(VkAction.DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "1, RETRY",
        "10, RETRY",
        "36, RETRY_ONCE",
        "43, LOCK_METHOD",
        "6, PAUSE_TOKEN",
        "9, LOCK_METHOD",
        "29, LOCK_METHOD",
        "5, TOKEN_DEAD",
        "2, TOKEN_DEAD",
        "101, TOKEN_DEAD",
        "38, RETRY_THEN_COOL",
        "42, WRONG_ADDRESS",
        "14, CAPTCHA",
        "3300, CAPTCHA",
        "17, NEEDS_HUMAN",
        "3301, NEEDS_HUMAN",
        "3305, NEEDS_HUMAN",
        "11500, NEEDS_HUMAN",
        "7, TRY_OTHER",
        "27, FORBID_METHOD",
        "28, FORBID_METHOD",
        "1114, TOKEN_DEAD",
        "1116, TOKEN_DEAD",
        "1117, TOKEN_EXPIRED",
        "1118, TOKEN_DEAD",
        "3609, TOKEN_EXPIRED"
    })
    void each_code_has_its_action(int code, VkAction action) {
        assertThat(action(code, null, "", Set.of())).isEqualTo(action);
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 37, 3610})
    void a_deleted_user_is_the_tokens_owner_only_when_the_call_named_nobody(int code) {
        assertThat(action(code, null, "", Set.of("fields"))).isEqualTo(VkAction.TOKEN_DEAD);
        assertThat(action(code, null, "", Set.of("user_id"))).isEqualTo(VkAction.DENIED);
    }

    @Test
    void a_token_of_another_address_is_not_the_same_as_a_dead_one() {
        assertThat(action(5, 1130, "whatever", Set.of())).isEqualTo(VkAction.WRONG_ADDRESS);
        assertThat(action(
                        5, null, "User authorization failed: access_token was given to another IP address.", Set.of()))
                .isEqualTo(VkAction.WRONG_ADDRESS);
        assertThat(action(5, null, "User authorization failed: access_token has expired.", Set.of()))
                .isEqualTo(VkAction.TOKEN_EXPIRED);
    }

    @Test
    void access_denied_is_the_tokens_lack_only_where_vk_says_so() {
        assertThat(action(15, 1133, "", Set.of())).isEqualTo(VkAction.FORBID_METHOD);
        assertThat(action(15, 1134, "", Set.of())).isEqualTo(VkAction.FORBID_METHOD);
        assertThat(action(15, null, "Access denied: this profile is private", Set.of()))
                .isEqualTo(VkAction.DENIED);
    }

    @Test
    void a_quantitative_limit_locks_for_half_an_hour_and_doubles_to_a_day() {
        assertThat(VkErrors.standard().rule(new VkError(29, null, ""), Set.of()).rests())
                .containsExactly(
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(4),
                        Duration.ofHours(8),
                        Duration.ofHours(16),
                        Duration.ofHours(24));
        assertThat(VkErrors.standard().rule(new VkError(9, null, ""), Set.of()).rests())
                .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
    }

    @Test
    void every_row_that_lets_rest_says_how_long() {
        assertThat(VkErrors.standard().rules()).allSatisfy(rule -> {
            assertThat(rule.rests())
                    .as("code %s", rule.code())
                    .hasSizeGreaterThanOrEqualTo(rule.action().rests());
            assertThat(rule.rests().isEmpty())
                    .as("code %s", rule.code())
                    .isEqualTo(rule.action().rests() == 0);
        });
    }

    @Test
    void no_row_is_hidden_behind_another_of_the_same_code() {
        var rules = VkErrors.standard().rules();
        IntStream.range(0, rules.size()).forEach(i -> {
            VkRule rule = rules.get(i);
            assertThat(rules.subList(0, i))
                    .filteredOn(before -> before.code() == rule.code())
                    .as("rows before the one of %s", rule)
                    .allMatch(before -> before.subcode() != null || before.contains() != null || before.untargeted());
        });
    }

    @Test
    void a_callers_mistake_never_harms_a_token_whatever_else_the_answer_and_the_call_hold() {
        var chance = new Chance();
        var codes = Stream.concat(
                        VkErrors.standard().rules().stream()
                                .filter(rule -> HARMLESS.contains(rule.action()))
                                .map(VkRule::code),
                        Stream.of(0, -1, 11, 22, 99, 999, 1_115, 3_299, 11_499, 99_999, Integer.MAX_VALUE))
                .distinct()
                .toList();
        var targets = List.of("user_ids", "owner_id", "photos", "chat_id", "q", "item_id", "code", "never_heard_of");
        var messages = List.of("", "Access denied: this profile is private", "access_token", "User was banned", "5");

        chance.check(2_000, () -> {
            int code = chance.of(codes);
            Integer subcode = chance.coin() ? null : chance.between(1, 1_129);
            Set<String> params = Set.of(chance.of(targets), "fields");

            assertThat(action(code, subcode, chance.of(messages), params))
                    .as("error %s.%s of %s", code, subcode, params)
                    .isIn(HARMLESS);
        });
    }

    @Test
    void the_operators_rows_come_before_the_built_in_ones_and_the_rest_stays() {
        var table = VkErrors.standard()
                .under(List.of(VkRuleText.read("15 \"Group hide\" try_other"), VkRuleText.read("29 lock_method 10m")));

        assertThat(table.rule(new VkError(15, null, "Access denied: group hide members"), Set.of("group_id"))
                        .action())
                .isEqualTo(VkAction.TRY_OTHER);
        assertThat(table.rule(new VkError(15, null, "Access denied"), Set.of("group_id"))
                        .action())
                .isEqualTo(VkAction.DENIED);
        assertThat(table.rule(new VkError(29, null, ""), Set.of()).rests()).containsExactly(Duration.ofMinutes(10));
        assertThat(table.rule(new VkError(9, null, ""), Set.of()).rests()).hasSize(3);
    }

    private static final Set<VkAction> HARMLESS = Set.of(VkAction.CALLER_FAULT, VkAction.DENIED);

    private static VkAction action(int code, @Nullable Integer subcode, String message, Set<String> params) {
        return VkErrors.standard()
                .rule(new VkError(code, subcode, message), params)
                .action();
    }
}
