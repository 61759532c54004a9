package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who has to show anew who they are before a dangerous act. */
class ConfirmationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void somebody_who_showed_it_more_than_five_minutes_ago_has_to_show_it_again() {
        var refused = catchThrowableOfType(Failure.class, () -> require(confirmed(NOW.minusSeconds(301))));

        assertThat(refused.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
        assertThat(refused.code()).isEqualTo("confirmation.needed");
        assertThat(refused.text()).startsWith("Show again who you are: ");
    }

    @Test
    void five_minutes_are_enough() {
        assertThatCode(() -> require(confirmed(NOW.minusSeconds(300)))).doesNotThrowAnyException();
        assertThatCode(() -> require(confirmed(NOW))).doesNotThrowAnyException();
    }

    @Test
    void a_clock_that_stepped_back_does_not_make_a_confirmation_last_but_clocks_may_differ_by_a_minute() {
        assertThatCode(() -> require(confirmed(NOW.plusSeconds(60)))).doesNotThrowAnyException();

        assertThat(catchThrowableOfType(Failure.class, () -> require(confirmed(NOW.plusSeconds(61))))
                        .code())
                .isEqualTo("confirmation.needed");
    }

    @Test
    void keys_and_nodes_pass_because_their_scopes_say_what_they_may_do() {
        assertThatCode(() -> require(new Principal("key:1", Set.of("identity:admin"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> require(Principal.node("test"))).doesNotThrowAnyException();
    }

    private static Principal confirmed(Instant at) {
        return new Principal("user:1", Set.of("USER"), Map.of(), new SignIn(UUID.randomUUID(), at));
    }

    private static void require(Principal who) {
        Call.by(who, Duration.ofSeconds(1)).requireConfirmed(NOW);
    }
}
