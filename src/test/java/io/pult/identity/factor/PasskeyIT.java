package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.Passkey;
import io.pult.contract.identity.PasskeyOps;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SecondFactorOps;
import io.pult.contract.identity.SecondFactors;
import io.pult.contract.identity.SecondStepOps;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.FactorRig;
import io.pult.identity.User;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys, made and shown by an authenticator in memory. */
class PasskeyIT {
    private static FactorRig rig;

    private final User ada = rig.person(Role.USER);
    private final SignedIn tokens = rig.signIn(ada);
    private final Browser browser = new Browser(rig);

    @BeforeAll
    static void open() throws Exception {
        rig = new FactorRig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void a_passkey_signs_in_alone_and_the_session_has_shown_two_factors() {
        browser.add(who());

        SignedIn signedIn = browser.signIn();

        var principal = rig.principal(signedIn);
        assertThat(principal.subject()).isEqualTo(ada.subject());
        assertThat(rig.text(
                        "SELECT proof || ' by ' || device FROM session WHERE id = $1",
                        principal.signIn().session()))
                .isEqualTo("passkey by a browser");
        assertThat(rig.audit("factor.used", ada))
                .singleElement()
                .matches(entry -> entry.details().equals(Map.of("method", "passkey", "for", "sign-in")));
        assertThat(rig.ask(PasskeyOps.LIST, new PasskeyOps.ListPasskeys(), who())
                        .items())
                .singleElement()
                .matches(passkey -> passkey.name().equals("my key") && rig.now().equals(passkey.lastUsedAt()));
    }

    @Test
    void a_page_of_another_origin_gets_nobody_in_and_nothing_kept() {
        browser.add(who());
        browser.visit("https://pult.example.org.evil.example");

        assertRefused(browser.challenge(), Map.of());
        var other = new Browser(rig);
        other.visit("https://evil.example");
        assertThat(refusalOfAdding(other.create(other.creationOptions(who()))).code())
                .isEqualTo("passkey.refused");
    }

    @Test
    void a_passkey_for_another_site_is_of_no_use_here() {
        Passkey passkey = browser.add(who());
        String credential = rig.text("SELECT credential_id FROM passkey WHERE id = $1", passkey.id());
        browser.authenticator.lookup(Base64.getUrlDecoder().decode(credential)).setRpId("evil.example");

        assertRefused(browser.challenge(), Map.of("rpId", "evil.example"));
        var other = new Browser(rig);
        var options = other.creationOptions(who());
        options.put("rp", Map.of("id", "evil.example", "name", "Evil"));
        assertThat(refusalOfAdding(other.create(options)).code()).isEqualTo("passkey.refused");
    }

    @Test
    void an_answer_to_another_question_is_refused() {
        browser.add(who());

        assertRefused(
                browser.challenge(),
                Map.of("challenge", browser.challenge().publicKey().get("challenge")));
    }

    @Test
    void a_question_is_answered_once() {
        browser.add(who());
        var challenge = browser.challenge();
        var signingIn = Browser.signingIn(challenge, browser.get(challenge.publicKey()));
        rig.askAsStranger(PasskeyOps.SIGN_IN, signingIn);

        assertThat(rig.refusal(PasskeyOps.SIGN_IN, signingIn).code()).isEqualTo("passkey.refused");
        assertRefused(challenge, Map.of());
    }

    @Test
    void a_failed_answer_uses_the_question_up() {
        browser.add(who());
        var challenge = browser.challenge();
        assertRefused(challenge, Map.of("userVerification", "discouraged"));

        assertRefused(challenge, Map.of());
    }

    @Test
    void the_same_answer_twice_at_once_signs_in_once() {
        browser.add(who());
        var challenge = browser.challenge();
        var signingIn = Browser.signingIn(challenge, browser.get(challenge.publicKey()));

        var all = List.of(
                rig.asking(PasskeyOps.SIGN_IN, signingIn),
                rig.asking(PasskeyOps.SIGN_IN, signingIn),
                rig.asking(PasskeyOps.SIGN_IN, signingIn));
        Wait.on(Future.join(all).otherwiseEmpty());

        assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void a_question_is_over_after_five_minutes_and_when_the_clock_has_stepped_back() {
        browser.add(who());
        var late = browser.challenge();
        rig.later(Duration.ofMinutes(5));
        assertRefused(late, Map.of());

        var early = browser.challenge();
        rig.later(Duration.ofMinutes(-2));
        assertRefused(early, Map.of());
        rig.later(Duration.ofMinutes(2));
    }

    @Test
    void a_copy_of_a_passkey_is_found_by_its_count_and_written_into_the_audit() {
        browser.add(who());
        browser.signIn();
        browser.authenticator.setCountUpEnabled(false);

        assertRefused(browser.challenge(), Map.of());

        assertThat(rig.audit("factor.refused", ada))
                .singleElement()
                .matches(entry ->
                        String.valueOf(entry.details().get("why")).startsWith("the count of signatures went back"));
        browser.authenticator.setCountUpEnabled(true);
        assertThat(browser.signIn().accessToken()).isNotNull();
    }

    @Test
    void the_owner_has_to_be_verified_by_the_authenticator() {
        browser.add(who());

        assertRefused(browser.challenge(), Map.of("userVerification", "discouraged"));
    }

    @Test
    void a_signature_of_another_passkey_is_refused() {
        browser.add(who());
        var other = new Browser(rig);
        other.add(rig.principal(rig.signIn(rig.person(Role.USER))));
        var challenge = browser.challenge();
        var mine = new JsonObject(browser.get(challenge.publicKey()));
        var theirs = new JsonObject(other.get(challenge.publicKey()));

        mine.getJsonObject("response")
                .put("signature", theirs.getJsonObject("response").getString("signature"));

        assertThat(rig.refusal(PasskeyOps.SIGN_IN, Browser.signingIn(challenge, Browser.plain(mine)))
                        .code())
                .isEqualTo("passkey.refused");
    }

    @Test
    void a_passkey_that_claims_to_be_anothers_or_nobodys_is_refused() {
        browser.add(who());
        var other = rig.person(Role.USER);

        for (String handle : new @Nullable String[] {Ceremonies.handle(other.id()), null}) {
            var challenge = browser.challenge();
            var response = new JsonObject(browser.get(challenge.publicKey()));
            response.getJsonObject("response").put("userHandle", handle);
            assertThat(rig.refusal(PasskeyOps.SIGN_IN, Browser.signingIn(challenge, Browser.plain(response)))
                            .code())
                    .isEqualTo("passkey.refused");
        }
    }

    @Test
    void another_persons_passkey_is_no_second_step_for_me() {
        var device = Device.of(rig, rig.person(Role.USER));
        browser.add(who());
        var mine = new Browser(rig);
        mine.add(device.who());
        String step = device.step();
        var options = optionsOfStep(step);
        options.remove("allowCredentials");

        assertThat(rig.refusal(SecondStepOps.FINISH, finishing(step, browser.get(options)))
                        .code())
                .isEqualTo("factor.wrong");
        assertThat(rig.askAsStranger(SecondStepOps.FINISH, finishing(step, mine.get(optionsOfStep(step)))))
                .isNotNull();
    }

    @Test
    void after_a_password_a_passkey_is_a_second_step_also_when_codes_are_held_up() {
        browser.add(who());
        String step = rig.signIn(ada).secondStep().token();
        rig.sql("INSERT INTO factor_failure (user_id, at) SELECT $1, $2 FROM generate_series(1, 10)", ada.id(), at());

        var signedIn = rig.askAsStranger(SecondStepOps.FINISH, finishing(step, browser.get(optionsOfStep(step))));

        assertThat(rig.principal(signedIn).subject()).isEqualTo(ada.subject());
        assertThat(rig.signIn(ada).secondStep().methods()).containsExactly("passkey");
        assertThat(rig.audit("factor.used", ada))
                .singleElement()
                .matches(entry -> "password".equals(entry.details().get("first")));
    }

    @Test
    void a_second_step_that_is_told_to_make_a_passkey_makes_none() {
        browser.add(who());
        String step = rig.signIn(ada).secondStep().token();
        var thief = new Browser(rig);
        var creation = thief.creationOptions(rig.principal(rig.signIn(rig.person(Role.USER))));
        creation.put("challenge", optionsOfStep(step).get("challenge"));

        assertThat(rig.refusal(SecondStepOps.FINISH, finishing(step, thief.create(creation)))
                        .code())
                .isEqualTo("passkey.malformed");
        assertThat(rig.count("SELECT count(*) FROM passkey WHERE user_id = $1", ada.id()))
                .isEqualTo(1);
    }

    @Test
    void a_question_belongs_to_the_session_and_the_purpose_that_it_was_asked_in() {
        browser.add(who());
        Principal elsewhere = rig.principal(browser.signIn());
        var fresh = new Browser(rig);
        var made = fresh.create(fresh.creationOptions(elsewhere));

        assertThat(refusalOfAdding(made).code()).isEqualTo("passkey.no_challenge");
        var challenge = browser.challenge();
        var confirmation =
                new SecondStepOps.Confirm(new SecondStepOps.Confirm.Body(null, browser.get(challenge.publicKey())));
        assertThat(rig.refusal(SecondStepOps.CONFIRM, confirmation, elsewhere).code())
                .isEqualTo("factor.wrong");
    }

    @Test
    void a_passkey_renews_the_confirmation() {
        browser.add(who());
        rig.later(Duration.ofMinutes(6));
        var options = rig.ask(SecondStepOps.CONFIRM_OPTIONS, new SecondStepOps.ConfirmOptions(), who())
                .publicKey();

        rig.ask(
                SecondStepOps.CONFIRM,
                new SecondStepOps.Confirm(new SecondStepOps.Confirm.Body(null, browser.get(options))),
                who());

        assertThat(who().signIn().confirmedAt()).isEqualTo(rig.now());
    }

    @Test
    void to_make_one_and_to_remove_one_a_confirmation_is_wanted() {
        Passkey passkey = browser.add(who());
        rig.later(Duration.ofMinutes(6));

        assertThat(List.of(
                        rig.refusal(PasskeyOps.CREATION_OPTIONS, new PasskeyOps.CreationOptions(), who()),
                        rig.refusal(PasskeyOps.ADD, Browser.adding(Map.of()), who()),
                        rig.refusal(PasskeyOps.REMOVE, new PasskeyOps.Remove(passkey.id()), who())))
                .allMatch(refusal -> refusal.is("confirmation.needed"));
    }

    @Test
    void a_removed_passkey_signs_nobody_in() {
        Passkey passkey = browser.add(who());
        var bob = rig.principal(rig.signIn(rig.person(Role.USER)));
        assertThat(rig.refusal(PasskeyOps.REMOVE, new PasskeyOps.Remove(passkey.id()), bob)
                        .code())
                .isEqualTo("passkey.not_found");

        rig.ask(PasskeyOps.REMOVE, new PasskeyOps.Remove(passkey.id()), who());

        assertRefused(browser.challenge(), Map.of());
        assertThat(rig.ask(SecondFactorOps.MINE, new SecondFactorOps.Mine(), who()))
                .isEqualTo(new SecondFactors(false, 0, 0));
    }

    @Test
    void the_last_way_in_stays_and_with_another_passkey_it_may_go() {
        Passkey first = browser.add(who());
        rig.sql("UPDATE app_user SET password_hash = NULL WHERE id = $1", ada.id());
        assertThat(rig.refusal(PasskeyOps.REMOVE, new PasskeyOps.Remove(first.id()), who())
                        .code())
                .isEqualTo("user.last_way_in");

        new Browser(rig).add(who());
        rig.ask(PasskeyOps.REMOVE, new PasskeyOps.Remove(first.id()), who());

        assertThat(rig.ask(SecondFactorOps.MINE, new SecondFactorOps.Mine(), who())
                        .passkeys())
                .isEqualTo(1);
    }

    @Test
    void somebody_blocked_is_told_so_and_not_signed_in() {
        browser.add(who());
        rig.sql("UPDATE app_user SET status = 'blocked' WHERE id = $1", ada.id());
        var challenge = browser.challenge();

        assertThat(rig.refusal(PasskeyOps.SIGN_IN, Browser.signingIn(challenge, browser.get(challenge.publicKey())))
                        .code())
                .isEqualTo("user.blocked");
    }

    @Test
    void a_stranger_who_begins_a_sign_in_learns_of_nobody() {
        browser.add(who());

        var options = browser.challenge().publicKey();

        assertThat(options).containsOnlyKeys("challenge", "timeout", "rpId", "userVerification");
        assertThat(options).containsEntry("rpId", "pult.example.org").containsEntry("userVerification", "required");
        assertThat(options.get("challenge"))
                .isNotEqualTo(browser.challenge().publicKey().get("challenge"));
    }

    @Test
    void options_to_make_one_name_the_person_and_exclude_what_the_authenticator_has() {
        browser.add(who());

        var options = new JsonObject(browser.creationOptions(who()));

        assertThat(options.getJsonObject("user").getString("id")).isEqualTo(Ceremonies.handle(ada.id()));
        assertThat(options.getJsonObject("user").getString("name")).isEqualTo(ada.login());
        assertThat(options.getJsonArray("excludeCredentials")).hasSize(1);
        assertThat(options.getJsonObject("authenticatorSelection").getMap())
                .containsEntry("residentKey", "required")
                .containsEntry("userVerification", "required");
        assertThat(options.getString("attestation")).isEqualTo("none");
    }

    @Test
    void a_twenty_first_passkey_and_a_flood_of_questions_are_refused() {
        browser.add(who());
        rig.sql("""
                INSERT INTO passkey (id, user_id, name, credential_id, public_key, aaguid, sign_count, created_at)
                SELECT gen_random_uuid(), $1, 'n', gen_random_uuid()::text, '', '', 0, now() FROM generate_series(1, 19)
                """, ada.id());
        var another = new Browser(rig);
        assertThat(refusalOfAdding(another.create(another.creationOptions(who())))
                        .code())
                .isEqualTo("passkey.too_many");

        browser.challenge();
        rig.sql("""
                INSERT INTO passkey_challenge (handle, challenge, address, created_at, expires_at)
                SELECT 'flood ' || n, '', address, $1, $2
                FROM generate_series(1, 200) AS n, (SELECT max(address) AS address FROM passkey_challenge) AS one
                """, at(), at().plusSeconds(60));
        assertThat(rig.refusal(PasskeyOps.SIGN_IN_OPTIONS, new PasskeyOps.SignInOptions())
                        .kind())
                .isEqualTo(Failure.Kind.TOO_MANY);
        rig.sql("DELETE FROM passkey_challenge");
    }

    @Test
    void what_no_authenticator_answers_is_malformed() {
        var challenge = browser.challenge();
        String notJson = Base64.getUrlEncoder().encodeToString(new byte[] {1, 2, 3});

        for (Map<String, Object> response : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("id", 5, "response", Map.of()),
                Map.of("id", "a", "response", "text"),
                Map.of(
                        "id",
                        "a",
                        "response",
                        Map.of("clientDataJSON", notJson, "authenticatorData", "", "signature", "")),
                Map.of(
                        "id",
                        "a",
                        "response",
                        Map.of("clientDataJSON", notJson, "authenticatorData", "AA", "signature", "AA")))) {
            assertThat(rig.refusal(PasskeyOps.SIGN_IN, Browser.signingIn(challenge, response))
                            .code())
                    .isEqualTo("passkey.malformed");
        }
    }

    @Test
    void while_the_database_is_away_the_answer_is_503_and_the_question_stays_open() throws Exception {
        browser.add(who());
        var challenge = browser.challenge();
        var signingIn = Browser.signingIn(challenge, browser.get(challenge.publicKey()));
        rig.gate.shut();
        var refusal = rig.refusal(PasskeyOps.SIGN_IN, signingIn);
        rig.gate.open();

        assertThat(refusal.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        Wait.until(
                "the database is back",
                () -> rig.asking(SecondFactorOps.MINE, new SecondFactorOps.Mine(), me())
                        .transform(done -> Future.succeededFuture(done.succeeded()))
                        .await());
        assertThat(rig.askAsStranger(PasskeyOps.SIGN_IN, signingIn).accessToken())
                .isNotNull();
    }

    private Principal who() {
        return rig.principal(tokens);
    }

    /** As {@link #who}, without the database. */
    private Principal me() {
        return new Principal(ada.subject(), Set.of("USER"), Map.of(), new SignIn(UUID.randomUUID(), rig.now()));
    }

    private OffsetDateTime at() {
        return rig.now().atOffset(ZoneOffset.UTC);
    }

    private Failure refusalOfAdding(Map<String, Object> response) {
        return rig.refusal(PasskeyOps.ADD, Browser.adding(response), who());
    }

    /** @param changes that a bad page makes to the options */
    private void assertRefused(PasskeyOps.SignInChallenge challenge, Map<String, Object> changes) {
        var options = new JsonObject(challenge.publicKey()).copy().getMap();
        options.putAll(changes);
        var refusal = rig.refusal(PasskeyOps.SIGN_IN, Browser.signingIn(challenge, browser.get(options)));
        assertThat(refusal.kind()).isEqualTo(Failure.Kind.UNAUTHENTICATED);
        assertThat(refusal.code()).isEqualTo("passkey.refused");
    }

    private static Map<String, Object> optionsOfStep(String step) {
        return rig.askAsStranger(SecondStepOps.OPTIONS, new SecondStepOps.Options(new SecondStepOps.Options.Body(step)))
                .publicKey();
    }

    private static SecondStepOps.Finish finishing(String step, Map<String, Object> passkey) {
        return new SecondStepOps.Finish(new SecondStepOps.Finish.Body(step, null, null, passkey));
    }
}
