package io.pult.identity;

import static io.pult.identity.PeopleRig.NOW;
import static io.pult.identity.PeopleRig.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.BulkChangeOps;
import io.pult.contract.identity.BulkChangeOps.Action;
import io.pult.contract.identity.BulkChangeOps.Applied;
import io.pult.contract.identity.BulkChangeOps.Previewed;
import io.pult.contract.identity.BulkChangeOps.Skipped;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonFilter;
import io.pult.contract.identity.PersonOps;
import io.pult.contract.identity.Role;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many people changed at once: first seen, then done, to those who were seen and to nobody else. */
class BulkChangeIT {
    private static final PersonFilter UNVERIFIED = new PersonFilter(null, null, null, false, null, null, null);
    private static final PersonFilter ACTIVE =
            new PersonFilter(null, null, Person.Status.ACTIVE, null, null, null, null);

    private static final PeopleRig rig = new PeopleRig();
    private final BulkChangeHandlers bulk = rig.bulk(rig.vertx, rig.pg, 3);
    private Call admin = PeopleRig.key();

    @AfterAll
    static void close() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.empty();
        admin = rig.admin();
    }

    @Test
    void a_node_that_dies_in_the_middle_is_followed_by_another_that_changes_nobody_twice() throws Exception {
        List<UUID> users = users(8);
        Previewed seen = preview(ACTIVE, Action.BLOCK, null, admin);
        UUID stuckAt =
                users.stream().sorted(BulkChangeIT::asTheDatabaseSorts).toList().get(4);
        Promise<Void> release = Promise.promise();
        Future<?> holding = hold(stuckAt, release);

        try (var gate = new Gate(URI.create(rig.postgres.url()))) {
            Vertx dying = Vertx.vertx();
            var cutOff = rig.bulk(dying, Pg.open(dying, PgSettings.of(gate.url())), 3)
                    .apply(token(seen), admin);
            Wait.until("the second part waits for a lock", () -> blocked(users) > 0 && waiting() == 1);
            gate.shut();
            assertThat(failureOf(cutOff).code()).isEqualTo("store.unavailable");
            Wait.on(dying.close());
        }
        release.complete();
        Wait.on(holding);
        Wait.until("the database has let go of what was cut off", () -> waiting() == 0);
        assertThat(blocked(users)).isLessThan(8);

        rig.now.set(NOW.plus(Duration.ofMinutes(30)));
        Applied applied = Wait.on(bulk.apply(token(seen), admin));

        assertThat(applied.changed()).isEqualTo(8);
        assertThat(blocked(users)).isEqualTo(8);
        for (UUID user : users) {
            assertThat(rig.audit(user)).extracting(AuditEntry::action).containsExactly("user.blocked");
            assertThat(rig.person(user).version()).isEqualTo(2);
            assertThat(rig.revocations(user)).isEqualTo(1);
        }
        assertThat(rig.audit("bulk:" + seen.token())).hasSize(1);
    }

    @Test
    void a_change_that_its_time_was_not_enough_for_goes_on_with_the_same_token() {
        users(4);
        Previewed seen = preview(ACTIVE, Action.BLOCK, null, admin);
        Call hasty = Call.by(admin.principal(), Duration.ofSeconds(1));

        Failure unfinished = failureOf(bulk.apply(token(seen), hasty));

        assertThat(unfinished.code()).isEqualTo("bulk.unfinished");
        assertThat(unfinished.retryAfter()).isNotNull();
        assertThat(Wait.on(bulk.apply(token(seen), admin)).changed()).isEqualTo(4);
    }

    @Test
    void two_tries_that_have_both_begun_take_turns_and_hear_the_same() {
        List<UUID> users = users(7);
        Previewed seen = preview(ACTIVE, Action.BLOCK, null, admin);
        var act = new PersonAct.Block("a sweep");

        var one = rig.run(rig.pg, 3).all(seen.token(), act, admin);
        var two = rig.run(rig.pg, 2).all(seen.token(), act, admin);

        assertThat(Wait.on(one)).isEqualTo(Wait.on(two));
        assertThat(Wait.on(one).changed()).isEqualTo(7);
        assertThat(users).allSatisfy(user -> assertThat(rig.audit(user)).hasSize(1));
        assertThat(rig.audit("bulk:" + seen.token())).hasSize(1);
    }

    @Test
    void a_token_is_good_for_one_change() {
        users(1);
        Previewed seen = preview(ACTIVE, Action.VERIFY, null, admin);
        Wait.on(bulk.apply(token(seen), admin));

        Failure again = failureOf(bulk.apply(token(seen), admin));

        assertThat(again.kind()).isEqualTo(Failure.Kind.CONFLICT);
        assertThat(again.code()).isEqualTo("bulk.applied");
    }

    @Test
    void the_same_act_under_one_idempotency_key_has_the_same_answer() {
        users(2);
        Previewed seen = preview(ACTIVE, Action.VERIFY, null, admin);

        Applied first = Wait.on(bulk.apply(token(seen), keyed("key-1")));

        assertThat(Wait.on(bulk.apply(token(seen), keyed("key-1")))).isEqualTo(first);
        assertThat(failureOf(bulk.apply(token(seen), keyed("key-2"))).code()).isEqualTo("bulk.applied");
    }

    @Test
    void nobody_applies_what_another_has_seen() {
        users(1);
        Previewed seen = preview(ACTIVE, Action.VERIFY, null, admin);

        Failure other = failureOf(bulk.apply(token(seen), rig.superuser()));

        assertThat(other.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(other.code())
                .isEqualTo(failureOf(bulk.apply(
                                new BulkChangeOps.Apply(new BulkChangeOps.Apply.Body(UUID.randomUUID())), admin))
                        .code());
    }

    @Test
    void a_preview_of_more_than_five_minutes_ago_is_gone() {
        List<UUID> users = users(1);
        Previewed seen = preview(ACTIVE, Action.BLOCK, null, admin);
        assertThat(seen.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        rig.now.set(seen.expiresAt());

        Failure expired = failureOf(bulk.apply(token(seen), admin));

        assertThat(expired.kind()).isEqualTo(Failure.Kind.GONE);
        assertThat(expired.code()).isEqualTo("bulk.expired");
        assertThat(blocked(users)).isZero();
    }

    @Test
    void whoever_comes_to_meet_the_filter_later_is_not_changed_and_whoever_ceases_to_is_skipped() {
        List<UUID> users = users(3);
        Previewed seen = preview(UNVERIFIED, Action.VERIFY, null, admin);
        UUID late = rig.user();
        Wait.on(rig.people.update(
                new PersonOps.Update(
                        users.get(0),
                        null,
                        new PersonOps.Update.Body(Change.to("Anna"), Change.absent(), Change.absent())),
                admin));
        Wait.on(rig.pg.query("DELETE FROM app_user WHERE id = $1", users.get(1)));

        Applied applied = Wait.on(bulk.apply(token(seen), admin));

        assertThat(applied.changed()).isEqualTo(1);
        assertThat(applied.skipped())
                .contains(new Skipped(users.get(0), "user.changed"), new Skipped(users.get(1), "user.not_found"))
                .hasSize(applied.skippedCount());
        assertThat(rig.person(users.get(2)).verifiedAt()).isEqualTo(NOW);
        assertThat(rig.person(late).verifiedAt()).isNull();
    }

    @Test
    void whoever_is_out_of_reach_is_skipped_and_the_others_are_not() {
        UUID user = rig.user();
        UUID superuser = rig.user(Role.SUPERUSER);
        UUID me = UUID.fromString(admin.principal().subject().substring("user:".length()));
        Previewed seen = Wait.on(bulk.preview(
                body(new PersonFilter(null, Role.USER, null, null, null, null, null), Action.BLOCK, null), admin));

        Applied applied = Wait.on(bulk.apply(token(seen), admin));

        assertThat(applied.changed()).isEqualTo(1);
        assertThat(applied.skipped())
                .containsExactlyInAnyOrder(
                        new Skipped(superuser, "rank.target_above"), new Skipped(me, "rank.yourself"));
        assertThat(rig.person(user).status()).isEqualTo(Person.Status.BLOCKED);
        assertThat(rig.person(superuser).status()).isEqualTo(Person.Status.ACTIVE);
    }

    @Test
    void whoever_is_so_already_is_skipped_and_not_in_the_audit() {
        UUID already = rig.user();
        Wait.on(rig.people.verify(new PersonOps.UserId(already), admin));
        int before = rig.audit(already).size();
        Previewed seen = preview(ACTIVE, Action.VERIFY, null, admin);

        Applied applied = Wait.on(bulk.apply(token(seen), admin));

        assertThat(applied.skipped()).contains(new Skipped(already, "user.already_so"));
        assertThat(rig.audit(already)).hasSize(before);
    }

    @Test
    void of_all_superusers_demoted_in_one_change_the_one_who_asks_stays() {
        Call superuser = rig.superuser();
        for (int i = 0; i < 4; i++) {
            rig.user(Role.SUPERUSER);
        }
        Previewed seen = preview(ACTIVE, Action.REVOKE, Role.SUPERUSER, superuser);

        Applied applied = Wait.on(bulk.apply(token(seen), superuser));

        assertThat(applied.changed()).isEqualTo(4);
        assertThat(applied.skipped()).extracting(Skipped::code).contains("rank.yourself");
        var left = Wait.on(rig.pg.tx(tx -> new SuperuserStore(tx).lockActive()));
        assertThat(left).hasSize(1);
    }

    @Test
    void of_all_superusers_blocked_by_the_system_the_last_stays() {
        for (int i = 0; i < 4; i++) {
            rig.user(Role.SUPERUSER);
        }
        Call system = Call.system("test", Duration.ofSeconds(20));
        var everySuperuser = new PersonFilter(null, Role.SUPERUSER, null, null, null, null, null);
        Previewed seen = preview(everySuperuser, Action.BLOCK, null, system);

        Applied applied = Wait.on(bulk.apply(token(seen), system));

        assertThat(applied.changed()).isEqualTo(3);
        assertThat(applied.skipped()).extracting(Skipped::code).containsExactly("rank.last_superuser");
    }

    @Test
    void who_may_not_grant_a_role_does_not_get_as_far_as_a_token() {
        for (Call call : List.of(admin, PeopleRig.key("identity:admin"))) {
            assertThat(failureOf(bulk.preview(body(ACTIVE, Action.GRANT, Role.ADMIN), call))
                            .code())
                    .isEqualTo("rank.role_above");
        }
        assertThat(failureOf(bulk.preview(body(ACTIVE, Action.VERIFY, null), PeopleRig.key("identity:read")))
                        .code())
                .isEqualTo("rank.none");
    }

    @Test
    void roles_are_granted_to_many_only_by_somebody_who_has_shown_a_moment_ago_who_they_are() {
        UUID user = rig.user();
        UUID me = rig.user(Role.SUPERUSER);
        Previewed seen = preview(UNVERIFIED, Action.GRANT, Role.ADMIN, rig.by(me, Role.SUPERUSER));
        Call old = rig.by(me, NOW.minus(Duration.ofMinutes(6)), Role.SUPERUSER);

        assertThat(failureOf(bulk.apply(token(seen), old)).code()).isEqualTo("confirmation.needed");
        assertThat(rig.person(user).roles()).containsExactly(Role.USER);

        Wait.on(bulk.apply(token(seen), rig.by(me, Role.SUPERUSER)));
        assertThat(rig.person(user).roles()).containsExactly(Role.USER, Role.ADMIN);
    }

    @Test
    void a_preview_changes_nobody_and_shows_how_many_and_the_newest_ten() {
        for (int i = 0; i < 12; i++) {
            rig.now.set(NOW.plusSeconds(i));
            rig.user();
        }

        Previewed seen = preview(UNVERIFIED, Action.VERIFY, null, admin);

        assertThat(seen.count()).isEqualTo(13);
        assertThat(seen.sample())
                .hasSize(10)
                .isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
        assertThat(rig.person(seen.sample().get(0).id()).verifiedAt()).isNull();
    }

    @Test
    void the_audit_has_an_entry_for_everybody_and_one_for_the_whole() {
        List<UUID> users = users(4);
        Previewed seen = preview(ACTIVE, Action.BLOCK, null, admin);
        Wait.on(bulk.apply(token(seen), admin));

        assertThat(users)
                .allSatisfy(user -> assertThat(rig.audit(user).get(0).details())
                        .containsEntry("bulk", seen.token().toString())
                        .containsEntry("reason", "a sweep"));
        var whole = rig.audit("bulk:" + seen.token());
        assertThat(whole).extracting(AuditEntry::action).containsExactly("bulk.applied");
        assertThat(whole.get(0).details())
                .containsEntry("each", "user.blocked")
                .containsEntry("changed", "4")
                .containsEntry("skipped", "1");
    }

    @Test
    void more_than_ten_thousand_people_are_refused_and_ten_thousand_are_not() {
        insert(10_001);
        var everyone = new PersonFilter("crowd-", null, null, null, null, null, null);
        Failure tooMany = failureOf(bulk.preview(body(everyone, Action.VERIFY, null), admin));
        assertThat(tooMany.code()).isEqualTo("bulk.too_many");
        assertThat(rowsOf("bulk_change") + rowsOf("bulk_change_person")).isZero();

        Wait.on(rig.pg.query("DELETE FROM app_user WHERE login = 'crowd-1'"));
        assertThat(preview(everyone, Action.VERIFY, null, admin).count()).isEqualTo(10_000);
    }

    @Test
    void of_those_who_are_skipped_the_first_hundred_are_named() {
        insert(130);
        Wait.on(rig.pg.query("UPDATE profile SET verified_at = now()"));
        Previewed seen =
                preview(new PersonFilter("crowd-", null, null, null, null, null, null), Action.VERIFY, null, admin);

        Applied applied = Wait.on(rig.bulk(rig.vertx, rig.pg, 500).apply(token(seen), admin));

        assertThat(applied.changed()).isZero();
        assertThat(applied.skippedCount()).isEqualTo(130);
        assertThat(applied.skipped()).hasSize(100);
    }

    @Test
    void what_nobody_has_begun_and_what_was_done_long_ago_is_forgotten() {
        users(2);
        Previewed unbegun = preview(ACTIVE, Action.UNVERIFY, null, admin);
        Previewed done = preview(ACTIVE, Action.VERIFY, null, admin);
        Wait.on(bulk.apply(token(done), admin));

        rig.now.set(NOW.plus(Duration.ofHours(2)));
        Wait.on(bulk.forgetOld());
        assertThat(failureOf(bulk.apply(token(unbegun), admin)).code()).isEqualTo("bulk.not_found");
        assertThat(failureOf(bulk.apply(token(done), admin)).code()).isEqualTo("bulk.applied");

        rig.now.set(NOW.plus(Duration.ofHours(25)));
        Wait.on(bulk.forgetOld());
        assertThat(rowsOf("bulk_change") + rowsOf("bulk_change_person")).isZero();
    }

    @Test
    void a_change_that_does_not_say_who_or_what_or_why_is_refused() {
        assertThatThrownBy(() -> body(PersonFilter.EVERYBODY, Action.VERIFY, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> body(ACTIVE, Action.GRANT, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> body(ACTIVE, Action.REVOKE, Role.USER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> body(ACTIVE, Action.VERIFY, Role.ADMIN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BulkChangeOps.Preview.Body(ACTIVE, Action.BLOCK, null, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BulkChangeOps.Preview.Body(ACTIVE, Action.UNBLOCK, null, "why"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<UUID> users(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> rig.user()).toList());
    }

    private static void insert(int count) {
        Wait.on(rig.pg.query("""
                        WITH made AS (
                            INSERT INTO app_user (id, login)
                            SELECT gen_random_uuid(), 'crowd-' || i FROM generate_series(1, $1) AS i RETURNING id
                        )
                        INSERT INTO profile (user_id) SELECT id FROM made
                        """, count));
    }

    /** PostgreSQL compares the bytes of a uuid, Java its halves as signed numbers. */
    private static int asTheDatabaseSorts(UUID a, UUID b) {
        return a.toString().compareTo(b.toString());
    }

    /** Keeps everybody else from changing this person until it is released. */
    private static Future<?> hold(UUID user, Promise<Void> release) {
        Promise<Void> locked = Promise.promise();
        Future<?> holding = rig.pg.tx(tx -> new PersonStore(tx)
                .lock(List.of(user))
                .onSuccess(found -> locked.complete())
                .compose(found -> release.future()));
        Wait.on(locked.future());
        return holding;
    }

    /** Connections that wait for a lock. */
    private static int waiting() {
        return Wait.on(rig.pg.list(row -> row.getInteger("n"), """
                        SELECT count(*)::integer AS n FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)).get(0);
    }

    private static long blocked(List<UUID> users) {
        return users.stream()
                .filter(user -> rig.person(user).status() == Person.Status.BLOCKED)
                .count();
    }

    private static long rowsOf(String table) {
        return Wait.on(rig.pg.list(row -> row.getLong("n"), "SELECT count(*) AS n FROM " + table))
                .get(0);
    }

    private Previewed preview(PersonFilter filter, Action action, @Nullable Role role, Call call) {
        return Wait.on(bulk.preview(body(filter, action, role), call));
    }

    private static BulkChangeOps.Preview body(PersonFilter filter, Action action, @Nullable Role role) {
        String reason = action == Action.BLOCK ? "a sweep" : null;
        return new BulkChangeOps.Preview(new BulkChangeOps.Preview.Body(filter, action, role, reason));
    }

    private static BulkChangeOps.Apply token(Previewed seen) {
        return new BulkChangeOps.Apply(new BulkChangeOps.Apply.Body(seen.token()));
    }

    private Call keyed(String key) {
        return new Call(
                admin.principal(),
                "r",
                System.nanoTime() + Duration.ofSeconds(20).toNanos(),
                null,
                Locale.ENGLISH,
                key);
    }
}
