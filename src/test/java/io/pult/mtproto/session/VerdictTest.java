package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static Verdict of(int code, String text) {
        return Verdict.of(RpcError.of(code, text), true);
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTH_KEY_UNREGISTERED, UNREGISTERED",
        "401, AUTH_KEY_INVALID, REVOKED",
        "401, SESSION_EXPIRED, REVOKED",
        "401, SESSION_REVOKED, REVOKED",
        "401, USER_DEACTIVATED, DEACTIVATED",
        "401, USER_DEACTIVATED_BAN, BANNED",
        "406, AUTH_KEY_DUPLICATED, DUPLICATED"
    })
    void some_errors_of_authorisation_are_the_end_of_a_session(int code, String text, Loss loss) {
        assertThat(of(code, text)).isEqualTo(new Verdict.Gone(loss));
    }

    @ParameterizedTest
    @CsvSource({
        "401, SESSION_PASSWORD_NEEDED",
        "401, AUTH_KEY_PERM_EMPTY",
        "406, PHONE_NUMBER_INVALID",
        "406, UPDATE_APP_TO_LOGIN",
        "303, PHONE_MIGRATE_2",
        "400, PEER_FLOOD",
        "403, CHAT_WRITE_FORBIDDEN",
        "420, FROZEN_METHOD_INVALID",
        "500, RANDOM_ID_DUPLICATE",
        "500, PERSISTENT_TIMESTAMP_OUTDATED"
    })
    void these_refuse_the_call_alone(int code, String text) {
        assertThat(of(code, text)).isEqualTo(new Verdict.Final());
    }

    @Test
    void unregistered_is_no_news_before_the_session_was_signed_in() {
        assertThat(Verdict.of(RpcError.of(401, "AUTH_KEY_UNREGISTERED"), false)).isEqualTo(new Verdict.Final());
        assertThat(Verdict.of(RpcError.of(406, "AUTH_KEY_DUPLICATED"), false))
                .isEqualTo(new Verdict.Gone(Loss.DUPLICATED));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOOD_WAIT_33, 33",
        "SLOWMODE_WAIT_10, 10",
        "FLOOD_PREMIUM_WAIT_5, 5",
        "FLOOD_WAIT_0, 1",
        "FLOOD_WAIT_999999999, 1209600",
        "2FA_CONFIRM_WAIT_604800, 604800"
    })
    void a_flood_says_how_long(String text, long seconds) {
        assertThat(of(420, text)).isEqualTo(new Verdict.Flood(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"500, RPC_CALL_FAIL", "-503, Timeout", "500, INTERDC_2_CALL_ERROR", "500, WORKER_BUSY_TOO_LONG_RETRY"})
    void a_server_out_of_order_may_work_later(int code, String text) {
        assertThat(of(code, text)).isEqualTo(new Verdict.Later());
    }

    @ParameterizedTest
    @CsvSource({"CONNECTION_NOT_INITED", "CONNECTION_LAYER_INVALID"})
    void a_server_that_does_not_know_us_is_told_again(String text) {
        assertThat(of(400, text)).isEqualTo(new Verdict.Introduce());
    }
}
