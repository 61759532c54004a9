package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SecondStepOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.FactorRig;
import io.pult.identity.Proof;
import io.pult.identity.RandomText;
import io.pult.identity.User;
import io.pult.infra.Digests;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The second step of a sign-in, and all the ways in which it does not succeed. */
class SecondStepIT {
    private static FactorRig rig;

    private final User ada = rig.person(Role.USER);
    private final Device device = Device.of(rig, ada);

    @BeforeAll
    static void open() throws Exception {
        rig = new FactorRig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void after_five_wrong_codes_the_step_is_over_and_the_right_one_comes_too_late() {
        String step = device.step();

        for (int i = 0; i < 5; i++) {
            assertThat(refusal(step, device.wrongCode()).code()).isEqualTo("factor.wrong");
        }

        assertThat(refusal(step, device.code()).code()).isEqualTo("second_step.over");
        assertThat(rig.audit("factor.refused", ada))
                .hasSize(5)
                .allMatch(entry ->
                        entry.details().equals(Map.of("method", "totp", "for", "sign-in", "first", "password")));
    }

    @Test
    void ten_wrong_codes_in_a_quarter_of_an_hour_hold_up_the_right_one_over_all_steps() {
        for (int i = 0; i < 10; i++) {
            refusal(device.step(), device.wrongCode());
        }

        var refusal = refusal(device.step(), device.code());

        assertThat(refusal.kind()).isEqualTo(Failure.Kind.TOO_MANY);
        assertThat(refusal.code()).isEqualTo("factor.too_many_attempts");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(rig.refusal(SecondStepOps.CONFIRM, Device.confirmation(device.code()), device.who())
                        .code())
                .isEqualTo("factor.too_many_attempts");
        rig.later(Duration.ofMinutes(15));
        assertThat(finished(device.step(), device.code())).isNotNull();
    }

    @Test
    void many_wrong_codes_at_once_are_ten_attempts_and_no_more() {
        var steps = List.of(device.step(), device.step(), device.step(), device.step());
        String wrong = device.wrongCode();

        var refusals = IntStream.range(0, 20)
                .mapToObj(i -> rig.asking(SecondStepOps.FINISH, Device.finishing(steps.get(i % 4), wrong, null)))
                .toList();
        Wait.on(Future.join(refusals).otherwiseEmpty());

        assertThat(rig.audit("factor.refused", ada)).hasSize(10);
    }

    @Test
    void a_step_that_comes_after_five_minutes_is_over() {
        String step = device.step();

        rig.later(Duration.ofMinutes(5));

        assertThat(refusal(step, device.code()).code()).isEqualTo("second_step.over");
    }

    @Test
    void a_clock_that_stepped_back_makes_no_step_longer_and_no_code_good_again() {
        String early = device.step();
        String used = device.code();
        assertThat(finished(early, used)).isNotNull();
        String step = device.step();
        rig.later(Duration.ofMinutes(-2));

        assertThat(refusal(step, device.code()).code()).isEqualTo("second_step.over");
        assertThat(refusal(device.step(), used).code()).isEqualTo("factor.wrong");
        assertThat(refusal(device.step(), device.code()).code()).isEqualTo("factor.wrong");
        rig.later(Duration.ofMinutes(2).plus(Device.STEP));
        assertThat(finished(device.step(), device.code())).isNotNull();
    }

    @Test
    void failures_that_a_clock_ahead_has_written_hold_nobody_up_for_long() {
        rig.sql(
                "INSERT INTO factor_failure (user_id, at) SELECT $1, now() + interval '1 year' FROM generate_series(1, 10)",
                ada.id());

        assertThat(finished(device.step(), device.code())).isNotNull();
    }

    @Test
    void a_step_is_finished_once() {
        String step = device.step();
        finished(step, device.code());
        rig.later(Device.STEP);

        assertThat(refusal(step, device.code()).code()).isEqualTo("second_step.over");
    }

    @Test
    void a_code_is_good_for_one_of_two_sign_ins() {
        String code = device.code();
        finished(device.step(), code);

        assertThat(refusal(device.step(), code).code()).isEqualTo("factor.wrong");
    }

    @Test
    void a_code_shown_twice_at_the_same_time_signs_in_once() {
        var steps = List.of(device.step(), device.step());
        var same = List.of(steps.get(0), steps.get(0), steps.get(1), steps.get(1));
        String code = device.code();
        long before = sessions();

        var all = same.stream()
                .map(step -> rig.asking(SecondStepOps.FINISH, Device.finishing(step, code, null)))
                .toList();
        Wait.on(Future.join(all).otherwiseEmpty());

        assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(sessions()).isEqualTo(before + 1);
    }

    @Test
    void another_persons_code_does_not_finish_my_sign_in_nor_mine_theirs() {
        var other = Device.of(rig, rig.person(Role.USER));

        assertThat(refusal(device.step(), other.code()).code()).isEqualTo("factor.wrong");
        assertThat(refusal(other.step(), device.code()).code()).isEqualTo("factor.wrong");
    }

    @Test
    void a_new_password_ends_the_steps_that_began_with_the_old_one() {
        String step = device.step();

        rig.sql("UPDATE app_user SET password_changed_at = now() WHERE id = $1", ada.id());

        assertThat(refusal(step, device.code()).code()).isEqualTo("second_step.over");
    }

    @Test
    void somebody_blocked_meanwhile_is_not_signed_in_and_the_code_is_not_spent() {
        String step = device.step();
        rig.sql("UPDATE app_user SET status = 'blocked' WHERE id = $1", ada.id());
        assertThat(refusal(step, device.code()).code()).isEqualTo("user.blocked");

        rig.sql("UPDATE app_user SET status = 'active' WHERE id = $1", ada.id());
        assertThat(finished(step, device.code())).isNotNull();
    }

    @Test
    void a_token_that_nobody_was_given_is_over() {
        assertThat(refusal(RandomText.make(), device.code()).code()).isEqualTo("second_step.over");
    }

    @Test
    void two_proofs_in_one_are_refused_and_so_is_none() {
        String step = device.step();

        assertThat(rig.refusal(SecondStepOps.FINISH, Device.finishing(step, device.code(), "A"))
                        .code())
                .isEqualTo("factor.one_of");
        assertThat(rig.refusal(SecondStepOps.FINISH, Device.finishing(step, null, null))
                        .code())
                .isEqualTo("factor.one_of");
    }

    @Test
    void while_the_database_is_away_the_answer_is_503_and_nothing_was_used_up() throws Exception {
        String step = device.step();
        rig.gate.shut();

        var refusal = refusal(step, device.code());
        rig.gate.open();

        assertThat(refusal.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        Wait.until("the database is back", () -> succeeds(() -> device.step()));
        assertThat(finished(step, device.code())).isNotNull();
    }

    @Test
    void when_the_session_cannot_be_written_the_code_is_not_spent() {
        String step = device.step();
        rig.sql("ALTER TABLE session ADD CONSTRAINT not_now CHECK (proof <> 'password_and_code') NOT VALID");

        assertThat(refusal(step, device.code()).kind()).isEqualTo(Failure.Kind.INTERNAL);

        rig.sql("ALTER TABLE session DROP CONSTRAINT not_now");
        assertThat(rig.audit("factor.used", ada)).isEmpty();
        assertThat(finished(step, device.code())).isNotNull();
    }

    @Test
    void the_session_is_of_the_client_and_the_proof_that_the_sign_in_began_with() {
        SignedIn browser = finished(device.step(Proof.TELEGRAM, ClientKind.BROWSER), device.code());

        assertThat(browser.refreshCookie()).isNotNull();
        assertThat(browser.refreshToken()).isNull();
        assertThat(rig.principal(browser).subject()).isEqualTo(ada.subject());
        assertThat(rig.text(
                        "SELECT proof || ' ' || client || ' ' || device FROM session WHERE id = $1",
                        rig.principal(browser).signIn().session()))
                .isEqualTo("telegram_and_code browser test device");
        assertThat(rig.audit("factor.used", ada))
                .singleElement()
                .matches(entry ->
                        entry.details().equals(Map.of("method", "totp", "for", "sign-in", "first", "telegram")));
    }

    @Test
    void the_step_says_what_is_wanted_and_for_how_long_and_the_database_has_the_hash_alone() {
        var step = rig.signIn(ada).secondStep();

        assertThat(step.methods()).containsExactlyInAnyOrder("totp", "recovery_code");
        assertThat(step.expiresIn()).isEqualTo(300);
        assertThat(rig.count("SELECT count(*) FROM second_step WHERE token_hash = $1", Digests.sha256(step.token())))
                .isEqualTo(1);
        assertThat(rig.count(
                        "SELECT count(*) FROM second_step WHERE second_step::text LIKE '%' || $1 || '%'", step.token()))
                .isZero();
    }

    @Test
    void an_eleventh_sign_in_at_once_pushes_out_the_first() {
        String first = device.step();
        rig.later(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            device.step();
        }

        assertThat(refusal(first, device.code()).code()).isEqualTo("second_step.over");
        assertThat(rig.count("SELECT count(*) FROM second_step WHERE user_id = $1", ada.id()))
                .isEqualTo(10);
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Failure away) {
            return false;
        }
    }

    private SignedIn finished(String step, String code) {
        return rig.askAsStranger(SecondStepOps.FINISH, Device.finishing(step, code, null));
    }

    private static Failure refusal(String step, String code) {
        return rig.refusal(SecondStepOps.FINISH, Device.finishing(step, code, null));
    }

    private long sessions() {
        return rig.count("SELECT count(*) FROM session WHERE user_id = $1", ada.id());
    }
}
