package io.pult.identity.social;

import static io.pult.identity.social.SocialLab.ANNA;
import static io.pult.identity.social.SocialLab.BORIS;
import static io.pult.identity.social.SocialLab.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.bus.Principal;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SocialLogin;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linking and unlinking: nobody is merged, nobody locked out. */
class SocialLinkIT {
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

    private static SocialOps.Link byCode(SocialProvider provider, String as, SignedIn asker) {
        return new SocialOps.Link(provider, lab.linkTrip(provider, as, asker).proof(null));
    }

    private static SocialOps.Link byLaunch(String initData) {
        return new SocialOps.Link(SocialProvider.TELEGRAM, new SocialOps.Proof(initData, null, null, null, null, null));
    }

    private static SocialLogin linked(SocialOps.Link request, SignedIn asker) {
        return lab.ask(SocialOps.LINK, request, lab.call(asker));
    }

    private static String refused(SocialOps.Link request, SignedIn asker) {
        return lab.refusal(SocialOps.LINK, request, lab.call(asker));
    }

    private static String unlinkRefused(SocialProvider provider, SignedIn asker) {
        return lab.refusal(SocialOps.UNLINK, new SocialOps.Unlink(provider), lab.call(asker));
    }

    private static List<SocialLogin> list(SignedIn asker) {
        return lab.ask(SocialOps.LIST, Nothing.NOTHING, lab.call(asker)).items();
    }

    @Test
    void an_account_that_belongs_to_another_user_stays_theirs_and_nobody_is_merged() {
        var anna = lab.signedIn(SocialProvider.TELEGRAM, ANNA);
        var boris = lab.signedIn(SocialProvider.YANDEX, BORIS);

        assertThat(refused(byCode(SocialProvider.TELEGRAM, ANNA, boris), boris))
                .isEqualTo("409 social.linked_elsewhere");
        assertThat(refused(byLaunch(lab.telegram.launch(ANNA, 0)), boris)).isEqualTo("409 social.linked_elsewhere");

        assertThat(list(boris)).extracting(SocialLogin::provider).containsExactly(SocialProvider.YANDEX);
        assertThat(list(anna)).extracting(SocialLogin::provider).containsExactly(SocialProvider.TELEGRAM);
        assertThat(lab.audit()).contains("social_login.link_refused user social.linked_elsewhere");
    }

    @Test
    void a_code_of_somebody_elses_start_links_nothing() {
        var victim = lab.signedIn(SocialProvider.YANDEX, ANNA);
        var thief = lab.signedIn(SocialProvider.YANDEX, BORIS);

        assertThat(refused(byCode(SocialProvider.TELEGRAM, BORIS, thief), victim))
                .isEqualTo("401 social.state_unknown");
        var signIn = lab.trip(SocialProvider.TELEGRAM, BORIS, null);
        assertThat(refused(new SocialOps.Link(SocialProvider.TELEGRAM, signIn.proof(null)), victim))
                .isEqualTo("401 social.state_unknown");
    }

    @Test
    void a_code_of_a_linking_signs_nobody_in() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        var trip = lab.linkTrip(SocialProvider.TELEGRAM, BORIS, asker);
        assertThat(lab.refusal(SocialOps.TELEGRAM, trip.signIn(null), stranger()))
                .isEqualTo("401 social.state_unknown");
    }

    @Test
    void whoever_linked_signs_in_by_either_and_is_one_user() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        var login = linked(byCode(SocialProvider.TELEGRAM, BORIS, asker), asker);
        assertThat(login.externalId()).isEqualTo(BORIS);

        var again = lab.launched(BORIS);

        assertThat(lab.call(again).principal().subject())
                .isEqualTo(lab.call(asker).principal().subject());
        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
        assertThat(lab.audit()).contains("social_login.linked user done");
    }

    @Test
    void linking_again_what_is_linked_changes_nothing_and_a_second_account_of_a_provider_is_refused() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        var first = linked(byCode(SocialProvider.TELEGRAM, BORIS, asker), asker);

        assertThat(linked(byLaunch(lab.telegram.launch(BORIS, 0)), asker)).isEqualTo(first);
        assertThat(refused(byCode(SocialProvider.TELEGRAM, "900003", asker), asker))
                .isEqualTo("409 social.another_linked");
    }

    @Test
    void a_launch_links_while_it_is_five_minutes_old_and_once() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        assertThat(refused(byLaunch(lab.telegram.launch(BORIS, 301)), asker)).isEqualTo("401 social.proof_old");
        String used = lab.telegram.launch(BORIS, 0);
        var other = lab.signedIn(SocialProvider.YANDEX, "900003");
        linked(byLaunch(used), asker);

        assertThat(refused(byLaunch(used), other)).isEqualTo("401 social.replayed");
        assertThat(lab.refusal(SocialOps.TELEGRAM, SocialLab.launch(used, SocialLab.PHONE), stranger()))
                .isEqualTo("401 social.replayed");
    }

    @Test
    void linking_and_unlinking_want_a_confirmation_of_the_last_five_minutes() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        var link = byCode(SocialProvider.TELEGRAM, BORIS, asker);
        lab.pass(Duration.ofMinutes(6));

        assertThat(refused(link, asker)).isEqualTo("403 confirmation.needed");
        assertThat(unlinkRefused(SocialProvider.YANDEX, asker)).isEqualTo("403 confirmation.needed");
        assertThat(lab.refusal(
                        SocialOps.START_LINK, new SocialOps.Start(SocialProvider.TELEGRAM, null), lab.call(asker)))
                .isEqualTo("403 confirmation.needed");
    }

    @Test
    void a_mini_app_that_was_launched_an_hour_ago_unlinks_only_after_a_new_launch() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        linked(byLaunch(lab.telegram.launch(BORIS, 0)), asker);
        var app = lab.ask(
                SocialOps.TELEGRAM, SocialLab.launch(lab.telegram.launch(BORIS, 3_600), SocialLab.PHONE), stranger());
        assertThat(unlinkRefused(SocialProvider.YANDEX, app)).isEqualTo("403 confirmation.needed");

        var launch = new SocialOps.LaunchData(lab.telegram.launch(BORIS, 1));
        lab.ask(SocialOps.CONFIRM, new SocialOps.Confirm(launch), lab.call(app));
        lab.ask(SocialOps.UNLINK, new SocialOps.Unlink(SocialProvider.YANDEX), lab.call(app));

        assertThat(list(app)).extracting(SocialLogin::provider).containsExactly(SocialProvider.TELEGRAM);
    }

    @Test
    void the_last_way_in_stays_and_with_a_password_it_may_go() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        assertThat(unlinkRefused(SocialProvider.YANDEX, asker)).isEqualTo("422 user.last_way_in");
        assertThat(unlinkRefused(SocialProvider.TELEGRAM, asker)).isEqualTo("404 social.not_linked");
        assertThat(lab.audit()).contains("social_login.unlink_refused user user.last_way_in");

        Wait.on(lab.pg.query("UPDATE app_user SET login = 'anna', password_hash = 'x'"));
        lab.ask(SocialOps.UNLINK, new SocialOps.Unlink(SocialProvider.YANDEX), lab.call(asker));

        assertThat(list(asker)).isEmpty();
        assertThat(lab.audit()).contains("social_login.unlinked user done");
        lab.signedIn(SocialProvider.YANDEX, ANNA);
        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(2);
    }

    @Test
    void with_a_passkey_the_last_account_elsewhere_may_go() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        Wait.on(lab.pg.query("""
                INSERT INTO passkey (id, user_id, name, credential_id, public_key, aaguid, sign_count, created_at)
                SELECT gen_random_uuid(), id, 'a key', 'credential', 'key', 'aaguid', 0, now() FROM app_user
                """));

        lab.ask(SocialOps.UNLINK, new SocialOps.Unlink(SocialProvider.YANDEX), lab.call(asker));

        assertThat(list(asker)).isEmpty();
    }

    @Test
    void of_two_unlinkings_at_once_one_leaves_the_other_way_in() {
        var asker = lab.signedIn(SocialProvider.YANDEX, ANNA);
        linked(byCode(SocialProvider.TELEGRAM, BORIS, asker), asker);
        var call = lab.call(asker);

        var both = List.of(
                lab.bus.ask(SocialOps.UNLINK, new SocialOps.Unlink(SocialProvider.YANDEX), call),
                lab.bus.ask(SocialOps.UNLINK, new SocialOps.Unlink(SocialProvider.TELEGRAM), call));
        Wait.on(Future.join(both).otherwiseEmpty());

        assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(list(asker)).hasSize(1);
    }

    @Test
    void a_key_has_no_accounts_elsewhere() {
        var key = Call.by(new Principal("key:1", Set.of("*:admin")), Duration.ofSeconds(10));
        assertThat(lab.refusal(SocialOps.LIST, Nothing.NOTHING, key)).isEqualTo("403 person.needed");
    }

    @Test
    void who_is_erased_is_a_stranger_at_the_next_sign_in() {
        lab.signedIn(SocialProvider.YANDEX, ANNA);
        Wait.on(lab.pg.query("DELETE FROM app_user"));
        assertThat(lab.count("SELECT count(*) FROM social_login")).isZero();
        lab.signedIn(SocialProvider.YANDEX, ANNA);
        assertThat(lab.count("SELECT count(*) FROM app_user")).isEqualTo(1);
    }
}
