package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.contract.identity.Role;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the first SUPERUSER comes from: the settings of a node, and never from a password of ours. */
class FoundingIT {
    private static final IdentitySettings WANTED = PasswordRig.settings("root", PasswordRig.PASSWORD);

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
    void a_login_that_exists_is_not_touched_and_not_raised() {
        UUID anna = rig.user("Root", CountingHasher.of("another password"));

        rig.on(() -> rig.founding.firstSuperuser(WANTED));

        User found = rig.on(() -> new UserStore(rig.pg).find(anna)).orElseThrow();
        assertThat(found.roles()).containsExactly(Role.USER);
        assertThat(found.passwordHash()).isEqualTo(CountingHasher.of("another password"));
        assertThat(rig.count("app_user")).isEqualTo(1);
    }

    @Test
    void when_there_is_a_superuser_nothing_is_made() {
        rig.on(() -> rig.founding.firstSuperuser(PasswordRig.settings("first", PasswordRig.PASSWORD)));

        rig.on(() -> rig.founding.firstSuperuser(WANTED));

        assertThat(rig.count("app_user")).isEqualTo(1);
        assertThat(rig.hasher.hashed).isEqualTo(1);
    }

    @Test
    void nodes_that_start_at_once_make_one_and_all_of_them_start() {
        rig.on(() -> Future.all(
                rig.founding.firstSuperuser(WANTED),
                rig.founding.firstSuperuser(WANTED),
                rig.founding.firstSuperuser(WANTED)));

        assertThat(rig.count("app_user")).isEqualTo(1);
        assertThat(rig.audit("user.created")).hasSize(1);
    }

    @Test
    void without_a_login_in_the_settings_nobody_is_made() {
        rig.on(() -> rig.founding.firstSuperuser(PasswordRig.settings(null, null)));

        assertThat(rig.count("app_user")).isZero();
    }

    @Test
    void a_password_against_the_rules_stops_the_start_with_a_word_on_what_to_change() {
        assertThatThrownBy(() -> rig.on(() -> rig.founding.firstSuperuser(PasswordRig.settings("root", "password"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("identity.first_login and first_password")
                .hasMessageContaining("tried first");
        assertThat(rig.count("app_user")).isZero();
    }

    @Test
    void one_without_the_other_is_refused_and_neither_shows_the_password() {
        assertThatThrownBy(() -> PasswordRig.settings("root", null)).hasMessageContaining("belong together");
        assertThatThrownBy(() -> PasswordRig.settings(null, PasswordRig.PASSWORD))
                .hasMessageContaining("belong together")
                .hasMessageNotContaining(PasswordRig.PASSWORD);
        assertThat(WANTED.toString()).doesNotContain(PasswordRig.PASSWORD);
    }

    @Test
    void the_first_superuser_logs_in_like_anybody() {
        rig.on(() -> rig.founding.firstSuperuser(WANTED));

        assertThat(rig.logIn("root", PasswordRig.PASSWORD).accessToken()).isNotBlank();
        var root = rig.on(() -> new UserStore(rig.pg).byLogin("root")).orElseThrow();
        assertThat(root.roles()).isEqualTo(Set.of(Role.USER, Role.SUPERUSER));
        var entry = rig.audit("user.created").get(0);
        assertThat(entry.getJsonObject("details").getString("role")).isEqualTo("SUPERUSER");
        assertThat(entry.encode()).doesNotContain(PasswordRig.PASSWORD);
    }

    @Test
    void a_password_that_is_made_keeps_the_rules_and_is_never_the_same() {
        String one = Founding.randomPassword();

        assertThat(one).hasSize(20).isNotEqualTo(Founding.randomPassword());
        PasswordRules.load().requireGood(one, "admin");
    }
}
