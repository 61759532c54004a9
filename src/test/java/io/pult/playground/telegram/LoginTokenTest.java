package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginTokenTest {
    private final Scene scene = new Scene();
    private final Device screen = scene.device(204);
    private final Device phone = scene.signedIn(scene.ada);

    @Test
    void a_token_that_was_accepted_signs_in_the_key_that_showed_it() {
        byte[] token = export().bytes("token");

        TlObject device = phone.ask("auth.acceptLoginToken", "token", token);
        TlObject told = screen.pushed().get(0);
        TlObject success = export();

        assertThat(device.text("device_model")).isEqualTo("test");
        assertThat(told.object("update").name()).isEqualTo("updateLoginToken");
        assertThat(success.name()).isEqualTo("auth.loginTokenSuccess");
        assertThat(success.object("authorization").object("user").int64("id")).isEqualTo(scene.ada.id());
        assertThat(screen.ask("updates.getState").int32("pts")).isEqualTo(1);
    }

    @Test
    void a_token_is_accepted_once() {
        byte[] token = export().bytes("token");
        phone.ask("auth.acceptLoginToken", "token", token);

        assertRefused(() -> phone.ask("auth.acceptLoginToken", "token", token))
                .hasMessage("400 AUTH_TOKEN_ALREADY_ACCEPTED");
    }

    @Test
    void a_token_expires_and_an_unknown_one_is_invalid() {
        byte[] token = export().bytes("token");
        scene.passes(Duration.ofSeconds(31));

        assertRefused(() -> phone.ask("auth.acceptLoginToken", "token", token)).hasMessage("400 AUTH_TOKEN_EXPIRED");
        assertRefused(() -> phone.ask("auth.acceptLoginToken", "token", new byte[3]))
                .hasMessage("400 AUTH_TOKEN_INVALID");
    }

    @Test
    void whoever_lives_in_the_other_data_centre_is_brought_there() {
        scene.world.move(scene.ada, 1);
        phone.ask("auth.acceptLoginToken", "token", export().bytes("token"));

        TlObject migrate = export();
        Device there = Device.of(scene.api, 204, 1);
        TlObject success = there.ask("auth.importLoginToken", "token", migrate.bytes("token"));

        assertThat(migrate.name()).isEqualTo("auth.loginTokenMigrateTo");
        assertThat(migrate.int32("dc_id")).isEqualTo(1);
        assertThat(success.name()).isEqualTo("auth.loginTokenSuccess");
    }

    @Test
    void whoever_has_a_password_has_to_show_it_still() {
        Account eve =
                scene.world.add(AccountSpec.of("79990000003"), SrpServer.of("secret", new byte[40], new byte[16]));
        Device own = scene.signedIn(eve);
        own.ask("auth.acceptLoginToken", "token", export().bytes("token"));

        assertRefused(this::export).hasMessage("401 SESSION_PASSWORD_NEEDED");
        assertThat(screen.ask("account.getPassword").flag("has_password")).isTrue();
    }

    private TlObject export() {
        return screen.ask("auth.exportLoginToken", "api_id", 4, "api_hash", "x");
    }
}
