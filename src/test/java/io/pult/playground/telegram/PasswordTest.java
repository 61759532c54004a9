package io.pult.playground.telegram;

import static io.pult.playground.telegram.SignInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Srp;
import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordTest {
    private static final String PHONE = "79990000003";

    /** One for all tests: it takes a tenth of a second. */
    private static final SrpServer SERVER = SrpServer.of("correct horse", new byte[40], new byte[16]);

    private final Scene scene = new Scene();
    private final Account eve = scene.world.add(AccountSpec.of(PHONE), SERVER);
    private final Device device = scene.device(204);

    @BeforeEach
    void gives_the_code() {
        String hash = device.ask(
                        "auth.sendCode",
                        "phone_number",
                        PHONE,
                        "api_id",
                        4,
                        "api_hash",
                        "x",
                        "settings",
                        TlObject.of("codeSettings"))
                .text("phone_code_hash");
        String code = Objects.requireNonNull(scene.world.lastCode(PHONE));
        assertRefused(() ->
                        device.ask("auth.signIn", "phone_number", PHONE, "phone_code_hash", hash, "phone_code", code))
                .hasMessage("401 SESSION_PASSWORD_NEEDED");
    }

    @Test
    void the_code_alone_opens_nothing() {
        assertRefused(() -> device.ask("updates.getState")).hasMessage("401 SESSION_PASSWORD_NEEDED");
    }

    @Test
    void a_wrong_password_is_refused_and_the_right_one_signs_in() {
        assertRefused(() -> check(device.ask("account.getPassword"), "wrong")).hasMessage("400 PASSWORD_HASH_INVALID");

        TlObject in = check(device.ask("account.getPassword"), "correct horse");

        assertThat(in.object("user").int64("id")).isEqualTo(eve.id());
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
    }

    @Test
    void a_challenge_is_good_once() {
        TlObject guess = guess(device.ask("account.getPassword"));
        assertRefused(() -> device.call(guess)).hasMessage("400 PASSWORD_HASH_INVALID");

        assertRefused(() -> device.call(guess)).hasMessage("400 SRP_ID_INVALID");
    }

    @Test
    void a_challenge_is_good_for_two_minutes() {
        TlObject guess = guess(device.ask("account.getPassword"));
        scene.passes(Duration.ofSeconds(121));

        assertRefused(() -> device.call(guess)).hasMessage("400 SRP_ID_INVALID");
    }

    @Test
    void no_proof_is_no_password() {
        TlObject none = TlObject.of("auth.checkPassword", "password", TlObject.of("inputCheckPasswordEmpty"));

        assertRefused(() -> device.call(none)).hasMessage("400 PASSWORD_HASH_INVALID");
    }

    @Test
    void whoever_has_none_is_told_so() {
        TlObject shown = scene.signedIn(scene.ada).ask("account.getPassword");

        assertThat(shown.flag("has_password")).isFalse();
        assertThat(shown.has("srp_id")).isFalse();
    }

    private static TlObject guess(TlObject shown) {
        TlObject answer = TlObject.of("inputCheckPasswordSRP")
                .with("srp_id", shown.int64("srp_id"))
                .with("A", new byte[256]);
        return TlObject.of("auth.checkPassword", "password", answer);
    }

    private TlObject check(TlObject shown, String password) {
        TlObject algorithm = shown.object("current_algo");
        byte[] random = new byte[256];
        new Random(3).nextBytes(random);
        Srp.Proof proof = Srp.proof(
                password.toCharArray(),
                algorithm.bytes("salt1"),
                algorithm.bytes("salt2"),
                algorithm.int32("g"),
                algorithm.bytes("p"),
                shown.bytes("srp_B"),
                random);
        TlObject answer = TlObject.of("inputCheckPasswordSRP")
                .with("srp_id", shown.int64("srp_id"))
                .with("A", proof.a())
                .with("M1", proof.m1());
        return device.ask("auth.checkPassword", "password", answer);
    }
}
