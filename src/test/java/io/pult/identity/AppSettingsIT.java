package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.AppSettings;
import io.pult.contract.identity.AppSettingsOps.GetPublicSettings;
import io.pult.contract.identity.AppSettingsOps.GetSettings;
import io.pult.contract.identity.AppSettingsOps.PublicSettings;
import io.pult.contract.identity.AppSettingsOps.UpdateSettings;
import io.pult.contract.identity.SocialProvider;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators decide about the instance, and what strangers see of it. */
class AppSettingsIT {
    private static final Call ADMIN =
            Call.by(new Principal("user:admin", Set.of("USER", "ADMIN")), Duration.ofMinutes(1));

    private static final List<SocialProvider> PROVIDERS = List.of(SocialProvider.YANDEX);

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
    void of_two_changes_made_from_the_same_version_the_second_is_refused() {
        var seen = settings();

        rig.on(() -> update(seen.version(), Change.to(false), Change.absent()));
        Failure refused = rig.refusal(() -> update(seen.version(), Change.absent(), Change.to("Ours")));

        assertThat(refused.kind()).isEqualTo(Failure.Kind.STALE);
        assertThat(refused.code()).isEqualTo("settings.changed");
        assertThat(settings()).isEqualTo(new AppSettings(false, "Pult", "en", seen.version() + 1));
    }

    @Test
    void changes_of_different_settings_at_once_both_stay() {
        rig.on(() -> Future.all(
                update(null, Change.to(false), Change.absent()), update(null, Change.absent(), Change.to("Ours"))));

        assertThat(settings()).isEqualTo(new AppSettings(false, "Ours", "en", 3));
    }

    @Test
    void a_setting_cannot_be_cleared() {
        assertThat(rig.refusal(() -> update(null, Change.to(null), Change.absent()))
                        .kind())
                .isEqualTo(Failure.Kind.INVALID);
    }

    @Test
    void what_changes_nothing_is_no_change() {
        var same = rig.on(() -> update(null, Change.to(true), Change.to("Pult")));

        assertThat(same.version()).isEqualTo(1);
        assertThat(rig.audit("settings.changed")).isEmpty();
    }

    @Test
    void the_audit_names_what_changed_and_by_whom() {
        rig.on(() -> update(null, Change.to(false), Change.to("Ours")));

        var entry = rig.audit("settings.changed").get(0);
        assertThat(entry.getString("subject")).isEqualTo("user:admin");
        assertThat(entry.getJsonObject("details").getString("changed"))
                .isEqualTo("registration_enabled, instance_name");
    }

    @Test
    void nothing_is_half_written_when_the_audit_cannot_be() {
        rig.without("outbox", () -> Wait.failureOf(rig.start(() -> update(null, Change.to(false), Change.absent()))));

        assertThat(settings().registrationEnabled()).isTrue();
    }

    @Test
    void strangers_see_what_a_sign_in_page_needs_and_it_follows_at_once() {
        assertThat(publicSettings()).isEqualTo(new PublicSettings(true, "Pult", "en", PROVIDERS));

        rig.on(() -> rig.settings.update(
                new UpdateSettings(
                        null, new UpdateSettings.Body(Change.to(false), Change.to("Наш пульт"), Change.to("ru"))),
                ADMIN));

        assertThat(publicSettings()).isEqualTo(new PublicSettings(false, "Наш пульт", "ru", PROVIDERS));
    }

    @Test
    void who_names_no_language_gets_that_of_the_settings() {
        rig.on(() -> rig.settings.update(
                new UpdateSettings(null, new UpdateSettings.Body(Change.absent(), Change.absent(), Change.to("ru"))),
                ADMIN));

        rig.register("anna");

        assertThat(rig.count("profile WHERE lang_code = 'ru'")).isEqualTo(1);
    }

    @Test
    void without_the_database_it_is_503() throws Exception {
        rig.withoutPostgres(() -> assertThat(rig.refusal(() ->
                                rig.settings.getPublic(new GetPublicSettings(), PasswordRig.stranger("192.0.2.1")))
                        .kind())
                .isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    private AppSettings settings() {
        return rig.on(() -> rig.settings.get(new GetSettings(), ADMIN));
    }

    private PublicSettings publicSettings() {
        return rig.on(() -> rig.settings.getPublic(new GetPublicSettings(), PasswordRig.stranger("192.0.2.1")));
    }

    private Future<AppSettings> update(@Nullable Long ifMatch, Change<Boolean> registration, Change<String> name) {
        return rig.settings.update(
                new UpdateSettings(ifMatch, new UpdateSettings.Body(registration, name, Change.absent())), ADMIN);
    }
}
