package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Codes by time, and codes on paper. */
class TotpTest {
    private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:10Z");
    private static final long STEP = TotpCodes.step(NOW);

    @Test
    void the_vectors_of_rfc_6238_with_sha_1_come_out_in_their_last_six_digits() {
        Map.of(
                        59L, "94287082",
                        1111111109L, "07081804",
                        1111111111L, "14050471",
                        1234567890L, "89005924",
                        2000000000L, "69279037",
                        20000000000L, "65353130")
                .forEach((second, eight) -> assertThat(TotpCodes.of(KEY, TotpCodes.step(Instant.ofEpochSecond(second))))
                        .isEqualTo(eight.substring(2)));
    }

    @Test
    void the_vectors_of_rfc_4226_come_out() {
        var wanted = List.of(
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489");

        for (int counter = 0; counter < wanted.size(); counter++) {
            assertThat(TotpCodes.of(KEY, counter)).isEqualTo(wanted.get(counter));
        }
    }

    @Test
    void a_code_two_steps_away_is_not_accepted_on_either_side() {
        assertThat(accepted(STEP - 2, null)).isEmpty();
        assertThat(accepted(STEP + 2, null)).isEmpty();
    }

    @Test
    void a_clock_that_is_a_step_away_is_close_enough() {
        assertThat(accepted(STEP - 1, null)).hasValue(STEP - 1);
        assertThat(accepted(STEP, null)).hasValue(STEP);
        assertThat(accepted(STEP + 1, null)).hasValue(STEP + 1);
    }

    @Test
    void a_step_that_was_used_and_those_before_it_are_not_accepted_again() {
        assertThat(accepted(STEP, STEP)).isEmpty();
        assertThat(accepted(STEP - 1, STEP)).isEmpty();
        assertThat(accepted(STEP + 1, STEP)).hasValue(STEP + 1);
    }

    @Test
    void what_is_no_code_is_not_accepted() {
        assertThat(TotpCodes.accepted(KEY, "", NOW, null)).isEmpty();
        assertThat(TotpCodes.accepted(KEY, "0" + TotpCodes.of(KEY, STEP), NOW, null))
                .isEmpty();
    }

    @Test
    void a_recovery_code_is_the_same_however_a_person_types_it() {
        var code = new RecoveryCode("01AB-CDEF-GH10-JKMN");

        assertThat(List.of("oiab cdef ghlo jkmn", "01abcdefgh10jkmn", " 01AB-CDEF-GHI0-JKMN "))
                .allMatch(typed -> new RecoveryCode(typed).hash().equals(code.hash()));
        assertThat(new RecoveryCode("01AB-CDEF-GH10-JKMP").hash()).isNotEqualTo(code.hash());
    }

    @Test
    void recovery_codes_are_ten_different_ones_of_120_bits_in_readable_groups() {
        var codes = RecoveryCode.make();

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(codes).allMatch(code -> code.text().matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}"));
    }

    private static OptionalLong accepted(long step, @Nullable Long lastStep) {
        return TotpCodes.accepted(KEY, TotpCodes.of(KEY, step), NOW, lastStep);
    }
}
