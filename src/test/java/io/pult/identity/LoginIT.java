package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody learns who tries a login and a password: nothing, unless both are right. */
class LoginIT {
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
    void an_unknown_user_and_a_wrong_password_do_the_same_work_and_get_the_same_answer() {
        rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));
        rig.user("telegram-only", null);
        block(rig.user("blocked", CountingHasher.of(PasswordRig.PASSWORD)));

        for (String login : List.of("anna", "nobody", "telegram-only", "blocked")) {
            rig.hasher.verified.clear();
            long before = rig.count("outbox");

            Failure refused = rig.refusedLogIn(login, "a wrong password");

            assertThat(rig.hasher.verified).as("verify calls for " + login).hasSize(1);
            assertThat(rig.count("outbox") - before).as("rows for " + login).isEqualTo(1);
            assertThat(refused.kind()).as(login).isEqualTo(Failure.Kind.UNAUTHENTICATED);
            assertThat(refused.code()).as(login).isEqualTo("login.refused");
            assertThat(refused.text()).as(login).isEqualTo("There is no such login, or the password is another one");
            assertThat(refused.details()).as(login).isEmpty();
        }
        assertThat(rig.hasher.hashed).isZero();
    }

    @Test
    void the_password_of_the_decoy_is_nobodys() {
        rig.user("telegram-only", null);

        assertThat(rig.refusedLogIn("nobody", "decoy").code()).isEqualTo("login.refused");
        assertThat(rig.refusedLogIn("telegram-only", "decoy").code()).isEqualTo("login.refused");
    }

    @Test
    void a_blocked_user_learns_of_it_with_the_right_password_alone() {
        block(rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD)));

        assertThat(rig.refusedLogIn("anna", "a wrong password").code()).isEqualTo("login.refused");
        Failure told = rig.refusedLogIn("anna", PasswordRig.PASSWORD);

        assertThat(told.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
        assertThat(told.code()).isEqualTo("user.blocked");
        assertThat(rig.hasher.verified).hasSize(2);
        assertThat(rig.count("session")).isZero();
    }

    @Test
    void without_the_database_it_is_503_and_the_attempt_does_not_count() throws Exception {
        rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));
        rig.withoutPostgres(() -> {
            for (int i = 0; i < 7; i++) {
                assertThat(rig.refusedLogIn("anna", PasswordRig.PASSWORD).kind())
                        .isEqualTo(Failure.Kind.UNAVAILABLE);
            }
        });

        assertThat(rig.logIn("anna", PasswordRig.PASSWORD).accessToken()).isNotBlank();
    }

    @Test
    void when_too_many_hash_already_it_is_429_and_the_attempt_does_not_count() {
        rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));
        rig.hasher.trouble = Failure.tooMany("password.busy", "busy", Duration.ofSeconds(2));
        for (int i = 0; i < 7; i++) {
            assertThat(rig.refusedLogIn("anna", PasswordRig.PASSWORD).code()).isEqualTo("password.busy");
        }

        rig.hasher.trouble = null;

        assertThat(rig.logIn("anna", PasswordRig.PASSWORD).accessToken()).isNotBlank();
    }

    @Test
    void without_redis_sign_in_works() throws Exception {
        rig.register("anna");
        rig.withoutRedis(() -> {
            assertThat(rig.logIn("anna", PasswordRig.PASSWORD).accessToken()).isNotBlank();
            assertThat(rig.refusedLogIn("anna", "a wrong password").code()).isEqualTo("login.refused");
        });
    }

    @Test
    void a_login_is_known_in_any_case_of_letters_and_a_password_is_not() {
        rig.register("Anna");

        assertThat(rig.logIn("aNNA", PasswordRig.PASSWORD).refreshToken()).startsWith("pultr_");
        assertThat(rig.refusedLogIn("Anna", PasswordRig.PASSWORD.toUpperCase(Locale.ROOT))
                        .code())
                .isEqualTo("login.refused");
    }

    @Test
    void a_good_sign_in_opens_a_session_and_verifies_once() {
        UUID anna = rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));

        var answer = rig.logIn("anna", PasswordRig.PASSWORD);

        assertThat(answer.accessToken()).isNotBlank();
        assertThat(rig.hasher.verified).hasSize(1);
        assertThat(rig.hasher.hashed).isZero();
        assertThat(rig.count("session WHERE user_id = $1 AND proof = 'password' AND device = 'a test'", anna))
                .isEqualTo(1);
        assertThat(rig.audit("session.opened")).hasSize(1);
    }

    @Test
    void a_hash_of_another_cost_is_made_anew_at_a_good_sign_in_alone_and_the_password_stays_as_old_as_it_is() {
        UUID anna = rig.user("anna", CountingHasher.old(PasswordRig.PASSWORD));
        var changedAt = passwordChangedAt(anna);
        rig.now = rig.now.plusSeconds(60);

        rig.refusedLogIn("anna", "a wrong password");
        assertThat(rig.hasher.hashed).isZero();
        rig.logIn("anna", PasswordRig.PASSWORD);

        assertThat(rig.hasher.hashed).isEqualTo(1);
        assertThat(rig.hasher.verified).hasSize(2);
        assertThat(rig.on(() -> new UserStore(rig.pg).find(anna)).orElseThrow().passwordHash())
                .isEqualTo(CountingHasher.of(PasswordRig.PASSWORD));
        assertThat(passwordChangedAt(anna)).isEqualTo(changedAt);
    }

    @Test
    void a_refusal_is_audited_with_the_user_when_there_is_one_and_never_with_what_was_typed() {
        UUID anna = rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));

        rig.refusedLogIn("anna", "a wrong password");
        rig.now = rig.now.plusSeconds(1);
        rig.refusedLogIn("my password by mistake", "anna");

        var entries = rig.audit("login.refused");
        assertThat(entries).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.getString("result")).isEqualTo("login.refused");
            assertThat(entry.getString("subject")).isEqualTo("anonymous");
            assertThat(entry.getString("address")).isEqualTo("192.0.2.1");
            assertThat(entry.encode()).doesNotContain("password by mistake", "a wrong password");
        });
        assertThat(entries.get(0).getString("object")).isEqualTo(User.subject(anna));
        assertThat(entries.get(1).containsKey("object")).isFalse();
    }

    private void block(UUID user) {
        rig.on(() -> rig.pg.query("UPDATE app_user SET status = 'blocked' WHERE id = $1", user));
    }

    private Instant passwordChangedAt(UUID user) {
        return rig.on(() -> rig.pg.list(
                        row -> row.getOffsetDateTime("password_changed_at").toInstant(),
                        "SELECT password_changed_at FROM app_user WHERE id = $1",
                        user))
                .get(0);
    }
}
