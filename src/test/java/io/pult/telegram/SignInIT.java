package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.telegram.CodeWay;
import io.pult.contract.telegram.SignInProgress;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramSignInOps;
import io.pult.contract.telegram.TelegramSignInOps.GiveCode;
import io.pult.contract.telegram.TelegramSignInOps.GivePassword;
import io.pult.contract.telegram.TelegramSignInOps.Step;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Order;
import io.pult.support.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in by a code, by a password, and out again, over two nodes. */
class SignInIT {
    private static final AtomicInteger PHONES = new AtomicInteger();

    private static TelegramRig rig;
    private static SignInLab lab;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(0);
        lab = new SignInLab(rig);
        rig.node();
        rig.node();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @AfterEach
    void nothingIsOrdered() {
        rig.standIn.world().reset();
        assertThat(rig.duplicates()).isZero();
    }

    @Test
    void a_code_signs_in_and_the_session_lives_on_with_the_same_connection() throws Exception {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);

        SignInProgress sent = rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        assertThat(sent.state()).isEqualTo(State.CODE_SENT);
        assertThat(sent.length()).isEqualTo(5);
        assertThat(sent.way()).isEqualTo(CodeWay.SMS);
        assertThat(sent.nextWay()).isEqualTo(CodeWay.CALL);
        assertThat(sent.timeoutS()).isEqualTo(60);
        assertThat(sent.advice()).contains("QR");
        assertThat(lab.state(account)).isEqualTo("code_sent");
        long keysBefore = keys();

        SignInProgress done = rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)));

        assertThat(done.state()).isEqualTo(State.READY);
        assertThat(done.telegramId())
                .isEqualTo(rig.standIn.world().account(phone).id());
        assertThat(done.sameAs()).isNull();
        assertThat(lab.state(account)).isEqualTo("ready");
        assertThat(lab.row(account).getLong("telegram_id")).isEqualTo(done.telegramId());
        assertThat(lab.row(account).getValue("signed_in_at")).isNotNull();
        assertThat(lab.row(account).getValue("key_id")).isNotNull();
        assertThat(lab.row(account).getValue("owner")).isNotNull();
        assertThat(keys()).isEqualTo(keysBefore);
        assertThat(lab.audited(account)).contains("telegram_account.signed_in");
    }

    @Test
    void a_wrong_code_is_refused_and_the_right_one_still_signs_in() {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        String right = code(phone);

        refused(TelegramSignInOps.SIGN_IN, new GiveCode(account, wrong(right)), 422, "sign_in.wrong_code");
        assertThat(lab.state(account)).isEqualTo("code_sent");
        assertThat(rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, right))
                        .state())
                .isEqualTo(State.READY);
    }

    @Test
    void an_expired_code_is_told_and_another_one_signs_in() {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        rig.standIn.world().order(Order.refuse("auth.signIn", 400, "PHONE_CODE_EXPIRED"), 1);

        refused(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)), 422, "sign_in.code_expired");
        SignInProgress again = rig.ask(TelegramSignInOps.RESEND_CODE, new Step(account));

        assertThat(again.way()).isEqualTo(CodeWay.CALL);
        assertThat(again.nextWay()).isNull();
        refused(TelegramSignInOps.RESEND_CODE, new Step(account), 422, "sign_in.no_more_ways");
        assertThat(rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)))
                        .state())
                .isEqualTo(State.READY);
    }

    @Test
    void a_password_is_proved_after_a_wrong_one_was_refused_also_in_another_data_centre() {
        String phone = person("correct horse", 1);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));

        SignInProgress needed = rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)));
        assertThat(needed.state()).isEqualTo(State.PASSWORD_NEEDED);
        assertThat(lab.state(account)).isEqualTo("password_needed");
        refused(TelegramSignInOps.PASSWORD, new GivePassword(account, "wrong"), 422, "sign_in.wrong_password");
        SignInProgress done = rig.ask(TelegramSignInOps.PASSWORD, new GivePassword(account, "correct horse"));

        assertThat(done.state()).isEqualTo(State.READY);
        assertThat(lab.row(account).getInteger("dc")).isEqualTo(1);
    }

    @Test
    void a_number_that_telegram_does_not_know_is_refused_and_nothing_stays() throws Exception {
        UUID account = lab.account(null, "+799988800001");
        rig.standIn.world().order(Order.refuse("auth.sendCode", 400, "PHONE_NUMBER_INVALID"), 1);

        refused(TelegramSignInOps.SEND_CODE, new Step(account), 422, "sign_in.phone_invalid");
        assertThat(lab.state(account)).isEqualTo("new");
        Wait.until("nobody holds it", () -> lab.row(account).getValue("owner") == null);

        rig.standIn.world().order(Order.refuse("auth.sendCode", 400, "PHONE_NUMBER_BANNED"), 1);
        refused(TelegramSignInOps.SEND_CODE, new Step(account), 422, "sign_in.phone_banned");
        assertThat(lab.state(account)).isEqualTo("banned");
    }

    @Test
    void a_number_of_nobody_has_to_be_registered_elsewhere() {
        String phone = "79990000000";
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));

        refused(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)), 422, "sign_in.sign_up_forbidden");
        assertThat(lab.state(account)).isEqualTo("new");
    }

    @Test
    void a_flood_is_told_with_its_time_kept_and_obeyed_without_asking_again() {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.standIn.world().order(Order.refuse("auth.sendCode", 420, "FLOOD_WAIT_77"), 1);

        Failure first = refused(TelegramSignInOps.SEND_CODE, new Step(account), 429, "telegram.flood");
        assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(77));
        long asked = rig.standIn.world().calls().getOrDefault("auth.sendCode", 0L);
        Failure second = refused(TelegramSignInOps.SEND_CODE, new Step(account), 429, "telegram.flood");

        assertThat(second.retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(77));
        assertThat(rig.standIn.world().calls().getOrDefault("auth.sendCode", 0L))
                .isEqualTo(asked);
    }

    @Test
    void steps_that_nobody_asked_for_are_conflicts() {
        UUID account = lab.account(null, "+" + person(null, 2));
        refused(TelegramSignInOps.SIGN_IN, new GiveCode(account, "12345"), 409, "sign_in.no_code_asked");
        refused(TelegramSignInOps.RESEND_CODE, new Step(account), 409, "sign_in.no_code_asked");
        refused(TelegramSignInOps.PASSWORD, new GivePassword(account, "x"), 409, "sign_in.no_password_asked");
        refused(TelegramSignInOps.SEND_CODE, new Step(lab.account(null, null)), 422, "sign_in.no_phone");
        assertThat(rig.ask(TelegramSignInOps.CANCEL, new Step(account)).state()).isEqualTo(State.NEW);
    }

    @Test
    void an_account_that_is_signed_in_is_not_signed_in_again() {
        UUID account = signedIn(person(null, 2));
        refused(TelegramSignInOps.SEND_CODE, new Step(account), 409, "sign_in.already");
        refused(TelegramSignInOps.QR, new Step(account), 409, "sign_in.already");
        assertThat(lab.state(account)).isEqualTo("ready");
    }

    @Test
    void an_unknown_account_and_one_of_a_foreign_workspace_are_not_there() {
        refused(TelegramSignInOps.SEND_CODE, new Step(UUID.randomUUID()), 404, "account.not_found");
        UUID theirs = lab.workspace();
        UUID account = lab.account(theirs, "+" + person(null, 2));
        UUID ofNobody = lab.account(null, "+" + person(null, 2));

        var stranger = Map.of(UUID.randomUUID().toString(), MemberRole.OWNER);
        for (UUID each : new UUID[] {account, ofNobody}) {
            Failure failure = failure(TelegramSignInOps.SEND_CODE, new Step(each), stranger);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
            assertThat(lab.row(each).getValue("owner")).isNull();
        }
        Failure viewer =
                failure(TelegramSignInOps.SEND_CODE, new Step(account), Map.of(theirs.toString(), MemberRole.VIEWER));
        assertThat(viewer.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
    }

    @Test
    void a_sign_in_that_is_given_up_leaves_the_account_as_it_was() throws Exception {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        String code = code(phone);

        assertThat(rig.ask(TelegramSignInOps.CANCEL, new Step(account)).state()).isEqualTo(State.NEW);

        assertThat(lab.state(account)).isEqualTo("new");
        assertThat(rig.standIn.world().lastCode(phone))
                .as("it was cancelled at Telegram")
                .isNull();
        refused(TelegramSignInOps.SIGN_IN, new GiveCode(account, code), 409, "sign_in.no_code_asked");
        Wait.until("nobody holds it", () -> lab.row(account).getValue("owner") == null);
    }

    @Test
    void signing_out_ends_the_session_at_telegram_and_forgets_the_key() throws Exception {
        String phone = person(null, 2);
        UUID account = signedIn(phone);
        assertThat(lab.devices(phone)).isEqualTo(1);

        assertThat(rig.ask(TelegramSignInOps.LOG_OUT, new Step(account)).state())
                .isEqualTo(State.NEW);

        assertThat(lab.devices(phone)).isZero();
        assertThat(lab.row(account).getValue("key_id")).isNull();
        assertThat(lab.row(account).getValue("envelope")).isNull();
        assertThat(lab.audited(account)).contains("telegram_account.signed_out");
        Wait.until("nobody holds it", () -> lab.row(account).getValue("owner") == null);
        assertThat(rig.ask(TelegramSignInOps.LOG_OUT, new Step(account)).state())
                .isEqualTo(State.NEW);
        assertThat(signedInAgain(account, phone)).isEqualTo(State.READY);
    }

    @Test
    void a_sign_out_that_telegram_does_not_hear_leaves_the_account_signed_in() throws Exception {
        String phone = person(null, 2);
        UUID account = signedIn(phone);
        rig.standIn.world().order(Order.refuse("auth.logOut", 400, "NOT_NOW"), 1);

        Failure failure = rig.failure(TelegramSignInOps.LOG_OUT, new Step(account));
        assertThat(failure.code()).isEqualTo("sign_in.refused");

        assertThat(lab.state(account)).isEqualTo("ready");
        assertThat(lab.row(account).getValue("envelope")).isNotNull();
        Wait.until("it is held again", () -> lab.row(account).getValue("owner") != null);
    }

    @Test
    void two_accounts_of_the_same_person_are_told_of_each_other() {
        String phone = person(null, 2);
        UUID first = signedIn(phone);
        lab.forgetPhone(first);
        UUID second = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(second));

        assertThat(rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(second, code(phone)))
                        .sameAs())
                .isEqualTo(first);
    }

    @Test
    void codes_and_passwords_never_show_in_a_text() {
        assertThat(new GiveCode(UUID.randomUUID(), "12345").toString()).doesNotContain("12345");
        assertThat(new GivePassword(UUID.randomUUID(), "secret").toString()).doesNotContain("secret");
    }

    private static UUID signedIn(String phone) {
        UUID account = lab.account(null, "+" + phone);
        signedInAgain(account, phone);
        return account;
    }

    private static State signedInAgain(UUID account, String phone) {
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        return rig.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, code(phone)))
                .state();
    }

    private static String person(@Nullable String password, int dc) {
        String phone = "7999100%04d".formatted(PHONES.incrementAndGet());
        rig.standIn
                .world()
                .add(AccountSpec.of(phone)
                        .named("Ada", "")
                        .withPassword(password)
                        .at(dc));
        return phone;
    }

    private static String code(String phone) {
        return rig.standIn.world().lastCode(phone);
    }

    private static String wrong(String code) {
        return (code.startsWith("1") ? "2" : "1") + code.substring(1);
    }

    private static long keys() {
        return rig.standIn.dataCentre(2).counts().keys();
    }

    private static <Q, R> Failure refused(Op<Q, R> op, Q request, int status, String code) {
        Failure failure = rig.failure(op, request);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind().status()).isEqualTo(status);
        return failure;
    }

    private static <Q, R> Failure failure(Op<Q, R> op, Q request, Map<String, MemberRole> memberships) {
        var who = new Principal("user:" + UUID.randomUUID(), Set.of("USER"), memberships, null);
        return (Failure) Wait.failureOf(rig.bus.ask(op, request, Call.by(who, Duration.ofSeconds(15))));
    }
}
