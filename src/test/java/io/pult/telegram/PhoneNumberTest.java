package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.bus.Failure;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "phone",
                "+7999123456x",
                "9991234567",
                "8 (999) 123-45-67",
                "+0999123456",
                "+123456",
                "+1234567890123456",
                "++79991234567",
                "+7+9991234567",
                "0079991234567000000",
                "+7999\n1234567",
                "+7999\u00001234567",
                "+٧٩٩٩١٢٣٤٥٦٧",
                "+7                                                              9991234567"
            })
    void what_is_no_number_by_its_syntax_is_refused(String text) {
        assertThatThrownBy(() -> PhoneNumber.of(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("account.phone_invalid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+79991234567|+79991234567",
                "+7 (999) 123-45-67|+79991234567",
                "0079991234567|+79991234567",
                "00 7 999 123 45 67|+79991234567",
                " +44 20.7946.0018 |+442079460018",
                "+888 0123 4567|+88801234567"
            })
    void what_people_write_between_the_digits_is_left_out(String text, String e164) {
        assertThat(PhoneNumber.of(text).e164()).isEqualTo(e164);
    }

    @Test
    void spaces_and_hyphens_of_other_alphabets_are_left_out_too() {
        assertThat(PhoneNumber.of("+7\u00a0999\u2011123\u201345\u201367").e164())
                .isEqualTo("+79991234567");
    }

    @Test
    void a_number_of_a_numbering_plan_is_formatted_and_not_warned_of() {
        var number = PhoneNumber.of("+79991234567");

        assertThat(number.formatted()).isEqualTo("+7 999 123-45-67");
        assertThat(number.warning(Locale.ENGLISH)).isNull();
    }

    @Test
    void a_number_that_no_country_has_is_warned_of_and_taken() {
        var nowhere = PhoneNumber.of("+99901234567");

        assertThat(nowhere.formatted()).isNull();
        assertThat(nowhere.warning(Locale.ENGLISH)).contains("No country");
        assertThat(nowhere.warning(RUSSIAN)).contains("Ни в одной стране");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+7999123456", "+88801234567"})
    void a_number_of_no_range_is_warned_of_and_taken_because_telegram_may_know_it(String text) {
        var number = PhoneNumber.of(text);

        assertThat(number.e164()).isEqualTo(text);
        assertThat(number.warning(Locale.ENGLISH)).contains("numbering plan");
        assertThat(number.warning(RUSSIAN)).contains("плане нумерации");
    }
}
