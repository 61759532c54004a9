package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Chance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorPairingTest {
    @Test
    void an_error_is_never_given_to_a_call_that_answered_false() {
        var chance = new Chance();
        chance.check(2_000, () -> {
            int size = chance.between(1, 25);
            var methods = new ArrayList<String>();
            var truth = new ArrayList<@Nullable InnerError>();
            var failed = new ArrayList<Boolean>();
            for (int place = 0; place < size; place++) {
                String method = chance.of(List.of("users.get", "groups.isMember", "wall.get"));
                boolean fails = chance.between(1, 4) == 1;
                methods.add(method);
                truth.add(fails ? error(method, place) : null);
                failed.add(fails || chance.between(1, 6) == 1);
            }
            var errors = new ArrayList<InnerError>();
            truth.forEach(error -> {
                if (error != null) {
                    errors.add(error);
                }
            });

            var pairing = ErrorPairing.of(methods, failed::get, errors);

            for (int place = 0; place < size; place++) {
                if (!pairing.doubtful().contains(place)) {
                    assertThat(pairing.errors().get(place)).isEqualTo(truth.get(place));
                } else {
                    assertThat(failed.get(place)).isTrue();
                }
            }
        });
    }

    @Test
    void as_many_errors_as_false_places_are_paired_in_order() {
        var pairing = ErrorPairing.of(
                List.of("users.get", "users.get", "users.get"),
                place -> place != 1,
                List.of(error("users.get", 113), error("users.get", 18)));

        assertThat(pairing.doubtful()).isEmpty();
        assertThat(pairing.errors()).containsExactly(error("users.get", 113), null, error("users.get", 18));
    }

    @Test
    void the_name_of_the_method_tells_an_answer_that_is_false_from_an_error() {
        var pairing = ErrorPairing.of(
                List.of("groups.isMember", "users.get"), place -> true, List.of(error("users.get", 113)));

        assertThat(pairing.doubtful()).isEmpty();
        assertThat(pairing.errors()).containsExactly(null, error("users.get", 113));
    }

    @Test
    void where_two_places_of_one_method_could_have_the_error_both_are_in_doubt() {
        var pairing = ErrorPairing.of(
                List.of("groups.isMember", "users.get", "groups.isMember"),
                place -> place != 1,
                List.of(error("groups.isMember", 15)));

        assertThat(pairing.doubtful()).containsExactly(0, 2);
        assertThat(pairing.errors()).containsOnlyNulls();
    }

    @Test
    void errors_that_fit_nowhere_leave_every_false_in_doubt() {
        var pairing = ErrorPairing.of(
                List.of("users.get", "wall.get"), place -> place == 0, List.of(error("friends.get", 15)));

        assertThat(pairing.doubtful()).containsExactly(0);
        assertThat(pairing.errors()).containsOnlyNulls();
    }

    private static InnerError error(String method, int code) {
        return new InnerError(method, code, null, "no");
    }
}
