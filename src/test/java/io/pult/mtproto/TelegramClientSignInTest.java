package io.pult.mtproto;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.SignInRefused.Reason;
import io.pult.mtproto.SignInStep.Authorised;
import io.pult.mtproto.SignInStep.CodeSent;
import io.pult.mtproto.api.AcceptLoginToken;
import io.pult.mtproto.api.User;
import io.pult.mtproto.session.Loss;
import io.pult.mtproto.session.SessionState;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Order;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in and out, against the stand-in's two data centres. */
class TelegramClientSignInTest {
    private static final AtomicInteger PHONES = new AtomicInteger();

    private static TestAccounts telegram;

    private final TestListener listener = new TestListener();

    @BeforeAll
    static void start() {
        telegram = new TestAccounts();
    }

    @AfterAll
    static void stop() {
        telegram.close();
    }

    @Test
    void a_code_signs_in_and_the_account_is_saved_at_once() {
        Account ada = account("Ada", null, 2);
        TelegramClient client = telegram.started(listener, null);
        SignIn signIn = telegram.loop.make(client::signIn);

        SignInStep sent = telegram.on(() -> signIn.sendCode(ada.phone()));
        assertThat(sent)
                .isInstanceOfSatisfying(
                        CodeSent.class, code -> assertThat(code.length()).isEqualTo(5));
        SignInStep done = telegram.on(() -> signIn.code(telegram.code(ada.phone())));

        assertThat(done).isEqualTo(new Authorised(ada.id(), false, "Ada", null));
        assertThat(listener.lastSaved()).isNotNull();
        assertThat(listener.lastSaved().self()).isEqualTo(ada.id());
        User self = telegram.with(client, each -> each.people().self());
        assertThat(self)
                .isInstanceOfSatisfying(
                        User.Plain.class, user -> assertThat(user.id()).isEqualTo(ada.id()));
    }

    @Test
    void a_wrong_code_is_refused_and_the_right_one_still_signs_in() {
        Account ada = account("Ada", null, 2);
        SignIn signIn = signIn();
        telegram.on(() -> signIn.sendCode(ada.phone()));
        String code = telegram.code(ada.phone());
        String wrong = code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);

        assertThat(refused(() -> signIn.code(wrong)).reason()).isEqualTo(Reason.WRONG_CODE);
        assertThat(telegram.on(() -> signIn.code(code))).isInstanceOf(Authorised.class);
    }

    @Test
    void an_account_that_lives_elsewhere_is_followed_to_its_data_centre() {
        Account ada = account("Ada", null, 1);
        TelegramClient client = telegram.started(listener, null);
        SignIn signIn = telegram.loop.make(client::signIn);
        telegram.on(() -> signIn.sendCode(ada.phone()));
        telegram.on(() -> signIn.code(telegram.code(ada.phone())));

        SavedAccount saved = listener.lastSaved();
        assertThat(saved).isNotNull();
        assertThat(saved.session().dc()).isEqualTo(1);
    }

    @Test
    void a_sign_in_that_is_sent_around_for_ever_ends() {
        Account ada = account("Ada", null, 2);
        telegram.world.order(Order.refuse("auth.sendCode", 303, "PHONE_MIGRATE_1"), 4);

        SignIn signIn = signIn();
        assertThat(refused(() -> signIn.sendCode(ada.phone())).reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void a_password_is_proved_after_a_wrong_one_was_refused() {
        Account ada = account("Ada", "correct horse", 2);
        SignIn signIn = signIn();
        telegram.on(() -> signIn.sendCode(ada.phone()));
        SignInStep step = telegram.on(() -> signIn.code(telegram.code(ada.phone())));
        assertThat(step).isInstanceOf(SignInStep.PasswordNeeded.class);

        assertThat(refused(() -> signIn.password("wrong".toCharArray())).reason())
                .isEqualTo(Reason.WRONG_PASSWORD);
        char[] password = "correct horse".toCharArray();
        assertThat(telegram.on(() -> signIn.password(password))).isInstanceOf(Authorised.class);
        assertThat(password).containsOnly('\0');
    }

    @Test
    void a_code_comes_by_another_way_and_a_sign_in_is_given_up() {
        Account ada = account("Ada", null, 2);
        SignIn signIn = signIn();
        telegram.on(() -> signIn.sendCode(ada.phone()));
        assertThat(telegram.on(signIn::resendCode)).isInstanceOf(CodeSent.class);
        telegram.on(signIn::cancel);

        assertThat(listener.is(SessionState.Stopped.class)).isTrue();
        assertThat(listener.saved).isEmpty();
    }

    @Test
    void a_number_of_nobody_has_to_sign_up_which_most_applications_may_not() {
        String phone = phone();
        SignIn signIn = signIn();
        telegram.on(() -> signIn.sendCode(phone));
        assertThat(telegram.on(() -> signIn.code(telegram.code(phone)))).isEqualTo(new SignInStep.SignUpRequired());

        telegram.world.order(Order.refuse("auth.signUp", 400, "PHONE_NUMBER_APP_SIGNUP_FORBIDDEN"), 1);
        assertThat(refused(() -> signIn.signUp("New", "One")).reason()).isEqualTo(Reason.SIGN_UP_FORBIDDEN);
        assertThat(telegram.on(() -> signIn.signUp("New", "One"))).isInstanceOf(Authorised.class);
    }

    @Test
    void a_flood_wait_is_told_with_its_time_and_a_restart_is_made_once() {
        Account ada = account("Ada", null, 2);
        SignIn signIn = signIn();
        telegram.world.order(Order.refuse("auth.sendCode", 420, "FLOOD_WAIT_77"), 1);
        SignInRefused flood = refused(() -> signIn.sendCode(ada.phone()));
        assertThat(flood.reason()).isEqualTo(Reason.TOO_OFTEN);
        assertThat(flood.retryAfter()).isEqualTo(Duration.ofSeconds(77));

        telegram.world.order(Order.refuse("auth.sendCode", 500, "AUTH_RESTART"), 1);
        assertThat(telegram.on(() -> signIn.sendCode(ada.phone()))).isInstanceOf(CodeSent.class);
    }

    @Test
    void steps_out_of_order_are_refused_here() {
        SignIn signIn = signIn();
        Throwable early = Wait.failureOf(telegram.loop.<SignInStep>start(() -> signIn.code("12345")));
        assertThat(early).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_qr_code_that_another_session_accepts_signs_in_also_elsewhere() {
        for (int dc : List.of(2, 1)) {
            Account ada = account("Ada", null, dc);
            TelegramClient phone = telegram.signedIn(new TestListener(), ada.phone());
            SignIn signIn = signIn();
            Future<SignInStep> scanned = telegram.loop.start(signIn::scanned);
            var shown = (SignInStep.ToBeScanned) telegram.on(signIn::qrCode);
            assertThat(shown.toString()).doesNotContain("tg://");

            byte[] token = Base64.getUrlDecoder().decode(shown.link().substring("tg://login?token=".length()));
            telegram.with(phone, each -> each.call(new AcceptLoginToken(token)));

            assertThat(Wait.on(scanned))
                    .isInstanceOfSatisfying(
                            Authorised.class, step -> assertThat(step.userId()).isEqualTo(ada.id()));
        }
    }

    @Test
    void signing_out_ends_the_session_and_its_token_spares_the_next_code() {
        Account ada = account("Ada", null, 2);
        TelegramClient client = telegram.signedIn(listener, ada.phone());
        Optional<byte[]> token = telegram.with(client, TelegramClient::logOut);

        assertThat(token).isPresent();
        assertThat(listener.states).last().isEqualTo(new SessionState.Lost(Loss.LOGGED_OUT));
        assertThat(telegram.loop.make(() -> client.export() == null)).isTrue();

        TelegramClient next = telegram.started(new TestListener(), null, List.of(token.orElseThrow()), 204);
        SignIn signIn = telegram.loop.make(next::signIn);
        assertThat(telegram.on(() -> signIn.sendCode(ada.phone()))).isInstanceOf(Authorised.class);
    }

    private SignIn signIn() {
        TelegramClient client = telegram.started(listener, null);
        return telegram.loop.make(client::signIn);
    }

    private static SignInRefused refused(Supplier<Future<SignInStep>> step) {
        return (SignInRefused) Wait.failureOf(telegram.loop.start(step));
    }

    private static Account account(String name, @Nullable String password, int dc) {
        return telegram.world.add(
                AccountSpec.of(phone()).named(name, "").withPassword(password).at(dc));
    }

    private static String phone() {
        return "7999000%04d".formatted(PHONES.incrementAndGet());
    }
}
