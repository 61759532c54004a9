package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondFactors;
import io.pult.contract.identity.SecondStepOps;
import io.pult.identity.FactorRig;
import io.pult.identity.User;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Codes by time from the day they are set up, and what an administrator can do about them. */
class TotpIT {
    private static FactorRig rig;

    private final User ada = rig.person(Role.USER);

    @BeforeAll
    static void open() throws Exception {
        rig = new FactorRig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void a_wrong_code_brings_nothing_into_force() {
        var who = rig.principal(rig.signIn(ada));
        byte[] key = Device.begun(rig, who);
        String wrong = TotpCodes.of(key, TotpCodes.step(rig.now()) + 5);

        assertThat(refusalOfActivation(wrong, who).code()).isEqualTo("factor.wrong");

        assertThat(factors(who)).isEqualTo(new SecondFactors(false, 0, 0));
        assertThat(rig.signIn(ada).secondStep()).isNull();
    }

    @Test
    void a_secret_that_was_never_shown_back_asks_nobody_for_a_code() {
        Device.begun(rig, rig.principal(rig.signIn(ada)));

        assertThat(rig.signIn(ada).accessToken()).isNotNull();
    }

    @Test
    void a_secret_asked_for_again_replaces_the_first() {
        var who = rig.principal(rig.signIn(ada));
        byte[] first = Device.begun(rig, who);
        byte[] second = Device.begun(rig, who);

        assertThat(refusalOfActivation(Device.code(rig, first), who).code()).isEqualTo("factor.wrong");
        var codes = rig.ask(SecondFactorOps.ACTIVATE_TOTP, Device.activation(Device.code(rig, second)), who);
        assertThat(codes.recoveryCodes()).hasSize(10);
    }

    @Test
    void codes_in_force_are_not_replaced_and_not_activated_again() {
        var device = Device.of(rig, ada);

        assertThat(rig.refusal(SecondFactorOps.BEGIN_TOTP, new SecondFactorOps.BeginTotp(), device.who())
                        .code())
                .isEqualTo("totp.active");
        assertThat(refusalOfActivation(device.code(), device.who()).code()).isEqualTo("totp.not_begun");
    }

    @Test
    void two_activations_at_once_make_one_set_of_recovery_codes() {
        var who = rig.principal(rig.signIn(ada));
        var activation = Device.activation(Device.code(rig, Device.begun(rig, who)));

        var both = Wait.on(Future.join(
                        rig.asking(SecondFactorOps.ACTIVATE_TOTP, activation, who),
                        rig.asking(SecondFactorOps.ACTIVATE_TOTP, activation, who))
                .transform(done -> Future.succeededFuture(done.result() == null ? done.cause() : null)));

        assertThat(((Failure) both).code()).isEqualTo("totp.not_begun");
        assertThat(rig.count("SELECT count(*) FROM recovery_code WHERE user_id = $1", ada.id()))
                .isEqualTo(10);
        assertThat(rig.audit("factor.added", ada)).hasSize(1);
    }

    @Test
    void the_code_that_brought_it_into_force_signs_nobody_in() {
        var who = rig.principal(rig.signIn(ada));
        String code = Device.code(rig, Device.begun(rig, who));
        rig.ask(SecondFactorOps.ACTIVATE_TOTP, Device.activation(code), who);

        String step = rig.signIn(ada).secondStep().token();

        assertThat(rig.refusal(SecondStepOps.FINISH, Device.finishing(step, code, null))
                        .code())
                .isEqualTo("factor.wrong");
    }

    @Test
    void with_the_first_factor_the_other_sessions_end_and_this_one_lives_on() {
        var elsewhere = rig.signIn(ada);

        var device = Device.of(rig, ada);

        assertThat(rig.lives(elsewhere)).isFalse();
        assertThat(rig.lives(device.tokens())).isTrue();
        assertThat(rig.revocations(ada)).isPositive();
    }

    @Test
    void the_database_has_the_secret_in_an_envelope_that_opens_for_this_person_alone() {
        var device = Device.of(rig, ada);
        var other = Device.of(rig, rig.person(Role.USER));
        String envelope = rig.text("SELECT secret FROM totp WHERE user_id = $1", ada.id());
        rig.sql("UPDATE totp SET secret = $2 WHERE user_id = $1", other.owner().id(), envelope);

        assertThat(rig.secrets.decrypt(envelope, "totp.secret:" + ada.id())).matches("[A-Z2-7]{32}");
        assertThat(rig.refusal(SecondStepOps.FINISH, Device.finishing(other.step(), device.code(), null))
                        .kind())
                .isEqualTo(Failure.Kind.INTERNAL);
    }

    @Test
    void what_is_shown_for_the_device_names_the_person_and_the_site() {
        var who = rig.principal(rig.signIn(ada));

        var begun = rig.ask(SecondFactorOps.BEGIN_TOTP, new SecondFactorOps.BeginTotp(), who);

        assertThat(begun.secret()).matches("[A-Z2-7]{32}");
        assertThat(begun.otpauthUri())
                .startsWith("otpauth://totp/Pult:" + ada.login() + "%40pult.example.org?")
                .contains("secret=" + begun.secret(), "issuer=Pult", "period=30");
        assertThat(begun.svg()).startsWith("<svg ");
        assertThat(begun.toString()).doesNotContain(begun.secret(), begun.svg());
    }

    @Test
    void every_change_of_factors_wants_a_confirmation_of_the_last_five_minutes() {
        var device = Device.of(rig, ada);
        rig.later(Duration.ofMinutes(6));
        var who = device.who();

        assertThat(List.of(
                        rig.refusal(SecondFactorOps.BEGIN_TOTP, new SecondFactorOps.BeginTotp(), who),
                        refusalOfActivation(device.code(), who),
                        rig.refusal(SecondFactorOps.REMOVE_TOTP, new SecondFactorOps.RemoveTotp(), who),
                        rig.refusal(
                                SecondFactorOps.RENEW_RECOVERY_CODES, new SecondFactorOps.RenewRecoveryCodes(), who),
                        rig.refusal(SecondFactorOps.RESET, new SecondFactorOps.Reset(ada.id()), who)))
                .allMatch(refusal -> refusal.is("confirmation.needed"));
        assertThat(factors(who).totp()).isTrue();
    }

    @Test
    void a_code_renews_the_confirmation_once_and_every_node_hears_of_it() {
        var device = Device.of(rig, ada);
        rig.later(Duration.ofMinutes(6));
        long heard = rig.revocations(ada);
        var confirmation = Device.confirmation(device.code());

        rig.ask(SecondStepOps.CONFIRM, confirmation, device.who());

        assertThat(device.who().signIn().confirmedAt()).isEqualTo(rig.now());
        assertThat(rig.revocations(ada)).isEqualTo(heard + 1);
        assertThat(rig.refusal(SecondStepOps.CONFIRM, confirmation, device.who())
                        .kind())
                .isEqualTo(Failure.Kind.FORBIDDEN);
    }

    @Test
    void removing_the_last_factor_takes_the_recovery_codes_and_what_was_under_way_with_it() {
        var device = Device.of(rig, ada);
        String step = device.step();

        rig.ask(SecondFactorOps.REMOVE_TOTP, new SecondFactorOps.RemoveTotp(), device.who());

        assertThat(factors(device.who())).isEqualTo(new SecondFactors(false, 0, 0));
        assertThat(rig.refusal(SecondStepOps.FINISH, Device.finishing(step, device.code(), null))
                        .code())
                .isEqualTo("second_step.over");
        assertThat(rig.signIn(ada).accessToken()).isNotNull();
        assertThat(rig.audit("factor.removed", ada)).hasSize(1);
    }

    @Test
    void where_it_is_required_an_administrator_without_a_factor_is_a_mere_user_until_there_is_one() {
        var boss = rig.person(Role.SUPERUSER);
        var tokens = rig.signIn(boss);
        assertThat(rig.principalWhereRequired(tokens).grants()).containsExactly("USER");
        assertThat(rig.principal(tokens).grants()).contains("SUPERUSER");

        var device = Device.of(rig, boss);

        assertThat(rig.principalWhereRequired(device.tokens()).grants())
                .containsExactlyInAnyOrder("SUPERUSER", "ADMIN", "USER");
    }

    @Test
    void an_administrator_resets_the_factor_of_a_user_whose_sessions_end() {
        var device = Device.of(rig, ada);

        rig.ask(SecondFactorOps.RESET, new SecondFactorOps.Reset(ada.id()), admin("ADMIN", "USER"));

        assertThat(rig.lives(device.tokens())).isFalse();
        assertThat(rig.signIn(ada).accessToken()).isNotNull();
        assertThat(rig.audit("factor.removed", ada))
                .singleElement()
                .matches(entry -> entry.subject().equals("user:boss")
                        && "all".equals(entry.details().get("method")));
    }

    @Test
    void only_a_superuser_resets_the_factor_of_an_administrator() {
        var other = rig.person(Role.USER, Role.ADMIN);
        var device = Device.of(rig, other);
        var request = new SecondFactorOps.Reset(other.id());

        assertThat(rig.refusal(SecondFactorOps.RESET, request, admin("ADMIN", "USER"))
                        .code())
                .isEqualTo("rank.target_above");
        assertThat(rig.refusal(SecondFactorOps.RESET, request, new Principal("key:k", Set.of("identity:admin")))
                        .code())
                .isEqualTo("rank.target_above");
        assertThat(rig.lives(device.tokens())).isTrue();

        rig.ask(SecondFactorOps.RESET, request, admin("SUPERUSER", "ADMIN", "USER"));
        assertThat(rig.lives(device.tokens())).isFalse();
    }

    @Test
    void nobody_is_reset_who_does_not_exist() {
        var request = new SecondFactorOps.Reset(UUID.randomUUID());

        assertThat(rig.refusal(SecondFactorOps.RESET, request, admin("SUPERUSER"))
                        .code())
                .isEqualTo("user.not_found");
    }

    @Test
    void a_key_has_no_factors() {
        var key = new Principal("key:k", Set.of("*:admin"));

        assertThat(rig.refusal(SecondFactorOps.MINE, new SecondFactorOps.Mine(), key)
                        .code())
                .isEqualTo("person.needed");
    }

    private static Principal admin(String... grants) {
        return new Principal("user:boss", Set.of(grants));
    }

    private static SecondFactors factors(Principal who) {
        return rig.ask(SecondFactorOps.MINE, new SecondFactorOps.Mine(), who);
    }

    private static Failure refusalOfActivation(String code, Principal who) {
        return rig.refusal(SecondFactorOps.ACTIVATE_TOTP, Device.activation(code), who);
    }
}
