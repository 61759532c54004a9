package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondFactors;
import io.pult.contract.identity.SecondStepOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.FactorRig;
import io.pult.identity.User;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Codes on paper, for somebody who has lost the device. */
class RecoveryCodeIT {
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
    void a_recovery_code_never_works_twice() {
        finished(device.paper().get(0));

        assertThat(refusal(device.paper().get(0)).code()).isEqualTo("factor.wrong");
        assertThat(finished(device.paper().get(1))).isNotNull();
    }

    @Test
    void of_two_at_once_with_the_same_recovery_code_one_is_signed_in() {
        var all = IntStream.range(0, 4)
                .mapToObj(i -> rig.asking(
                        SecondStepOps.FINISH,
                        Device.finishing(device.step(), null, device.paper().get(0))))
                .toList();
        Wait.on(Future.join(all).otherwiseEmpty());

        assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void another_persons_recovery_code_is_wrong() {
        var other = Device.of(rig, rig.person(Role.USER));

        assertThat(refusal(other.paper().get(0)).code()).isEqualTo("factor.wrong");
        assertThat(rig.askAsStranger(
                        SecondStepOps.FINISH,
                        Device.finishing(other.step(), null, other.paper().get(0))))
                .isNotNull();
    }

    @Test
    void whoever_lost_the_device_is_told_how_many_codes_are_left_and_removes_it() {
        SignedIn tokens = finished(device.paper().get(3));
        var who = rig.principal(tokens);

        assertThat(rig.ask(SecondFactorOps.MINE, new SecondFactorOps.Mine(), who))
                .isEqualTo(new SecondFactors(true, 0, 9));
        rig.ask(SecondFactorOps.REMOVE_TOTP, new SecondFactorOps.RemoveTotp(), who);
        assertThat(rig.signIn(ada).accessToken()).isNotNull();
    }

    @Test
    void a_code_copied_from_paper_carelessly_is_understood() {
        String careless = " " + device.paper().get(5).toLowerCase(Locale.ROOT).replace('-', ' ');

        assertThat(finished(careless)).isNotNull();
    }

    @Test
    void new_codes_make_the_old_ones_worthless() {
        var fresh = rig.ask(
                        SecondFactorOps.RENEW_RECOVERY_CODES, new SecondFactorOps.RenewRecoveryCodes(), device.who())
                .recoveryCodes();

        assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(device.paper());
        assertThat(refusal(device.paper().get(0)).code()).isEqualTo("factor.wrong");
        assertThat(finished(fresh.get(0))).isNotNull();
    }

    @Test
    void without_a_factor_there_is_nothing_that_they_could_stand_in_for() {
        var bob = rig.principal(rig.signIn(rig.person(Role.USER)));

        assertThat(rig.refusal(SecondFactorOps.RENEW_RECOVERY_CODES, new SecondFactorOps.RenewRecoveryCodes(), bob)
                        .code())
                .isEqualTo("factor.none");
    }

    @Test
    void guesses_count_with_those_of_codes_by_time() {
        for (int i = 0; i < 10; i++) {
            refusal("0000-0000-0000-000" + i);
        }

        assertThat(refusal(device.paper().get(0)).code()).isEqualTo("factor.too_many_attempts");
    }

    @Test
    void the_database_has_hashes_and_never_a_code() {
        String rows =
                rig.text("SELECT string_agg(recovery_code::text, ' ') FROM recovery_code WHERE user_id = $1", ada.id());

        assertThat(rows).contains(new RecoveryCode(device.paper().get(0)).hash());
        assertThat(device.paper()).noneMatch(code -> rows.contains(code) || rows.contains(code.replace("-", "")));
    }

    private SignedIn finished(String code) {
        return rig.askAsStranger(SecondStepOps.FINISH, Device.finishing(device.step(), null, code));
    }

    private Failure refusal(String code) {
        return rig.refusal(SecondStepOps.FINISH, Device.finishing(device.step(), null, code));
    }
}
