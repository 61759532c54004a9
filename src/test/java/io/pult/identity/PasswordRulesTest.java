package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords and logins are taken. */
class PasswordRulesTest {
    private static final PasswordRules RULES = PasswordRules.load();

    @ParameterizedTest
    @CsvSource({
        "seven77, password.too_short",
        "password, password.too_common",
        "PassWord1, password.too_common",
        "12345678, password.too_common",
        "qwertyuiop, password.too_common",
        "pult-2026!, password.too_common",
        "Administrator1, password.too_common",
        "пароль123, password.too_common",
        "anna-lena, password.is_login",
        "ANNA-LENA-1, password.is_login",
        "anna-lenaanna-lena, password.is_login"
    })
    void what_is_tried_first_is_no_password(String password, String code) {
        assertThat(refusal(password, "anna-lena")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xkzvwqpj",
                "        ",
                "12839472",
                "четыре слова лучше",
                "only anna-lena signs in with this",
                "🐙🐙🐙🐙🐙🐙🐙🐙"
            })
    void length_is_all_that_is_asked_for_and_any_character_will_do(String password) {
        assertThat(refusal(password, "anna-lena")).isNull();
    }

    @Test
    void from_8_to_128_characters_are_taken_however_many_bytes_they_have() {
        assertThat(refusal("🐙".repeat(7), "anna")).isEqualTo("password.too_short");
        assertThat(refusal("🐙".repeat(128), "anna")).isNull();
        assertThat(refusal("x7".repeat(64) + "x", "anna")).isEqualTo("password.too_long");
    }

    @Test
    void the_list_holds_more_than_the_three_thousand_that_are_used_most() throws Exception {
        try (var list = Objects.requireNonNull(
                PasswordRules.class.getClassLoader().getResourceAsStream("passwords/common.txt"))) {
            assertThat(new String(list.readAllBytes()).lines())
                    .hasSizeGreaterThan(3_000)
                    .allMatch(line -> line.length() >= PasswordRules.SHORTEST)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "Anna.Lena_2@example.org", "0-0"})
    void a_login_is_letters_digits_and_a_few_signs(String login) {
        assertThatCode(() -> PasswordRules.requireLogin(login)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "anna lena", "аnna", "anna\n", "a/b/c", "anna'--"})
    void anything_else_is_no_login(String login) {
        assertThat(catchThrowableOfType(Failure.class, () -> PasswordRules.requireLogin(login))
                        .code())
                .isEqualTo("login.invalid");
    }

    private static @Nullable String refusal(String password, String login) {
        try {
            RULES.requireGood(password, login);
            return null;
        } catch (Failure e) {
            assertThat(e.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
            return e.code();
        }
    }
}
