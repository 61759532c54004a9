package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SignedIn;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes effect on which node and when, while stores come and go. */
class RevocationIT {
    private static final IdentityRig rig = new IdentityRig();

    private final User ann = rig.person(Role.USER);
    private Gate redis;
    private Gate postgres;
    private IdentityRig.Node gated;
    private IdentityRig.Node other;

    @BeforeEach
    void nodes() throws Exception {
        redis = new Gate(rig.redis);
        postgres = new Gate(rig.database);
        gated = rig.node(postgres.url(), redis.url());
        other = rig.node();
        gated.hear();
        other.hear();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @AfterEach
    void clear() throws Exception {
        rig.clear();
        redis.close();
        postgres.close();
    }

    @Test
    void a_redis_that_comes_back_with_old_entries_after_a_revocation_that_it_missed_is_not_believed() throws Exception {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);
        redis.shut();
        end(signedIn);
        gated.hear();
        redis.open();
        Wait.until("Redis is back", gated::redisConnected);

        assertThat(rig.cached(access(signedIn))).isTrue();
        assertThat(failure(gated.authenticating(access(signedIn))).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_node_that_starts_after_a_revocation_does_not_believe_what_redis_has_kept_from_before() {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);
        end(signedIn);

        var fresh = rig.node();
        fresh.hear();

        assertThat(rig.cached(access(signedIn))).isTrue();
        assertThat(failure(fresh.authenticating(access(signedIn))).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_node_that_no_longer_hears_of_revocations_does_not_believe_redis_either() {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);
        end(signedIn);
        assertThat(gated.authenticate(access(signedIn)).subject()).isEqualTo(ann.subject());

        gated.nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(failure(gated.authenticating(access(signedIn))).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_changed_role_is_felt_with_the_next_reading_of_the_feed_though_redis_holds_the_old_ones() {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);

        rig.change(
                RevocationStore.user(ann.id()),
                "INSERT INTO user_role (user_id, role, granted_by) VALUES ($1, 'ADMIN', 'node:test')",
                ann.id());
        gated.hear();
        other.hear();

        assertThat(rig.cached(access(signedIn))).isTrue();
        assertThat(gated.authenticate(access(signedIn)).grants()).containsExactlyInAnyOrder("USER", "ADMIN");
        assertThat(other.authenticate(access(signedIn)).grants()).containsExactlyInAnyOrder("USER", "ADMIN");

        rig.change(
                RevocationStore.user(ann.id()),
                "DELETE FROM user_role WHERE user_id = $1 AND role = 'ADMIN'",
                ann.id());
        gated.hear();
        assertThat(gated.authenticate(access(signedIn)).grants()).containsExactly("USER");
    }

    @Test
    void a_person_who_is_blocked_is_refused_with_the_next_reading_of_the_feed() {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);

        rig.change(RevocationStore.user(ann.id()), "UPDATE app_user SET status = 'blocked' WHERE id = $1", ann.id());
        gated.hear();

        assertThat(failure(gated.authenticating(access(signedIn))).code()).isEqualTo("token.unknown");
    }

    @Test
    void without_redis_signing_in_refreshing_and_validating_go_on() throws Exception {
        redis.shut();

        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        assertThat(gated.authenticate(access(signedIn)).subject()).isEqualTo(ann.subject());
        SignedIn second = gated.refresh(Objects.requireNonNull(signedIn.refreshToken()));
        assertThat(gated.authenticate(access(second)).subject()).isEqualTo(ann.subject());
        end(second);
        gated.hear();
        assertThat(failure(gated.authenticating(access(second))).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_node_that_starts_without_redis_validates_from_the_database() throws Exception {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        redis.shut();
        var fresh = rig.node(postgres.url(), redis.url());
        fresh.hear();

        assertThat(fresh.authenticate(access(signedIn)).subject()).isEqualTo(ann.subject());
    }

    @Test
    void without_postgresql_it_is_503_and_nothing_is_half_written() throws Exception {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        String token = Objects.requireNonNull(signedIn.refreshToken());
        postgres.shut();

        assertThat(failure(gated.refreshing(token)).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure(gated.start(() -> gated.opening(ann, ClientKind.API)))
                        .kind())
                .isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure(gated.authenticating(access(signedIn))).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);

        postgres.open();
        assertThat(rig.count("SELECT count(*) FROM session")).isEqualTo(1);
        assertThat(rig.count("SELECT count(*) FROM outbox")).isEqualTo(1);
        assertThat(gated.refresh(token).accessToken()).isNotNull();
    }

    @Test
    void what_redis_knows_is_validated_while_postgresql_is_away_and_the_feed_not_silent_for_long() throws Exception {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        cached(signedIn);
        postgres.shut();

        assertThat(gated.authenticate(access(signedIn)).subject()).isEqualTo(ann.subject());

        gated.nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(failure(gated.authenticating(access(signedIn))).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }

    @Test
    void a_database_that_goes_in_the_middle_of_opening_and_ending_leaves_neither_half_done() throws Exception {
        SignedIn signedIn = gated.signIn(ann, ClientKind.API);
        var asker = IdentityRig.by(gated.authenticate(access(signedIn)));
        long revocations = rig.count("SELECT count(*) FROM revocation");
        long audited = rig.count("SELECT count(*) FROM outbox");

        // Both write what they are about first, and then wait here for their line of the audit.
        rig.holding("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE", () -> {
            var opening = gated.start(() -> gated.opening(ann, ClientKind.API));
            var ending = gated.start(() -> gated.handlers.logOut(Nothing.NOTHING, asker));
            rig.untilWaiting(2);
            shut(postgres);
            assertThat(failure(opening).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(failure(ending).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        });

        postgres.open();
        Wait.until(
                "the database has given up what was begun",
                () -> rig.count(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                                        + " AND pid <> pg_backend_pid()")
                        == 0);
        assertThat(rig.count("SELECT count(*) FROM session")).isEqualTo(1);
        assertThat(rig.count("SELECT count(*) FROM session WHERE ended_at IS NOT NULL"))
                .isZero();
        assertThat(rig.count("SELECT count(*) FROM outbox")).isEqualTo(audited);
        assertThat(rig.count("SELECT count(*) FROM revocation")).isEqualTo(revocations);
        assertThat(gated.authenticate(access(signedIn)).subject()).isEqualTo(ann.subject());
    }

    private static void shut(Gate gate) {
        try {
            gate.shut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Known to Redis, as after the first request. */
    private void cached(SignedIn signedIn) {
        gated.authenticate(access(signedIn));
        try {
            Wait.until("in Redis", () -> rig.cached(access(signedIn)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** On another node, from which this one has nothing but the table. */
    private void end(SignedIn signedIn) {
        var asker = IdentityRig.by(other.authenticate(access(signedIn)));
        other.on(() -> other.handlers.logOut(Nothing.NOTHING, asker));
    }

    private static String access(SignedIn signedIn) {
        return Objects.requireNonNull(signedIn.accessToken());
    }

    private static Failure failure(Future<?> future) {
        return (Failure) Wait.failureOf(future);
    }
}
