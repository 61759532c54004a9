package io.pult.identity.social;

import static io.pult.identity.social.SocialLab.ANNA;
import static io.pult.identity.social.SocialLab.PHONE;
import static io.pult.identity.social.SocialLab.launch;
import static io.pult.identity.social.SocialLab.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.SignIn;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SocialOps;
import io.pult.identity.SessionStore;
import io.pult.identity.TestSignIns;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in and confirmation by a launch of the Mini App. */
class LaunchSignInIT {
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

    private static SignedIn signIn(String initData, String device) {
        return lab.ask(SocialOps.TELEGRAM, launch(initData, device), stranger());
    }

    private static String refused(String initData, String device) {
        return lab.refusal(SocialOps.TELEGRAM, launch(initData, device), stranger());
    }

    private static SignIn session(SignedIn signedIn) {
        return Objects.requireNonNull(lab.call(signedIn).principal().signIn());
    }

    private static String confirmRefused(String initData, SignedIn asker) {
        return lab.refusal(
                SocialOps.CONFIRM, new SocialOps.Confirm(new SocialOps.LaunchData(initData)), lab.call(asker));
    }

    @Test
    void the_same_hash_from_another_device_is_refused_and_the_audit_says_so() {
        String initData = lab.telegram.launch(ANNA, 0);
        signIn(initData, PHONE);

        assertThat(refused(initData, "a thief's phone")).isEqualTo("401 social.replayed");

        assertThat(lab.audit()).contains("social_sign_in.refused anonymous social.replayed");
        assertThat(lab.count("SELECT count(*) FROM session")).isEqualTo(1);
    }

    @Test
    void the_same_hash_in_another_encoding_is_the_same_hash() {
        String initData = lab.telegram.launch(ANNA, 0);
        signIn(initData, PHONE);

        assertThat(refused(initData.replace("query_id", "query%5Fid"), "a thief's phone"))
                .isEqualTo("401 social.replayed");
    }

    @Test
    void the_same_hash_from_the_same_device_gives_the_same_session_also_when_the_access_token_was_over() {
        String initData = lab.telegram.launch(ANNA, 0);
        var before = signIn(initData, PHONE);
        var first = session(before);
        lab.pass(TestSignIns.ACCESS.plusMinutes(5));
        assertThat(lab.worthNothing(before)).isTrue();

        var second = session(signIn(initData, PHONE));

        assertThat(second).isEqualTo(first);
        assertThat(lab.count("SELECT count(*) FROM session")).isEqualTo(1);
    }

    @Test
    void one_launch_shown_many_times_at_once_opens_one_session() {
        String initData = lab.telegram.launch(ANNA, 0);
        List<Future<SignedIn>> asked = IntStream.range(0, 10)
                .mapToObj(i -> lab.bus.ask(SocialOps.TELEGRAM, launch(initData, PHONE), stranger()))
                .toList();

        var sessions = new ArrayList<UUID>();
        asked.forEach(each -> sessions.add(session(Wait.on(each)).session()));

        assertThat(sessions).hasSize(10).containsOnly(sessions.get(0));
        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(lab.audit()).containsExactlyInAnyOrder("user.registered user done", "session.opened user done");
    }

    @Test
    void a_session_that_was_ended_does_not_come_back_by_its_launch_whenever_it_was() {
        String initData = lab.telegram.launch(ANNA, 0);
        var signedIn = signIn(initData, PHONE);
        var user = lab.call(signedIn).principal().subject().substring("user:".length());
        lab.pass(TestSignIns.ACCESS.plusMinutes(5));

        var ended =
                Wait.on(new SessionStore(lab.pg).endAllBut(UUID.fromString(user), null, lab.now.get(), "signed_out"));
        assertThat(ended).hasSize(1);

        assertThat(refused(initData, PHONE)).isEqualTo("401 social.replayed");
        assertThat(lab.worthNothing(signedIn)).isTrue();
    }

    @Test
    void a_launch_of_a_day_signs_in_and_an_older_one_or_one_from_the_future_does_not() {
        String young = lab.telegram.launch(ANNA, 86_400);
        assertThat(refused(lab.telegram.launch(ANNA, 86_401), PHONE)).isEqualTo("401 social.proof_old");
        assertThat(signIn(young, PHONE).accessToken()).isNotNull();
        String coming = lab.telegram.launch(ANNA, 0);
        lab.pass(Duration.ofSeconds(-61));
        assertThat(refused(coming, PHONE)).isEqualTo("401 social.proof_from_future");
    }

    @Test
    void a_session_lives_as_long_as_its_launch_and_its_last_access_token_no_longer() {
        String initData = lab.telegram.launch(ANNA, 0);
        signIn(initData, PHONE);
        lab.pass(Duration.ofHours(24).minusSeconds(60));

        assertThat(signIn(initData, PHONE).expiresIn()).isEqualTo(60);
    }

    @Test
    void a_mini_app_gets_no_refresh_token_whatever_it_calls_itself() {
        var signedIn = lab.launched(ANNA);

        assertThat(signedIn.refreshToken()).isNull();
        assertThat(signedIn.refreshCookie()).isNull();
        assertThat(lab.count("SELECT count(*) FROM session WHERE client = 'mini_app' AND refresh_hash IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_session_counts_as_confirmed_since_the_launch_and_not_since_the_sign_in() {
        var launchedAt = lab.now.get();
        String initData = lab.telegram.launch(ANNA, 0);
        lab.pass(Duration.ofHours(3));

        assertThat(session(signIn(initData, PHONE)).confirmedAt()).isEqualTo(launchedAt);
    }

    @Test
    void a_launch_ahead_of_our_clock_confirms_since_now() {
        String initData = lab.telegram.launch(ANNA, 0);
        lab.pass(Duration.ofSeconds(-50));

        assertThat(session(signIn(initData, PHONE)).confirmedAt()).isEqualTo(lab.now.get());
    }

    @Test
    void an_older_launch_confirms_nothing_and_one_of_five_minutes_does() {
        var signedIn = signIn(lab.telegram.launch(ANNA, 7_200), PHONE);
        assertThat(confirmRefused(lab.telegram.launch(ANNA, 301), signedIn)).isEqualTo("401 social.proof_old");

        var at = lab.now.get().minusSeconds(300);
        var request = new SocialOps.Confirm(new SocialOps.LaunchData(lab.telegram.launch(ANNA, 300)));
        var confirmed = lab.ask(SocialOps.CONFIRM, request, lab.call(signedIn));

        assertThat(confirmed.confirmedAt()).isEqualTo(at);
        assertThat(session(signedIn).confirmedAt()).isEqualTo(at);
        assertThat(lab.count("SELECT count(*) FROM revocation")).isEqualTo(1);
        assertThat(lab.audit())
                .contains("session.confirmed user done", "session.confirmation_refused user social.proof_old");
    }

    @Test
    void a_launch_of_somebody_else_or_one_that_opened_another_session_confirms_nothing() {
        var signedIn = signIn(lab.telegram.launch(ANNA, 7_200), PHONE);
        assertThat(confirmRefused(lab.telegram.launch(SocialLab.BORIS, 0), signedIn))
                .isEqualTo("403 social.not_linked");
        String used = lab.telegram.launch(ANNA, 0);
        signIn(used, "a tablet");

        assertThat(confirmRefused(used, signedIn)).isEqualTo("401 social.replayed");

        assertThat(session(signedIn).confirmedAt()).isEqualTo(lab.now.get().minusSeconds(7_200));
        assertThat(lab.count("SELECT count(*) FROM revocation")).isZero();
    }

    @Test
    void a_launch_that_is_older_than_the_last_confirmation_takes_nothing_back() {
        var signedIn = lab.launched(ANNA);
        var confirmedAt = session(signedIn).confirmedAt();
        lab.pass(Duration.ofMinutes(1));
        var request = new SocialOps.Confirm(new SocialOps.LaunchData(lab.telegram.launch(ANNA, 120)));

        assertThat(lab.ask(SocialOps.CONFIRM, request, lab.call(signedIn)).confirmedAt())
                .isEqualTo(confirmedAt);
        assertThat(session(signedIn).confirmedAt()).isEqualTo(confirmedAt);
    }

    @Test
    void whoever_owes_a_second_step_gets_no_session_by_showing_the_launch_again() {
        lab.secondStep.set(true);
        String initData = lab.telegram.launch(ANNA, 0);

        assertThat(signIn(initData, PHONE).secondStep()).isNotNull();
        assertThat(signIn(initData, PHONE).secondStep()).isNotNull();
        assertThat(refused(initData, "another")).isEqualTo("401 social.replayed");

        assertThat(lab.count("SELECT count(*) FROM session")).isZero();
    }

    @Test
    void a_blocked_person_is_refused_also_with_the_launch_of_a_living_session() {
        String initData = lab.telegram.launch(ANNA, 0);
        signIn(initData, PHONE);
        Wait.on(lab.pg.query("UPDATE app_user SET status = 'blocked'"));

        assertThat(refused(initData, PHONE)).isEqualTo("403 user.blocked");
        assertThat(refused(lab.telegram.launch(ANNA, 1), PHONE)).isEqualTo("403 user.blocked");
    }

    @Test
    void proofs_that_are_too_old_to_be_shown_again_are_forgotten() {
        signIn(lab.telegram.launch(ANNA, 0), PHONE);
        var proofs = new SocialProofStore(lab.pg);

        Wait.on(proofs.forgetBefore(lab.now.get()));
        assertThat(lab.count("SELECT count(*) FROM social_proof")).isEqualTo(1);
        Wait.on(proofs.forgetBefore(lab.now.get().plusSeconds(1)));
        assertThat(lab.count("SELECT count(*) FROM social_proof")).isZero();
    }
}
