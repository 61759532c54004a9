package io.pult.identity.social;

import static io.pult.identity.social.SocialLab.ANNA;
import static io.pult.identity.social.SocialLab.BORIS;
import static io.pult.identity.social.SocialLab.BOT;
import static io.pult.identity.social.SocialLab.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Op;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in by the pages of Telegram and Yandex, and by the Login Widget. */
class CodeSignInIT {
    @TempDir
    static Path folder;

    private static SocialLab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new SocialLab(folder);
    }

    @BeforeEach
    void clear() {
        lab.clear();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static Op<SocialOps.SignIn, SignedIn> op(SocialProvider provider) {
        return provider == SocialProvider.TELEGRAM ? SocialOps.TELEGRAM : SocialOps.YANDEX;
    }

    private static String refused(SocialProvider provider, SocialOps.SignIn request) {
        return lab.refusal(op(provider), request, stranger());
    }

    @Test
    void a_state_is_good_once_also_when_it_comes_twice_at_the_same_moment() {
        for (SocialProvider provider : SocialProvider.values()) {
            var request = lab.trip(provider, ANNA, null).signIn(null);
            List<Future<SignedIn>> asked = IntStream.range(0, 4)
                    .mapToObj(i -> lab.bus.ask(op(provider), request, stranger()))
                    .toList();

            Wait.on(Future.join(asked).otherwiseEmpty());
            Map<String, Long> ends = asked.stream()
                    .map(each -> each.succeeded() ? "in" : SocialLab.code(each))
                    .collect(Collectors.groupingBy(end -> end, Collectors.counting()));

            assertThat(ends).isEqualTo(Map.of("in", 1L, "401 social.state_unknown", 3L));
        }
    }

    @Test
    void a_state_of_eleven_minutes_or_of_nobody_is_refused() {
        var trip = lab.trip(SocialProvider.YANDEX, ANNA, null);
        lab.pass(Duration.ofMinutes(11));
        assertThat(refused(SocialProvider.YANDEX, trip.signIn(null))).isEqualTo("401 social.state_unknown");
        for (String state : List.of("x".repeat(43), "x", "' OR 1=1 --")) {
            var proof = new SocialOps.Proof(null, null, "code", state, null, null);
            assertThat(refused(SocialProvider.YANDEX, new SocialOps.SignIn(proof, null, null)))
                    .isEqualTo("401 social.state_unknown");
        }
        assertThat(lab.audit()).contains("social_sign_in.refused anonymous social.state_unknown");
    }

    @Test
    void a_state_of_one_provider_is_worth_nothing_at_the_other() {
        var trip = lab.trip(SocialProvider.TELEGRAM, ANNA, null);
        assertThat(refused(SocialProvider.YANDEX, trip.signIn(null))).isEqualTo("401 social.state_unknown");
    }

    @Test
    void a_browser_that_did_not_begin_is_not_signed_in_as_whoever_did() {
        for (String binding : new String[] {null, "another"}) {
            var trip = lab.trip(SocialProvider.TELEGRAM, BORIS, ClientKind.BROWSER);
            assertThat(refused(
                            SocialProvider.TELEGRAM,
                            new SocialOps.SignIn(trip.proof(ClientKind.BROWSER), binding, "a browser")))
                    .isEqualTo("401 social.state_unknown");
        }
        // Nor by a state that was begun as a program, which has no cookie.
        var program = lab.trip(SocialProvider.TELEGRAM, BORIS, ClientKind.API);
        assertThat(refused(SocialProvider.TELEGRAM, program.signIn(ClientKind.BROWSER)))
                .isEqualTo("401 social.state_unknown");
        assertThat(lab.count("SELECT count(*) FROM session")).isZero();
    }

    @Test
    void a_browser_that_began_gets_its_refresh_token_as_a_cookie_alone() {
        var trip = lab.trip(SocialProvider.TELEGRAM, ANNA, ClientKind.BROWSER);

        var signedIn = lab.ask(SocialOps.TELEGRAM, trip.signIn(ClientKind.BROWSER), stranger());

        assertThat(signedIn.refreshCookie()).startsWith("pultr_");
        assertThat(signedIn.refreshToken()).isNull();
    }

    @Test
    void a_program_gets_the_pair_in_the_answer() {
        for (SocialProvider provider : SocialProvider.values()) {
            var signedIn = lab.signedIn(provider, ANNA);
            assertThat(signedIn.accessToken()).isNotNull();
            assertThat(signedIn.refreshToken()).startsWith("pultr_");
            assertThat(lab.count("SELECT count(*) FROM session WHERE proof = $1", provider.text()))
                    .isEqualTo(1);
        }
    }

    @Test
    void who_says_no_at_the_provider_is_told_so_and_the_state_is_over() {
        for (SocialProvider provider : SocialProvider.values()) {
            var denied = lab.trip(provider, "nobody", null).signIn(null);
            assertThat(refused(provider, denied)).isEqualTo("401 social.denied");
            assertThat(refused(provider, denied)).isEqualTo("401 social.state_unknown");
        }
        assertThat(lab.audit()).contains("social_sign_in.refused anonymous social.denied");
    }

    @Test
    void a_code_that_was_used_elsewhere_is_refused() {
        for (SocialProvider provider : SocialProvider.values()) {
            var victim = lab.trip(provider, ANNA, null);
            var thief = lab.trip(provider, BORIS, null);
            var proof = new SocialOps.Proof(
                    null, null, victim.back().get("code"), thief.back().get("state"), null, null);
            assertThat(refused(provider, new SocialOps.SignIn(proof, null, null)))
                    .isEqualTo("401 social.code_refused");
        }
    }

    @Test
    void an_id_token_that_is_not_for_us_or_not_for_this_sign_in_is_refused() {
        for (String how : List.of("nonce", "audience", "issuer", "expired", "key", "unsigned")) {
            lab.telegram.admin("POST", "spoil", new JsonObject().put("what", how));
            assertThat(refused(
                            SocialProvider.TELEGRAM,
                            lab.trip(SocialProvider.TELEGRAM, ANNA, null).signIn(null)))
                    .as(how)
                    .isEqualTo("401 social.id_token_refused");
        }
        assertThat(lab.count("SELECT count(*) FROM app_user")).isZero();
    }

    @Test
    void an_issuer_that_changes_its_keys_is_asked_for_them_once() throws Exception {
        try (var own = new SocialLab(folder.resolve("own"))) {
            own.signedIn(SocialProvider.TELEGRAM, ANNA);
            own.telegram.admin("POST", "rotate-keys", new JsonObject());
            own.pass(Duration.ofSeconds(30));

            own.signedIn(SocialProvider.TELEGRAM, ANNA);
            own.signedIn(SocialProvider.TELEGRAM, ANNA);

            assertThat(own.telegram.admin("GET", "stats", new JsonObject()))
                    .isEqualTo(
                            new JsonObject().put("discovery", 1).put("keys", 2).put("token", 3));
        }
    }

    @Test
    void the_same_person_is_one_user_by_mini_app_page_and_widget() {
        lab.launched(ANNA);
        lab.signedIn(SocialProvider.TELEGRAM, ANNA);
        lab.ask(SocialOps.TELEGRAM, widget(900_001, "renamed", lab.now.get().getEpochSecond()), stranger());

        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(lab.count("SELECT count(*) FROM social_login WHERE username = 'renamed'"))
                .isEqualTo(1);
    }

    @Test
    void a_person_of_the_same_name_and_number_at_another_provider_is_somebody_else() {
        lab.signedIn(SocialProvider.TELEGRAM, ANNA);
        lab.signedIn(SocialProvider.YANDEX, ANNA);

        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(2);
    }

    @Test
    void concurrent_first_sign_ins_of_one_person_make_one_user() {
        var requests = IntStream.range(0, 6)
                .mapToObj(i -> lab.trip(SocialProvider.YANDEX, ANNA, null).signIn(null))
                .toList();
        var asked = requests.stream()
                .map(request -> lab.bus.ask(SocialOps.YANDEX, request, stranger()))
                .toList();

        Wait.on(Future.all(asked));

        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(lab.count("SELECT count(*) FROM session")).isEqualTo(6);
        assertThat(lab.audit())
                .filteredOn(line -> line.startsWith("user.registered"))
                .hasSize(1);
    }

    @Test
    void a_first_sign_in_makes_a_user_without_login_and_password_with_name_language_and_the_role_user() {
        lab.launched(ANNA);

        assertThat(lab.count("""
                        SELECT count(*) FROM app_user JOIN profile ON user_id = id JOIN user_role USING (user_id)
                        WHERE login IS NULL AND password_hash IS NULL AND name = 'Anna Demo' AND lang_code = 'ru'
                          AND role = 'USER'
                        """)).isEqualTo(1);
    }

    @Test
    void while_registration_is_closed_strangers_stay_out_and_the_known_come_in() {
        lab.signedIn(SocialProvider.YANDEX, ANNA);
        lab.registration.set(false);

        lab.signedIn(SocialProvider.YANDEX, ANNA);

        assertThat(refused(
                        SocialProvider.YANDEX,
                        lab.trip(SocialProvider.YANDEX, BORIS, null).signIn(null)))
                .isEqualTo("403 registration.closed");
        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
    }

    @Test
    void people_are_sent_back_to_known_pages_alone() {
        for (String page : List.of("https://evil.example.org/", SocialLab.PAGE + "/", SocialLab.PAGE + "?a=1", "")) {
            var start = new SocialOps.Start(SocialProvider.YANDEX, new SocialOps.Way(page, null));
            assertThat(lab.refusal(SocialOps.START, start, stranger())).isEqualTo("422 social.redirect_uri_unknown");
        }
        var bare = lab.ask(SocialOps.START, new SocialOps.Start(SocialProvider.YANDEX, null), stranger());
        assertThat(bare.authorizationUrl()).contains("redirect_uri=https%3A%2F%2Fpult.example.org%2Flogin");
        assertThat(bare.binding()).isNull();
    }

    @Test
    void nothing_that_is_secret_is_in_the_address_or_in_the_database() {
        var trip = lab.trip(SocialProvider.TELEGRAM, ANNA, ClientKind.BROWSER);
        var row = lab.pg.query("SELECT social_start::text AS row FROM social_start");

        assertThat(trip.started().authorizationUrl())
                .contains("code_challenge_method=S256")
                .contains("nonce=")
                .doesNotContain("secret")
                .doesNotContain("verifier");
        assertThat(Wait.on(row).iterator().next().getString("row"))
                .doesNotContain(trip.started().state())
                .doesNotContain(String.valueOf(trip.started().binding()));
        assertThat(trip.started().toString() + trip.signIn(ClientKind.BROWSER))
                .doesNotContain(trip.started().state());
    }

    @Test
    void exactly_one_proof_has_to_be_there() {
        var widget = Map.<String, Object>of("id", 1);
        for (SocialOps.Proof proof : List.of(
                new SocialOps.Proof(null, null, null, null, null, null),
                new SocialOps.Proof("a", widget, null, null, null, null),
                new SocialOps.Proof("a", null, "b", "c", null, null),
                new SocialOps.Proof(null, null, "b", null, null, null),
                new SocialOps.Proof(null, null, null, "c", null, null),
                new SocialOps.Proof(null, null, "b", "c", "d", null))) {
            assertThat(refused(SocialProvider.TELEGRAM, new SocialOps.SignIn(proof, null, null)))
                    .isEqualTo("422 social.one_proof");
        }
        var launch = new SocialOps.Proof("a", null, null, null, null, null);
        assertThat(refused(SocialProvider.YANDEX, new SocialOps.SignIn(launch, null, null)))
                .isEqualTo("422 social.one_proof");
    }

    @Test
    void the_widgets_fields_are_good_once_and_for_five_minutes() {
        long at = lab.now.get().getEpochSecond();
        var fresh = widget(42, "ann", at);
        assertThat(lab.ask(SocialOps.TELEGRAM, fresh, stranger()).refreshToken())
                .startsWith("pultr_");
        assertThat(refused(SocialProvider.TELEGRAM, fresh)).isEqualTo("401 social.replayed");
        assertThat(refused(SocialProvider.TELEGRAM, widget(42, "ann", at - 301)))
                .isEqualTo("401 social.proof_old");
    }

    @Test
    void ways_through_a_page_that_nobody_walked_to_the_end_are_forgotten() {
        lab.trip(SocialProvider.YANDEX, ANNA, null);
        var starts = new SocialStartStore(lab.pg);
        Wait.on(starts.forgetBefore(lab.now.get()));
        assertThat(lab.count("SELECT count(*) FROM social_start")).isEqualTo(1);
        Wait.on(starts.forgetBefore(lab.now.get().plus(Duration.ofMinutes(11))));
        assertThat(lab.count("SELECT count(*) FROM social_start")).isZero();
    }

    private static SocialOps.SignIn widget(int id, String username, long at) {
        var signed = new HashMap<String, String>();
        signed.put("id", Integer.toString(id));
        signed.put("first_name", "Ann");
        signed.put("username", username);
        signed.put("auth_date", Long.toString(at));
        var fields = new HashMap<String, Object>(signed);
        fields.put("hash", TelegramKey.ofWidget(BOT).sign(signed));
        return new SocialOps.SignIn(new SocialOps.Proof(null, fields, null, null, null, null), null, "a browser");
    }
}
