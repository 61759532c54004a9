package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final String PHONE = "79990000001";

    private final Scene scene = new Scene();
    private final Device device = scene.device(204);

    @Test
    void a_wrong_code_is_refused_and_the_right_one_still_works() {
        String hash = sendCode(PHONE).text("phone_code_hash");

        assertRefused(() -> signIn(PHONE, hash, "no")).hasMessage("400 PHONE_CODE_INVALID");
        assertRefused(() -> signIn(PHONE, hash, "")).hasMessage("400 PHONE_CODE_EMPTY");
        assertThat(signIn(PHONE, hash, code(PHONE)).object("user").int64("id")).isEqualTo(scene.ada.id());
    }

    @Test
    void a_code_expires() {
        String hash = sendCode(PHONE).text("phone_code_hash");
        scene.passes(Duration.ofSeconds(301));

        assertRefused(() -> signIn(PHONE, hash, code(PHONE))).hasMessage("400 PHONE_CODE_EXPIRED");
    }

    @Test
    void a_code_is_forgotten_after_five_wrong_ones() {
        String hash = sendCode(PHONE).text("phone_code_hash");
        String code = code(PHONE);
        for (int i = 0; i < 5; i++) {
            assertRefused(() -> signIn(PHONE, hash, "no")).hasMessage("400 PHONE_CODE_INVALID");
        }

        assertRefused(() -> signIn(PHONE, hash, code)).hasMessage("400 PHONE_CODE_EXPIRED");
    }

    @Test
    void a_code_is_good_for_the_key_alone_that_asked_for_it() {
        String hash = sendCode(PHONE).text("phone_code_hash");
        Device other = scene.device(204);

        assertRefused(() -> other.ask("auth.signIn", "phone_number", PHONE, "phone_code_hash", hash, "phone_code", "1"))
                .hasMessage("400 PHONE_CODE_EXPIRED");
    }

    @Test
    void another_code_comes_another_way_until_there_is_none() {
        TlObject first = sendCode(PHONE);
        String hash = first.text("phone_code_hash");

        TlObject second = device.ask("auth.resendCode", "phone_number", PHONE, "phone_code_hash", hash);

        assertThat(first.object("type")).isEqualTo(TlObject.of("auth.sentCodeTypeSms", "length", 5));
        assertThat(first.object("next_type").name()).isEqualTo("auth.codeTypeCall");
        assertThat(first.int32("timeout")).isEqualTo(60);
        assertThat(second.object("type").name()).isEqualTo("auth.sentCodeTypeCall");
        assertThat(second.has("next_type")).isFalse();
        assertRefused(() -> device.ask("auth.resendCode", "phone_number", PHONE, "phone_code_hash", hash))
                .hasMessage("400 SEND_CODE_UNAVAILABLE");
    }

    @Test
    void whoever_is_signed_in_elsewhere_gets_the_code_there() {
        scene.signedIn(scene.ada);

        assertThat(sendCode(PHONE).object("type").name()).isEqualTo("auth.sentCodeTypeApp");
    }

    @Test
    void a_code_that_was_taken_back_is_no_longer_good() {
        String hash = sendCode(PHONE).text("phone_code_hash");
        device.call(TlObject.of("auth.cancelCode", "phone_number", PHONE, "phone_code_hash", hash));

        assertRefused(() -> signIn(PHONE, hash, "12345")).hasMessage("400 PHONE_CODE_EXPIRED");
    }

    @Test
    void a_phone_that_is_none_is_refused_and_one_of_a_banned_account_is_called_banned() {
        assertRefused(() -> sendCode("12")).hasMessage("400 PHONE_NUMBER_INVALID");
        scene.world.stands(scene.ada, Account.Standing.BANNED);
        assertRefused(() -> sendCode(PHONE)).hasMessage("400 PHONE_NUMBER_BANNED");
    }

    @Test
    void a_phone_of_nobody_signs_up() {
        String hash = sendCode("+7 (999) 555-55-55").text("phone_code_hash");
        assertThat(signIn("79995555555", hash, code("79995555555")).name())
                .isEqualTo("auth.authorizationSignUpRequired");

        TlObject in =
                device.ask("auth.signUp", "phone_number", "79995555555", "phone_code_hash", hash, "first_name", "New");

        assertThat(in.object("user").text("first_name")).isEqualTo("New");
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
    }

    @Test
    void a_phone_of_nobody_is_unoccupied_where_signing_up_is_not_for_others() {
        scene.world.habits(Habits.USUAL.withSignUp(false));
        String hash = sendCode("79995555555").text("phone_code_hash");

        assertRefused(() -> signIn("79995555555", hash, code("79995555555"))).hasMessage("400 PHONE_NUMBER_UNOCCUPIED");
    }

    @Test
    void an_account_of_the_other_data_centre_is_sent_there() {
        scene.world.move(scene.ada, 1);
        assertRefused(() -> sendCode(PHONE)).hasMessage("303 PHONE_MIGRATE_1");
    }

    @Test
    void an_account_that_moved_after_the_code_is_sent_after() {
        String hash = sendCode(PHONE).text("phone_code_hash");
        scene.world.move(scene.ada, 1);

        assertRefused(() -> signIn(PHONE, hash, code(PHONE))).hasMessage("303 USER_MIGRATE_1");
    }

    @Test
    void an_order_sends_a_call_to_the_other_data_centre_for_reasons_of_the_network() {
        scene.world.order(Order.refuse("auth.sendCode", 303, "NETWORK_MIGRATE_1"), 1);

        assertRefused(() -> sendCode(PHONE)).hasMessage("303 NETWORK_MIGRATE_1");
        assertThat(sendCode(PHONE).name()).isEqualTo("auth.sentCode");
    }

    @Test
    void calls_of_those_who_have_not_signed_in_are_refused() {
        assertRefused(() -> device.ask("updates.getState")).hasMessage("401 AUTH_KEY_UNREGISTERED");
    }

    @Test
    void a_deleted_account_and_a_banned_one_are_told_so_at_each_call() {
        Device in = scene.signedIn(scene.ada);
        scene.world.stands(scene.ada, Account.Standing.DEACTIVATED);
        assertRefused(() -> in.ask("updates.getState")).hasMessage("401 USER_DEACTIVATED");
        scene.world.stands(scene.ada, Account.Standing.BANNED);
        assertRefused(() -> in.ask("updates.getState")).hasMessage("401 USER_DEACTIVATED_BAN");
    }

    @Test
    void a_token_of_the_last_logout_makes_the_code_needless_once() {
        Device before = scene.signedIn(scene.ada);
        byte[] token = before.ask("auth.logOut").bytes("future_auth_token");
        assertRefused(() -> before.ask("updates.getState")).hasMessage("401 AUTH_KEY_UNREGISTERED");
        TlObject settings = TlObject.of("codeSettings", "logout_tokens", List.of(token));

        TlObject sent = sendCode(PHONE, settings);

        assertThat(sent.name()).isEqualTo("auth.sentCodeSuccess");
        assertThat(device.ask("updates.getState").int32("pts")).isEqualTo(1);
        assertThat(sendCode(PHONE, settings).name()).isEqualTo("auth.sentCode");
    }

    @Test
    void other_devices_hear_of_a_new_one_and_can_end_it() {
        Device old = scene.signedIn(scene.ada);
        String hash = sendCode(PHONE).text("phone_code_hash");
        signIn(PHONE, hash, code(PHONE));

        TlObject news = old.pushed().get(0).object("update");
        assertThat(news.name()).isEqualTo("updateNewAuthorization");
        assertThat(old.ask("account.getAuthorizations").objects("authorizations"))
                .hasSize(2)
                .anyMatch(each -> each.int64("hash") == news.int64("hash"));
        old.call(TlObject.of("account.resetAuthorization", "hash", news.int64("hash")));
        assertRefused(() -> device.ask("updates.getState")).hasMessage("401 SESSION_REVOKED");
        assertRefused(() -> old.call(TlObject.of("account.resetAuthorization", "hash", 1L)))
                .hasMessage("400 HASH_INVALID");
    }

    @Test
    void an_authorization_goes_to_the_other_data_centre_once() {
        scene.world.listens(Map.of(1, 4_001, 2, 4_002));
        TlObject exported = scene.signedIn(scene.ada).ask("auth.exportAuthorization", "dc_id", 1);
        Device there = Device.of(scene.api, 204, 1);
        TlObject call = TlObject.of("auth.importAuthorization")
                .with("id", exported.int64("id"))
                .with("bytes", exported.bytes("bytes"));

        assertThat(((TlObject) there.call(call)).object("user").int64("id")).isEqualTo(scene.ada.id());
        assertRefused(() -> there.call(call)).hasMessage("400 AUTH_BYTES_INVALID");
        assertRefused(() -> scene.signedIn(scene.ada).ask("auth.exportAuthorization", "dc_id", 9))
                .hasMessage("400 DC_ID_INVALID");
    }

    private TlObject sendCode(String phone) {
        return sendCode(phone, TlObject.of("codeSettings"));
    }

    private TlObject sendCode(String phone, TlObject settings) {
        return device.ask("auth.sendCode", "phone_number", phone, "api_id", 4, "api_hash", "x", "settings", settings);
    }

    private TlObject signIn(String phone, String hash, String code) {
        return device.ask("auth.signIn", "phone_number", phone, "phone_code_hash", hash, "phone_code", code);
    }

    private String code(String phone) {
        return Objects.requireNonNull(scene.world.lastCode(phone));
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(Device.Refused.class);
    }
}
