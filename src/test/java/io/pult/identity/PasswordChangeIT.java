package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.Role;
import io.pult.support.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing one's password, and showing it once more. */
class PasswordChangeIT {
    private static final String NEW = "and five are better still";

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
    void whoever_holds_a_session_alone_cannot_change_the_password_and_is_slowed_down() {
        UUID anna = registered("anna");
        Call call = rig.inSession(anna);

        assertThat(rig.refusal(() -> rig.change(null, NEW, null, call)).code()).isEqualTo("password.current_needed");
        for (int i = 0; i < 5; i++) {
            var refused = rig.refusal(() -> rig.change("a wrong password", NEW, null, call));
            assertThat(refused.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
            assertThat(refused.code()).isEqualTo("password.wrong");
        }
        assertThat(rig.refusal(() -> rig.change(PasswordRig.PASSWORD, NEW, null, call))
                        .code())
                .isEqualTo("login.slow_down");

        assertThat(rig.audit("password.refused")).hasSize(5);
        assertThat(hashOf(anna)).isEqualTo(CountingHasher.of(PasswordRig.PASSWORD));
    }

    @Test
    void guesses_at_the_login_from_outside_do_not_keep_its_owner_from_changing_it() {
        UUID anna = registered("anna");
        Call call = rig.inSession(anna);
        rig.guess("anna", "198.51.100.7", 5);

        rig.on(() -> rig.change(PasswordRig.PASSWORD, NEW, null, call));

        assertThat(hashOf(anna)).isEqualTo(CountingHasher.of(NEW));
    }

    @Test
    void all_other_sessions_end_and_every_gateway_hears_of_it_in_the_same_transaction() {
        UUID anna = registered("anna");
        Call phone = rig.inSession(anna);
        rig.now = rig.now.plusSeconds(10);
        rig.logIn("anna", PasswordRig.PASSWORD);
        Call laptop = rig.inSession(anna);
        rig.now = rig.now.plusSeconds(10);

        rig.on(() -> rig.change(PasswordRig.PASSWORD, NEW, null, laptop));

        UUID ended = sessionOf(phone);
        assertThat(rig.count("session WHERE ended_at IS NULL AND id = $1", sessionOf(laptop)))
                .isEqualTo(1);
        assertThat(rig.count("session WHERE ended_because = 'password_changed' AND id = $1", ended))
                .isEqualTo(1);
        assertThat(rig.count("revocation WHERE token_hash = $1", RevocationStore.session(ended)))
                .isEqualTo(1);
        assertThat(rig.count("revocation WHERE token_hash = $1", RevocationStore.user(anna)))
                .isEqualTo(1);
        var entry = rig.audit("user.password_changed").get(0);
        assertThat(entry.getString("object")).isEqualTo(User.subject(anna));
        assertThat(entry.getJsonObject("details").getString("sessions_ended")).isEqualTo("1");
        assertThat(rig.logIn("anna", NEW).accessToken()).isNotBlank();
        assertThat(rig.refusedLogIn("anna", PasswordRig.PASSWORD).code()).isEqualTo("login.refused");
    }

    @Test
    void nothing_changes_when_the_revocation_cannot_be_written() {
        UUID anna = registered("anna");
        Call call = rig.inSession(anna);

        rig.without(
                "revocation", () -> Wait.failureOf(rig.start(() -> rig.change(PasswordRig.PASSWORD, NEW, null, call))));

        assertThat(hashOf(anna)).isEqualTo(CountingHasher.of(PasswordRig.PASSWORD));
        assertThat(rig.audit("user.password_changed")).isEmpty();
    }

    @Test
    void without_the_database_it_is_503() throws Exception {
        UUID anna = registered("anna");
        Call call = rig.inSession(anna);

        rig.withoutPostgres(() -> assertThat(rig.refusal(() -> rig.change(PasswordRig.PASSWORD, NEW, null, call))
                        .kind())
                .isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    @Test
    void a_new_password_keeps_the_rules() {
        Call call = rig.inSession(registered("anna"));

        assertThat(rig.refusal(() -> rig.change(PasswordRig.PASSWORD, "iloveyou", null, call))
                        .code())
                .isEqualTo("password.too_common");
        assertThat(rig.hasher.verified).isEmpty();
    }

    @Test
    void a_hash_that_the_check_itself_renewed_is_no_change_of_somebody_else() {
        UUID anna = rig.user("anna", CountingHasher.old(PasswordRig.PASSWORD));
        rig.logIn("anna", PasswordRig.PASSWORD);
        rig.on(() -> rig.pg.query("UPDATE app_user SET password_hash = $1", CountingHasher.old(PasswordRig.PASSWORD)));

        Call call = rig.inSession(anna);

        rig.on(() -> rig.change(PasswordRig.PASSWORD, NEW, null, call));

        assertThat(hashOf(anna)).isEqualTo(CountingHasher.of(NEW));
    }

    @Test
    void somebody_without_a_login_takes_one_with_the_first_password_soon_after_showing_who_they_are() {
        UUID bert = UUID.randomUUID();
        rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));
        rig.on(() -> new UserStore(rig.pg)
                .insert(new UserStore.NewUser(bert, null, null, "Bert", "en", Set.of(Role.USER), "test", rig.now)));
        UUID session = UUID.randomUUID();
        Call late = PasswordRig.inSession(bert, session, rig.now.minusSeconds(301));
        Call soon = PasswordRig.inSession(bert, session, rig.now.minusSeconds(299));

        assertThat(rig.refusal(() -> rig.change(null, NEW, "bert", late)).code())
                .isEqualTo("confirmation.needed");
        assertThat(rig.refusal(() -> rig.change(null, NEW, null, soon)).code()).isEqualTo("login.needed");
        assertThat(rig.refusal(() -> rig.change(null, NEW, "ANNA", soon)).code())
                .isEqualTo("user.login_taken");
        rig.on(() -> rig.change(null, NEW, "bert", soon));

        assertThat(rig.logIn("Bert", NEW).accessToken()).isNotBlank();
        Call now = rig.inSession(bert);
        assertThat(rig.refusal(() -> rig.change(NEW, NEW, "other", now)).code()).isEqualTo("login.fixed");
    }

    @Test
    void showing_the_password_once_more_makes_the_session_fresh_and_every_gateway_hears_of_it() {
        UUID anna = registered("anna");
        Call call = rig.inSession(anna);
        rig.now = rig.now.plus(Duration.ofHours(1));

        var refused = rig.refusal(() -> rig.confirm("a wrong password", call));
        assertThat(refused.code()).isEqualTo("password.wrong");
        assertThat(rig.count("session WHERE confirmed_at > created_at")).isZero();
        rig.on(() -> rig.confirm(PasswordRig.PASSWORD, call));

        assertThat(rig.count("session WHERE confirmed_at = created_at + interval '1 hour'"))
                .isEqualTo(1);
        assertThat(rig.count("revocation WHERE token_hash = $1", RevocationStore.user(anna)))
                .isEqualTo(1);
        assertThat(rig.audit("session.confirmed")).hasSize(1);
        assertThat(rig.audit("confirmation.refused")).hasSize(1);
    }

    @Test
    void whoever_has_no_password_no_session_or_an_ended_one_cannot_confirm_by_it() {
        UUID bert = rig.user("bert", null);
        Call noPassword = PasswordRig.inSession(bert, UUID.randomUUID(), rig.now);
        Call key = Call.by(new Principal("key:1", Set.of("*:admin")), Duration.ofSeconds(10));
        Call ended = rig.inSession(registered("anna"));
        rig.on(() -> rig.pg.query("UPDATE session SET ended_at = now()"));

        assertThat(rig.refusal(() -> rig.confirm(PasswordRig.PASSWORD, noPassword))
                        .code())
                .isEqualTo("password.none");
        assertThat(rig.refusal(() -> rig.confirm(PasswordRig.PASSWORD, key)).code())
                .isEqualTo("person.needed");
        assertThat(rig.refusal(() -> rig.confirm(PasswordRig.PASSWORD, ended)).code())
                .isEqualTo("token.unknown");
        assertThat(rig.audit("session.confirmed")).isEmpty();
    }

    private UUID registered(String login) {
        rig.register(login);
        return rig.idOf(login);
    }

    private static UUID sessionOf(Call call) {
        return Objects.requireNonNull(call.principal().signIn()).session();
    }

    private @Nullable String hashOf(UUID user) {
        return rig.on(() -> new UserStore(rig.pg).find(user)).orElseThrow().passwordHash();
    }
}
