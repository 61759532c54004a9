package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SessionOps;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Secrets;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refresh token from one number to the next, in the hands of clients that lose answers and of thieves. */
class RefreshIT {
    private static final IdentityRig rig = new IdentityRig();

    private final IdentityRig.Node node = rig.node();
    private final User ann = rig.person(Role.USER);

    @AfterAll
    static void close() {
        rig.close();
    }

    @AfterEach
    void clear() {
        rig.clear();
    }

    @Test
    void fifty_refreshes_of_one_token_at_once_over_two_nodes_log_nobody_out() {
        var other = rig.node();
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        var running = new ArrayList<Future<SignedIn>>();
        for (int i = 0; i < 25; i++) {
            running.add(node.refreshing(token));
            running.add(other.refreshing(token));
        }

        Set<String> active = new HashSet<>();
        running.forEach(refresh -> active.add(refreshToken(Wait.on(refresh))));

        assertThat(active).hasSize(1).doesNotContain(token);
        assertThat(number()).isEqualTo(1);
        assertThat(refreshToken(other.refresh(active.iterator().next()))).isNotIn(active);
        assertThat(rig.audit("session.token_reused")).isEmpty();
    }

    @Test
    void a_storm_of_refreshes_of_a_session_that_somebody_holds_leaves_the_connections_to_others() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        User bob = rig.person(Role.USER);
        String bobs = accessToken(node.signIn(bob, ClientKind.API));
        var stormed = rig.node();
        var running = new ArrayList<Future<SignedIn>>();

        rig.holding("SELECT * FROM session WHERE user_id = '" + ann.id() + "' FOR UPDATE", () -> {
            for (int i = 0; i < 50; i++) {
                running.add(stormed.refreshing(token));
            }
            assertThat(stormed.authenticate(bobs).subject()).isEqualTo(bob.subject());
            assertThat(stormed.signIn(bob, ClientKind.API).accessToken()).isNotNull();
        });

        Set<String> active = new HashSet<>();
        running.forEach(refresh -> active.add(refreshToken(Wait.on(refresh))));
        assertThat(active).hasSize(1);
    }

    @Test
    void a_session_that_somebody_holds_for_long_is_said_to_be_busy_and_refreshed_later() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));

        rig.holding("SELECT * FROM session FOR UPDATE", () -> {
            var failure = failure(node.refreshing(token));
            assertThat(failure.code()).isEqualTo("session.busy");
            assertThat(failure.retryAfter()).isNotNull();
        });

        assertThat(node.refresh(token).accessToken()).isNotNull();
    }

    @Test
    void a_node_that_is_killed_between_the_update_and_the_answer_costs_nobody_the_session() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        var doomed = rig.node();
        String lost = refreshToken(doomed.refresh(token));
        doomed.die();

        SignedIn repeated = node.refresh(token);

        assertThat(repeated.refreshToken()).isEqualTo(lost);
        assertThat(node.authenticate(accessToken(repeated)).subject()).isEqualTo(ann.subject());
        assertThat(refreshToken(node.refresh(lost))).isNotEqualTo(lost);
    }

    @Test
    void the_active_token_is_replaced_and_the_session_lives_on_for_its_whole_time_from_then() {
        String first = refreshToken(node.signIn(ann, ClientKind.API));
        rig.later(Duration.ofDays(20));

        SignedIn second = node.refresh(first);

        assertThat(second.refreshToken()).isNotEqualTo(first);
        assertThat(second.tokenType()).isEqualTo("Bearer");
        assertThat(second.expiresIn()).isEqualTo(900);
        assertThat(expiresAt()).isEqualTo(rig.now.plus(Duration.ofDays(30)));
        rig.later(Duration.ofDays(29));
        assertThat(node.refresh(refreshToken(second)).accessToken()).isNotNull();
    }

    @Test
    void a_session_that_nobody_refreshed_in_time_is_over() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        rig.later(Duration.ofDays(30));

        over(node.refreshing(token));
        assertThat(rig.audit("session.token_reused")).isEmpty();
    }

    @Test
    void the_parent_of_the_active_token_gets_the_active_one_at_any_time() {
        String parent = refreshToken(node.signIn(ann, ClientKind.API));
        String active = refreshToken(node.refresh(parent));
        Instant end = expiresAt();
        rig.later(Duration.ofDays(29));

        assertThat(refreshToken(node.refresh(parent))).isEqualTo(active);
        assertThat(refreshToken(node.refresh(parent))).isEqualTo(active);

        assertThat(number()).isEqualTo(1);
        assertThat(expiresAt()).isEqualTo(end);
    }

    @Test
    void an_older_token_within_the_reuse_interval_of_the_last_refresh_gets_the_active_one() {
        String first = refreshToken(node.signIn(ann, ClientKind.API));
        String second = refreshToken(node.refresh(first));
        String third = refreshToken(node.refresh(second));
        rig.later(IdentityRig.SETTINGS.refreshReuse().minusMillis(1));

        assertThat(refreshToken(node.refresh(first))).isEqualTo(third);
    }

    @Test
    void malicious_reuse_of_an_older_token_ends_the_session_and_the_audit_says_so() {
        SignedIn signedIn = node.signIn(ann, ClientKind.API);
        String stolen = refreshToken(signedIn);
        SignedIn active = node.refresh(refreshToken(node.refresh(stolen)));
        rig.later(IdentityRig.SETTINGS.refreshReuse());

        assertThat(failure(node.refreshing(stolen)).code()).isEqualTo("session.token_reused");

        over(node.refreshing(refreshToken(active)));
        assertThat(rig.row("SELECT ended_because FROM session").getString(0)).isEqualTo("reuse");
        assertThat(rig.audit("session.token_reused")).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo(ann.subject());
            assertThat(entry.result()).isEqualTo("session.token_reused");
            assertThat(entry.object()).startsWith("session:");
            assertThat(entry.address()).isEqualTo(IdentityRig.ADDRESS);
        });
    }

    @Test
    void malicious_reuse_takes_the_access_tokens_of_the_session_with_it() {
        SignedIn signedIn = node.signIn(ann, ClientKind.API);
        node.hear();
        SignedIn active = node.refresh(refreshToken(node.refresh(refreshToken(signedIn))));
        assertThat(node.authenticate(accessToken(active)).subject()).isEqualTo(ann.subject());
        assertThat(node.authenticate(accessToken(signedIn)).subject()).isEqualTo(ann.subject());
        rig.later(IdentityRig.SETTINGS.refreshReuse());

        failure(node.refreshing(refreshToken(signedIn)));
        node.hear();

        assertThat(failure(node.authenticating(accessToken(active))).code()).isEqualTo("token.unknown");
        assertThat(failure(node.authenticating(accessToken(signedIn))).code()).isEqualTo("token.unknown");
    }

    @Test
    void malicious_reuse_by_many_at_once_is_one_line_of_the_audit() {
        String stolen = refreshToken(node.signIn(ann, ClientKind.API));
        node.refresh(refreshToken(node.refresh(stolen)));
        rig.later(Duration.ofMinutes(1));
        var other = rig.node();
        var running = new ArrayList<Future<SignedIn>>();
        for (int i = 0; i < 10; i++) {
            running.add((i % 2 == 0 ? node : other).refreshing(stolen));
        }

        running.forEach(refresh -> assertThat(failure(refresh).code()).isIn("session.token_reused", "session.over"));

        assertThat(rig.audit("session.token_reused")).hasSize(1);
        assertThat(rig.count("SELECT count(*) FROM revocation")).isEqualTo(1);
    }

    @Test
    void malicious_reuse_ends_one_session_and_no_other() {
        String stolen = refreshToken(node.signIn(ann, ClientKind.API));
        String elsewhere = refreshToken(node.signIn(ann, ClientKind.API));
        node.refresh(refreshToken(node.refresh(stolen)));
        rig.later(Duration.ofMinutes(1));

        failure(node.refreshing(stolen));

        assertThat(node.refresh(elsewhere).accessToken()).isNotNull();
    }

    @Test
    void a_thief_who_was_faster_is_found_out_when_the_owner_refreshes_twice_later() {
        String stolen = refreshToken(node.signIn(ann, ClientKind.API));
        String thiefs = refreshToken(node.refresh(stolen));
        thiefs = refreshToken(node.refresh(thiefs));
        rig.later(Duration.ofMinutes(15));

        assertThat(failure(node.refreshing(stolen)).code()).isEqualTo("session.token_reused");

        over(node.refreshing(thiefs));
    }

    @Test
    void a_forged_token_is_refused_and_harms_no_session() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        String forged = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");

        over(node.refreshing(forged));
        over(node.refreshing("pultr_"));
        over(node.refreshing("nothing like a token"));
        over(node.refreshing(token + "A"));

        assertThat(node.refresh(token).accessToken()).isNotNull();
    }

    @Test
    void a_token_of_a_session_that_was_never_there_is_refused() {
        String genuine = node.refreshTokens.make(UUID.randomUUID(), 0, node.refreshTokens.currentKey());

        over(node.refreshing(present(genuine)));
    }

    @Test
    void a_number_that_the_database_has_not_come_to_is_refused_without_ending_the_session() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        var session = RefreshTokens.read(token).orElseThrow().session();
        String ahead = present(node.refreshTokens.make(session, 7, node.refreshTokens.currentKey()));

        over(node.refreshing(ahead));

        assertThat(node.refresh(token).accessToken()).isNotNull();
    }

    @Test
    void somebody_who_was_blocked_is_refused_and_their_session_not_touched() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        rig.sql("UPDATE app_user SET status = 'blocked' WHERE id = $1", ann.id());

        over(node.refreshing(token));

        assertThat(number()).isZero();
    }

    @Test
    void a_session_that_has_ended_is_over() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        rig.sql("UPDATE session SET ended_at = $1, ended_because = 'logout'", rig.now);

        over(node.refreshing(token));
    }

    @Test
    void a_browser_gets_its_refresh_token_as_a_cookie_and_not_in_the_body() {
        SignedIn signedIn = node.signIn(ann, ClientKind.BROWSER);
        assertThat(signedIn.refreshToken()).isNull();

        SignedIn second = node.refreshByCookie(present(signedIn.refreshCookie()));

        assertThat(second.refreshToken()).isNull();
        assertThat(second.refreshCookie()).isNotEqualTo(signedIn.refreshCookie());
    }

    @Test
    void the_cookie_of_a_browser_is_no_token_for_the_body_nor_the_other_way_round() {
        String cookie = present(node.signIn(ann, ClientKind.BROWSER).refreshCookie());
        String token = refreshToken(node.signIn(ann, ClientKind.API));

        over(node.refreshing(cookie));
        over(node.start(() -> node.handlers.refresh(new SessionOps.Refresh(null, token), IdentityRig.stranger())));
    }

    @Test
    void exactly_one_token_is_taken() {
        var body = new SessionOps.Refresh.Body("pultr_x");

        assertThat(failure(node.start(() ->
                                node.handlers.refresh(new SessionOps.Refresh(body, "pultr_y"), IdentityRig.stranger())))
                        .code())
                .isEqualTo("session.two_tokens");
        over(node.start(() -> node.handlers.refresh(new SessionOps.Refresh(null, null), IdentityRig.stranger())));
    }

    @Test
    void a_mini_app_has_no_refresh_token_and_none_can_be_made_for_it() {
        SignedIn signedIn = node.signIn(ann, ClientKind.MINI_APP);
        var session = rig.row("SELECT id FROM session").getUUID(0);

        assertThat(signedIn.refreshToken()).isNull();
        assertThat(signedIn.refreshCookie()).isNull();
        over(node.refreshing(present(node.refreshTokens.make(session, 0, node.refreshTokens.currentKey()))));
    }

    @Test
    void an_old_access_token_lives_to_its_own_end_beside_the_new_one() {
        SignedIn first = node.signIn(ann, ClientKind.API);
        rig.later(Duration.ofMinutes(5));
        SignedIn second = node.refresh(refreshToken(first));

        assertThat(node.authenticate(accessToken(first)).subject()).isEqualTo(ann.subject());
        assertThat(node.authenticate(accessToken(second)).subject()).isEqualTo(ann.subject());

        rig.later(Duration.ofMinutes(10));
        assertThat(failure(node.authenticating(accessToken(first))).code()).isEqualTo("token.unknown");
        assertThat(node.authenticate(accessToken(second)).subject()).isEqualTo(ann.subject());
    }

    @Test
    void an_access_token_does_not_outlive_its_session() {
        String parent = refreshToken(node.signIn(ann, ClientKind.API));
        node.refresh(parent);
        rig.later(Duration.ofDays(30).minusSeconds(60));

        assertThat(node.refresh(parent).expiresIn()).isEqualTo(60);
    }

    @Test
    void a_session_changes_over_to_a_new_key_with_its_next_refresh_and_outlives_the_old_one(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("secrets.key");
        Secrets.generate(file);
        var old = rig.node(rig.database.toString(), rig.redis.toString(), Secrets.load(file));
        String first = refreshToken(old.signIn(ann, ClientKind.API));
        String current = Secrets.generate(file);
        var both = rig.node(rig.database.toString(), rig.redis.toString(), Secrets.load(file));
        String second = refreshToken(both.refresh(first));
        assertThat(refreshToken(both.refresh(first))).isEqualTo(second);
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow());
        var fresh = rig.node(rig.database.toString(), rig.redis.toString(), Secrets.load(file));

        over(fresh.refreshing(first));
        assertThat(fresh.refresh(second).accessToken()).isNotNull();
        assertThat(rig.row("SELECT key_id FROM session").getString(0)).isEqualTo(current);
    }

    @Test
    void the_database_holds_the_hash_of_the_token_and_never_the_token() {
        String token = refreshToken(node.refresh(refreshToken(node.signIn(ann, ClientKind.API))));

        String row = rig.row("SELECT session::text FROM session").getString(0);

        assertThat(row).contains(RefreshTokens.hash(token)).doesNotContain(token.substring(10));
    }

    @Test
    void a_clock_that_steps_back_logs_nobody_out_and_takes_no_time_from_the_session() {
        SignedIn first = node.signIn(ann, ClientKind.API);
        SignedIn second = node.refresh(refreshToken(first));
        Instant end = expiresAt();
        rig.later(Duration.ofDays(-40));

        assertThat(node.authenticate(accessToken(second)).subject()).isEqualTo(ann.subject());
        assertThat(refreshToken(node.refresh(refreshToken(first)))).isEqualTo(second.refreshToken());
        SignedIn third = node.refresh(refreshToken(second));
        assertThat(expiresAt()).isEqualTo(end);

        rig.later(Duration.ofDays(40));
        assertThat(node.refresh(refreshToken(third)).accessToken()).isNotNull();
    }

    @Test
    void a_clock_that_steps_forth_and_back_ends_no_session() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        rig.later(Duration.ofDays(400));
        over(node.refreshing(token));
        node.on(() -> node.store.forgetOld(rig.now));
        rig.later(Duration.ofDays(-400));

        assertThat(node.refresh(token).accessToken()).isNotNull();
    }

    @Test
    void what_a_clock_that_was_ahead_has_promised_is_taken_back_when_it_is_right_again() {
        String token = refreshToken(node.signIn(ann, ClientKind.API));
        rig.later(Duration.ofDays(20));
        node.refresh(token);
        node.on(() -> node.store.shorten(rig.now, IdentityRig.SETTINGS.refreshTtl()));
        assertThat(expiresAt()).isEqualTo(rig.now.plus(Duration.ofDays(30)));
        rig.later(Duration.ofDays(-20));

        node.on(() -> node.store.shorten(rig.now, IdentityRig.SETTINGS.refreshTtl()));

        assertThat(expiresAt())
                .isBetween(
                        rig.now.plus(Duration.ofDays(30)),
                        rig.now.plus(Duration.ofDays(30)).plusSeconds(60));
    }

    @Test
    void a_clock_that_is_behind_shortens_nobodys_session() {
        node.signIn(ann, ClientKind.API);
        Instant end = expiresAt();

        node.on(() -> node.store.shorten(rig.now.minus(Duration.ofDays(40)), IdentityRig.SETTINGS.refreshTtl()));

        assertThat(expiresAt()).isEqualTo(end);
    }

    @Test
    void clocks_of_two_nodes_that_differ_by_seconds_turn_no_repetition_into_a_theft() {
        String first = refreshToken(node.signIn(ann, ClientKind.API));
        String second = refreshToken(node.refresh(first));
        rig.later(Duration.ofSeconds(5));
        String third = refreshToken(node.refresh(second));
        rig.later(Duration.ofSeconds(-5));

        assertThat(refreshToken(node.refresh(first))).isEqualTo(third);
    }

    private int number() {
        return rig.row("SELECT refresh_number FROM session").getInteger(0);
    }

    private Instant expiresAt() {
        return rig.row("SELECT expires_at FROM session").getOffsetDateTime(0).toInstant();
    }

    private static String refreshToken(SignedIn signedIn) {
        return present(signedIn.refreshToken());
    }

    private static String accessToken(SignedIn signedIn) {
        return present(signedIn.accessToken());
    }

    private static String present(@Nullable String text) {
        assertThat(text).isNotNull();
        return String.valueOf(text);
    }

    private static void over(Future<?> refresh) {
        assertThat(failure(refresh).code()).isEqualTo("session.over");
    }

    private static Failure failure(Future<?> future) {
        return (Failure) Wait.failureOf(future);
    }
}
