package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.bus.Failure.Kind;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.Loss;
import io.pult.mtproto.session.RpcError;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TelegramFailuresTest {
    private static final String METHOD = "messages.sendMessage";

    @Test
    void what_was_sent_and_not_answered_is_maybe_executed_and_what_was_not_sent_is_not() {
        assertCode(new CallFailure.MaybeExecuted(METHOD), Kind.TIMEOUT, "telegram.maybe_executed");
        assertCode(new CallFailure.TimedOut(METHOD, true), Kind.TIMEOUT, "telegram.maybe_executed");
        assertCode(new CallFailure.Stopped(METHOD, true), Kind.TIMEOUT, "telegram.maybe_executed");
        assertCode(new CallFailure.TimedOut(METHOD, false), Kind.UNAVAILABLE, "telegram.not_sent");
        assertCode(new CallFailure.Stopped(METHOD, false), Kind.UNAVAILABLE, "telegram.stopped");
    }

    @Test
    void a_wait_says_how_long() {
        var wait = new CallFailure.FloodWait(METHOD, RpcError.of(420, "FLOOD_WAIT_33"), Duration.ofSeconds(33));

        Failure failure = assertCode(wait, Kind.TOO_MANY, "telegram.flood");

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(33));
        assertThat(failure.details()).containsEntry("telegram_error", "FLOOD_WAIT_33");
    }

    @Test
    void who_is_taken_for_a_spammer_waits_a_day() {
        Failure failure = assertCode(
                new CallFailure.Refused(METHOD, RpcError.of(400, "PEER_FLOOD")), Kind.TOO_MANY, "telegram.peer_flood");

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void a_refusal_is_named_as_telegram_names_it_in_words_of_the_askers_language() {
        var refused = new CallFailure.Refused(METHOD, RpcError.of(400, "CHANNEL_PRIVATE"));

        assertCode(refused, Kind.UNPROCESSABLE, "telegram.channel_private");
        assertThat(TelegramFailures.of(refused, Locale.forLanguageTag("ru")).getMessage())
                .contains("Канал");
    }

    @Test
    void a_fault_of_telegrams_servers_is_theirs() {
        assertCode(
                new CallFailure.Refused(METHOD, RpcError.of(500, "RPC_CALL_FAIL")),
                Kind.UPSTREAM,
                "telegram.rpc_call_fail");
        assertCode(new CallFailure.Unreadable(METHOD, "why"), Kind.UPSTREAM, "telegram.answer_unreadable");
    }

    @Test
    void whatever_a_server_says_the_code_stays_a_word() {
        Failure failure = (Failure) TelegramFailures.of(
                new CallFailure.Refused(METHOD, RpcError.of(400, "Ünknown <error> " + "X".repeat(200))),
                Locale.ENGLISH);

        assertThat(failure.code()).matches("telegram\\.[a-z0-9_]{1,64}");
    }

    @Test
    void a_lost_session_says_why() {
        Failure failure = assertCode(new CallFailure.SessionLost(METHOD, Loss.REVOKED), Kind.CONFLICT, "account.lost");

        assertThat(failure.details()).containsEntry("reason", "revoked");
    }

    @Test
    void a_session_with_too_much_to_do_says_so() {
        assertCode(new CallFailure.Overloaded(METHOD, 100), Kind.TOO_MANY, "telegram.overloaded");
    }

    private static Failure assertCode(CallFailure cause, Kind kind, String code) {
        Failure failure = (Failure) TelegramFailures.of(cause, Locale.ENGLISH);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.text()).isNotBlank();
        return failure;
    }
}
