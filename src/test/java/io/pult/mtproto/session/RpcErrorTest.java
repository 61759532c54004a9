package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpcErrorTest {
    @ParameterizedTest
    @CsvSource({
        "FLOOD_WAIT_33, FLOOD_WAIT, 33",
        "PHONE_MIGRATE_2, PHONE_MIGRATE, 2",
        "FILE_PART_5_MISSING, FILE_PART_MISSING, 5",
        "AUTH_RESTART_4, AUTH_RESTART, 4",
        "AUTH_RESTART, AUTH_RESTART, -1",
        "2FA_CONFIRM_WAIT_60, 2FA_CONFIRM_WAIT, 60",
        "PEER_FLOOD, PEER_FLOOD, -1",
        "X_99999999999, X_99999999999, -1"
    })
    void a_number_is_taken_out_wherever_it_stands(String text, String kind, int value) {
        var error = RpcError.of(400, text);
        assertThat(error.is(kind)).isTrue();
        assertThat(error.value().orElse(-1)).isEqualTo(value);
        assertThat(error.text()).isEqualTo(text);
    }
}
