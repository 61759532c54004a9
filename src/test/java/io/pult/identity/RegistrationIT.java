package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.contract.identity.AppSettingsOps;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.RegistrationOps;
import io.pult.contract.identity.SignedIn;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a stranger becomes a user: wholly or not at all. */
class RegistrationIT {
    @TempDir
    static Path folder;

    private static PasswordRig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new PasswordRig(folder);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    @Test
    void of_two_registrations_of_one_login_at_once_one_wins_and_one_hears_that_it_is_taken() {
        List<Future<SignedIn>> both = rig.on(() -> {
            var one = register("anna", PasswordRig.PASSWORD);
            var other = register("ANNA", PasswordRig.PASSWORD);
            return Future.join(one, other).otherwiseEmpty().map(List.of(one, other));
        });

        assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
        var lost = both.stream().filter(Future::failed).toList();
        assertThat(lost).hasSize(1);
        assertThat(((Failure) lost.get(0).cause()).kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(((Failure) lost.get(0).cause()).code()).isEqualTo("user.login_taken");
        assertThat(rig.count("app_user")).isEqualTo(1);
        assertThat(rig.audit("user.registered")).hasSize(1);
    }

    @Test
    void a_login_that_is_taken_in_other_letters_costs_no_hash() {
        rig.register("Anna");
        int hashed = rig.hasher.hashed;

        assertThat(refusal("aNNa", PasswordRig.PASSWORD).code()).isEqualTo("user.login_taken");

        assertThat(rig.hasher.hashed).isEqualTo(hashed);
    }

    @Test
    void nothing_is_half_written_when_the_audit_cannot_be() {
        rig.without(
                "outbox",
                () -> assertThat(Wait.failureOf(rig.start(() -> register("anna", PasswordRig.PASSWORD))))
                        .isNotInstanceOf(Failure.class));

        assertThat(rig.count("app_user")).isZero();
        assertThat(rig.count("profile")).isZero();
        assertThat(rig.count("user_role")).isZero();
    }

    @Test
    void without_the_database_it_is_503_and_nothing_is_there_afterwards() throws Exception {
        rig.withoutPostgres(
                () -> assertThat(refusal("anna", PasswordRig.PASSWORD).kind()).isEqualTo(Failure.Kind.UNAVAILABLE));

        assertThat(rig.count("app_user")).isZero();
        assertThat(rig.register("anna").accessToken()).isNotBlank();
    }

    @Test
    void when_too_many_hash_already_it_is_429_and_nothing_is_written() {
        rig.hasher.trouble = Failure.tooMany("password.busy", "busy", Duration.ofSeconds(2));

        var refused = refusal("anna", PasswordRig.PASSWORD);

        assertThat(refused.code()).isEqualTo("password.busy");
        assertThat(refused.retryAfter()).isPositive();
        assertThat(rig.count("app_user")).isZero();
    }

    @Test
    void when_registration_is_off_nobody_gets_in_and_nothing_is_hashed() {
        rig.on(() -> rig.settings.update(
                new AppSettingsOps.UpdateSettings(
                        null,
                        new AppSettingsOps.UpdateSettings.Body(Change.to(false), Change.absent(), Change.absent())),
                PasswordRig.stranger("192.0.2.1")));

        var refused = refusal("anna", PasswordRig.PASSWORD);

        assertThat(refused.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
        assertThat(refused.code()).isEqualTo("registration.closed");
        assertThat(rig.hasher.hashed).isZero();
    }

    @Test
    void a_weak_password_or_an_odd_login_is_refused_before_anything_is_hashed() {
        assertThat(refusal("anna", "password").code()).isEqualTo("password.too_common");
        assertThat(refusal("anna", "short").code()).isEqualTo("password.too_short");
        assertThat(refusal("annalena", "annalena1").code()).isEqualTo("password.is_login");
        assertThat(refusal("anna lena", PasswordRig.PASSWORD).code()).isEqualTo("login.invalid");
        assertThat(rig.hasher.hashed).isZero();
    }

    @Test
    void user_profile_and_role_are_made_and_the_person_is_signed_in() {
        SignedIn answer = rig.register("Anna.Lena");

        assertThat(answer.accessToken()).isNotBlank();
        assertThat(answer.refreshToken()).startsWith("pultr_");
        assertThat(answer.tokenType()).isEqualTo("Bearer");
        assertThat(answer.expiresIn()).isEqualTo(900);
        var row = rig.on(() -> rig.pg.list(found -> found, """
                        SELECT login, password_hash, lang_code, profile.name, role
                        FROM app_user JOIN profile ON profile.user_id = app_user.id
                        JOIN user_role ON user_role.user_id = app_user.id
                        """)).get(0);
        assertThat(row.getString("login")).isEqualTo("Anna.Lena");
        assertThat(row.getString("password_hash")).isEqualTo(CountingHasher.of(PasswordRig.PASSWORD));
        assertThat(row.getString("lang_code")).isEqualTo("en");
        assertThat(row.getString("role")).isEqualTo("USER");
        var entry = rig.audit("user.registered").get(0);
        String subject = User.subject(rig.idOf("anna.lena"));
        assertThat(entry.getString("subject")).isEqualTo(subject);
        assertThat(entry.getString("object")).isEqualTo(subject);
        assertThat(entry.getString("result")).isEqualTo("done");
        assertThat(entry.getString("address")).isEqualTo("192.0.2.1");
        assertThat(entry.encode()).doesNotContain("four words");
    }

    @Test
    void a_browser_gets_the_refresh_token_for_its_cookie_alone_and_a_mini_app_none() {
        var browser = rig.on(() -> register("anna", ClientKind.BROWSER, "Анна", "ru"));
        var miniApp = rig.on(() -> register("bert", ClientKind.MINI_APP, null, null));

        assertThat(browser.refreshToken()).isNull();
        assertThat(browser.refreshCookie()).startsWith("pultr_");
        assertThat(miniApp.refreshToken()).isNull();
        assertThat(miniApp.refreshCookie()).isNull();
        assertThat(miniApp.accessToken()).isNotBlank();
        assertThat(rig.count("profile WHERE name = 'Анна' AND lang_code = 'ru'"))
                .isEqualTo(1);
    }

    private Future<SignedIn> register(String login, String password) {
        return rig.registration.register(PasswordRig.registration(login, password), PasswordRig.stranger("192.0.2.1"));
    }

    private Future<SignedIn> register(
            String login, ClientKind client, @Nullable String name, @Nullable String langCode) {
        var body = new RegistrationOps.Register.Body(login, PasswordRig.PASSWORD, client, name, langCode);
        return rig.registration.register(new RegistrationOps.Register(null, body), PasswordRig.stranger("192.0.2.1"));
    }

    private Failure refusal(String login, String password) {
        return rig.refusal(() -> register(login, password));
    }
}
