package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SignInFailuresTest {
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    @Test
    void a_refusal_is_said_in_the_language_of_the_person_and_keeps_its_code() {
        Failure said = (Failure) SignInFailures.in(RUSSIAN, SignInFailures.unregistered());

        assertThat(said.code()).isEqualTo("sign_in.sign_up_forbidden");
        assertThat(said.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        assertThat(said.text()).containsPattern("[а-яё]");
    }

    @Test
    void a_wait_keeps_its_time_in_every_language() {
        Failure said = (Failure) SignInFailures.in(RUSSIAN, SignInFailures.flood(Duration.ofSeconds(33)));

        assertThat(said.retryAfter()).isEqualTo(Duration.ofSeconds(33));
        assertThat(said.text()).containsPattern("[а-яё]");
    }

    @Test
    void what_the_catalogue_does_not_know_is_said_as_it_is() {
        var other = Failure.notFound("account.not_found", "There is no account with this id");

        assertThat(SignInFailures.in(RUSSIAN, other)).isSameAs(other);
    }
}
