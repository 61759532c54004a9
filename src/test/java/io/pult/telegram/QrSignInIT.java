package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.telegram.SignInProgress;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramSignInOps;
import io.pult.contract.telegram.TelegramSignInOps.Changed;
import io.pult.contract.telegram.TelegramSignInOps.GiveCode;
import io.pult.contract.telegram.TelegramSignInOps.GivePassword;
import io.pult.contract.telegram.TelegramSignInOps.Step;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Habits;
import io.pult.support.Altered;
import io.pult.support.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in by a QR code, and sign-ins that nobody brings to an end. Here they are given up after some seconds. */
class QrSignInIT {
    private static final AtomicInteger PHONES = new AtomicInteger();
    private static final List<Changed> told = new CopyOnWriteArrayList<>();

    private static TelegramRig rig;
    private static SignInLab lab;
    private static TelegramSettings settings;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(2);
        lab = new SignInLab(rig);
        settings = Altered.record(rig.settings(), Map.of("signInWithin", Duration.ofSeconds(4)));
        rig.node(settings);
        Wait.on(rig.bus.onEvery(TelegramSignInOps.CHANGED, event -> told.add(event.body())));
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
    void a_scan_by_the_persons_own_app_signs_in_also_from_another_data_centre() throws Exception {
        for (int dc : new int[] {2, 1}) {
            String phone = person(null, dc);
            UUID account = lab.account(null, dc == 2 ? "+" + phone : null);

            SignInProgress shown = rig.ask(TelegramSignInOps.QR, new Step(account));
            assertThat(shown.state()).isEqualTo(State.NEW);
            assertThat(shown.svg()).startsWith("<svg ").endsWith("</svg>").doesNotContain("tg://");
            assertThat(shown.expiresAt()).isNotNull();
            assertThat(shown.toString()).doesNotContain("svg>");
            assertThat(rig.ask(TelegramSignInOps.QR, new Step(account)).svg()).isEqualTo(shown.svg());
            rig.standIn.world().scan(phone);

            Wait.until("it is signed in", () -> lab.state(account).equals("ready"));
            Wait.until("that was told", () -> lastOf(account).now().state() == State.READY);
            assertThat(lab.row(account).getString("phone")).isEqualTo("+" + phone);
            assertThat(lab.row(account).getInteger("dc")).isEqualTo(dc);
        }
    }

    @Test
    void a_scan_by_somebody_else_is_signed_out_again() throws Exception {
        String phone = person(null, 2);
        String other = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.QR, new Step(account));

        rig.standIn.world().scan(other);

        Wait.until(
                "it was told",
                () -> "account.other_phone".equals(lastOf(account).reason()));
        assertThat(lab.state(account)).isEqualTo("new");
        assertThat(lab.row(account).getValue("key_id")).isNull();
        Wait.until("they are signed out", () -> lab.devices(other) == 0);
    }

    @Test
    void a_scan_of_an_account_with_a_password_asks_for_it() throws Exception {
        String phone = person("correct horse", 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.QR, new Step(account));

        rig.standIn.world().scan(phone);

        Wait.until("the password is asked for", () -> lab.state(account).equals("password_needed"));
        assertThat(rig.ask(TelegramSignInOps.PASSWORD, new GivePassword(account, "correct horse"))
                        .state())
                .isEqualTo(State.READY);
    }

    @Test
    void an_image_that_has_expired_is_followed_by_another_one() throws Exception {
        rig.standIn.world().habits(Altered.record(Habits.USUAL, Map.of("loginTokenSeconds", 3)));
        UUID account = lab.account(null, null);
        String first = rig.ask(TelegramSignInOps.QR, new Step(account)).svg();

        Wait.until("another image is told", () -> {
            String svg = lastOf(account).now().svg();
            return svg != null && !svg.equals(first);
        });
        rig.ask(TelegramSignInOps.CANCEL, new Step(account));
        assertThat(lastOf(account).reason()).isEqualTo("cancelled");
    }

    @Test
    void a_sign_in_without_a_next_step_is_given_up() throws Exception {
        String phone = person(null, 2);
        UUID account = lab.account(null, "+" + phone);
        rig.ask(TelegramSignInOps.SEND_CODE, new Step(account));
        assertThat(lab.state(account)).isEqualTo("code_sent");

        Wait.until("it is given up", () -> lab.state(account).equals("new"));

        assertThat(lab.row(account).getString("reason")).isEqualTo("abandoned");
        assertThat(rig.standIn.world().lastCode(phone)).isNull();
        assertThat(lastOf(account).reason()).isEqualTo("abandoned");
        Wait.until("nobody holds it", () -> lab.row(account).getValue("owner") == null);
    }

    @Test
    void a_node_that_stops_in_the_middle_gives_its_sign_ins_up_and_another_one_begins_anew() throws Exception {
        try (var own = new TelegramRig(0)) {
            var table = new SignInLab(own);
            var first = own.node();
            own.standIn.world().add(AccountSpec.of("79991990001").named("Ada", ""));
            UUID account = table.account(null, "+79991990001");
            own.ask(TelegramSignInOps.SEND_CODE, new Step(account));
            String code = own.standIn.world().lastCode("79991990001");

            first.stop();

            assertThat(table.state(account)).isEqualTo("new");
            assertThat(table.row(account).getString("reason")).isEqualTo("node_gone");
            assertThat(table.row(account).getValue("owner")).isNull();
            assertThat(own.standIn.world().lastCode("79991990001")).isNull();
            own.node();
            Failure late = own.failure(TelegramSignInOps.SIGN_IN, new GiveCode(account, code));
            assertThat(late.code()).isEqualTo("sign_in.no_code_asked");
            own.ask(TelegramSignInOps.SEND_CODE, new Step(account));
            String another = own.standIn.world().lastCode("79991990001");
            assertThat(own.ask(TelegramSignInOps.SIGN_IN, new GiveCode(account, another))
                            .state())
                    .isEqualTo(State.READY);
        }
    }

    @Test
    void a_sign_in_of_a_node_that_died_is_ended_with_all_that_it_held() throws Exception {
        UUID account = lab.account(null, "+" + person(null, 2));
        UUID died = UUID.randomUUID();
        Wait.on(rig.pg.query("""
                INSERT INTO node (id, name, host, started_at, lease_until, buried_at)
                VALUES ($1, 'died', '127.0.0.1', now(), now() - interval '1 minute', now())""", died));
        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET state = 'code_sent', owner = $2, epoch = 7 WHERE account_id = $1",
                account,
                died));

        assertThat(Wait.on(new SignInStore(rig.pg).interrupted())).doesNotContain(account);
        assertThat(Wait.on(new SessionStore(rig.pg).bereave(new UUID[] {died}))).isOne();

        isSetBack(account);
    }

    @Test
    void a_sign_in_that_its_node_gave_up_is_ended_by_the_next_sweep() throws Exception {
        UUID account = lab.account(null, "+" + person(null, 2));
        Wait.on(rig.pg.query(
                "UPDATE telegram_session SET state = 'password_needed', owner = NULL, epoch = 7 WHERE account_id = $1",
                account));

        Wait.until(
                "it is set back",
                Duration.ofSeconds(25),
                () -> lab.state(account).equals("new"));

        isSetBack(account);
    }

    private static void isSetBack(UUID account) throws Exception {
        assertThat(lab.state(account)).isEqualTo("new");
        assertThat(lab.row(account).getString("reason")).isEqualTo("node_gone");
        assertThat(lab.row(account).getUUID("owner")).isNull();
    }

    private static Changed lastOf(UUID account) {
        return told.stream()
                .filter(each -> each.accountId().equals(account))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private static String person(@Nullable String password, int dc) {
        String phone = "7999200%04d".formatted(PHONES.incrementAndGet());
        rig.standIn
                .world()
                .add(AccountSpec.of(phone)
                        .named("Ada", "")
                        .withPassword(password)
                        .at(dc));
        return phone;
    }
}
