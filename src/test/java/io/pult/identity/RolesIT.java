package io.pult.identity;

import static io.pult.identity.PeopleRig.NOW;
import static io.pult.identity.PeopleRig.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonOps;
import io.pult.contract.identity.Role;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what to whom. */
class RolesIT {
    private static final PeopleRig rig = new PeopleRig();

    @AfterAll
    static void close() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.empty();
    }

    /** Who asks. */
    private enum Asker {
        NOBODY_SPECIAL,
        ADMIN,
        SUPERUSER,
        KEY_THAT_READS,
        KEY_THAT_ADMINISTERS,
        KEY_FOR_EVERYTHING;

        Call call(PeopleRig rig) {
            return switch (this) {
                case NOBODY_SPECIAL -> rig.by(rig.user(), Role.USER);
                case ADMIN -> rig.admin();
                case SUPERUSER -> rig.superuser();
                case KEY_THAT_READS -> PeopleRig.key("identity:read", "vk:admin");
                case KEY_THAT_ADMINISTERS -> PeopleRig.key("identity:admin");
                case KEY_FOR_EVERYTHING -> PeopleRig.key("*:admin");
            };
        }
    }

    private enum Deed {
        BLOCK,
        UNBLOCK,
        VERIFY,
        UNVERIFY,
        DESCRIBE,
        MAKE_ADMIN,
        MAKE_SUPERUSER,
        LEAVE_USER;

        Future<Person> by(Call call, UUID target, PersonHandlers people) {
            var id = new PersonOps.UserId(target);
            return switch (this) {
                case BLOCK -> people.block(new PersonOps.Block(target, new PersonOps.Block.Body("so")), call);
                case UNBLOCK -> people.unblock(id, call);
                case VERIFY -> people.verify(id, call);
                case UNVERIFY -> people.unverify(id, call);
                case DESCRIBE ->
                    people.update(
                            new PersonOps.Update(
                                    target,
                                    null,
                                    new PersonOps.Update.Body(Change.to("New"), Change.absent(), Change.absent())),
                            call);
                case MAKE_ADMIN -> people.setRoles(roles(target, Role.ADMIN), call);
                case MAKE_SUPERUSER -> people.setRoles(roles(target, Role.SUPERUSER), call);
                case LEAVE_USER -> people.setRoles(roles(target), call);
            };
        }
    }

    /** @param target the highest role of whom it is done to */
    private record Rule(Asker asker, Deed deed, Role target, String result) {}

    static Stream<Rule> rules() {
        var rules = new ArrayList<Rule>();
        for (Asker asker : Asker.values()) {
            for (Deed deed : Deed.values()) {
                for (Role target : Role.values()) {
                    rules.add(new Rule(asker, deed, target, expected(asker, deed, target)));
                }
            }
        }
        return rules.stream();
    }

    private static String expected(Asker asker, Deed deed, Role target) {
        return switch (asker) {
            case SUPERUSER -> "done";
            case NOBODY_SPECIAL, KEY_THAT_READS -> "rank.none";
            case ADMIN, KEY_THAT_ADMINISTERS, KEY_FOR_EVERYTHING ->
                switch (deed) {
                    case BLOCK, UNBLOCK, VERIFY, UNVERIFY, DESCRIBE ->
                        target == Role.USER ? "done" : "rank.target_above";
                    case MAKE_ADMIN -> target == Role.ADMIN ? "rank.target_above" : "rank.role_above";
                    case MAKE_SUPERUSER -> target == Role.SUPERUSER ? "rank.target_above" : "rank.role_above";
                    case LEAVE_USER -> target == Role.USER ? "done" : "rank.role_above";
                };
        };
    }

    @Test
    void who_may_do_what_to_whom_is_this_table() {
        rules().forEach(rule -> {
            UUID target = rig.user(rule.target);
            Call call = rule.asker.call(rig);
            long before = rig.person(target).version();

            String result = Wait.on(rule.deed
                    .by(call, target, rig.people)
                    .transform(done ->
                            Future.succeededFuture(done.succeeded() ? "done" : ((Failure) done.cause()).code())));

            assertThat(result).as("%s", rule).isEqualTo(rule.result);
            if (!result.equals("done")) {
                assertThat(rig.person(target).version()).as("%s", rule).isEqualTo(before);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("creations")
    void only_a_superuser_makes_people_who_are_more_than_USER(Creation creation) {
        var body = new PersonOps.Create.Body("new", "a long password", null, creation.roles, null);

        String result = Wait.on(rig.people
                .create(new PersonOps.Create(body), creation.asker.call(rig))
                .transform(done -> Future.succeededFuture(
                        done.succeeded() ? done.result().roles().toString() : ((Failure) done.cause()).code())));

        assertThat(result).isEqualTo(creation.result);
    }

    private record Creation(Asker asker, List<Role> roles, String result) {}

    static Stream<Creation> creations() {
        return Stream.of(
                new Creation(Asker.NOBODY_SPECIAL, List.of(), "rank.none"),
                new Creation(Asker.KEY_THAT_READS, List.of(), "rank.none"),
                new Creation(Asker.KEY_FOR_EVERYTHING, List.of(Role.ADMIN), "rank.role_above"),
                new Creation(Asker.ADMIN, List.of(Role.ADMIN), "rank.role_above"),
                new Creation(Asker.ADMIN, List.of(Role.SUPERUSER), "rank.role_above"),
                new Creation(Asker.ADMIN, List.of(Role.USER), "[USER]"),
                new Creation(Asker.KEY_THAT_ADMINISTERS, List.of(), "[USER]"),
                new Creation(Asker.SUPERUSER, List.of(Role.ADMIN), "[USER, ADMIN]"),
                new Creation(Asker.SUPERUSER, List.of(Role.SUPERUSER), "[USER, SUPERUSER]"));
    }

    @Test
    void a_key_is_no_SUPERUSER_by_whatever_it_holds() {
        UUID user = rig.user();
        Call key = PeopleRig.key("identity:admin", "ADMIN", "SUPERUSER");

        assertThat(failureOf(rig.people.setRoles(roles(user, Role.ADMIN), key)).code())
                .isEqualTo("rank.role_above");
        assertThat(failureOf(rig.people.verify(new PersonOps.UserId(rig.user(Role.ADMIN)), key))
                        .code())
                .isEqualTo("rank.target_above");
    }

    @Test
    void of_two_superusers_who_demote_each_other_at_once_on_two_connections_one_stays() {
        atOnce((people, call, target) -> people.setRoles(roles(target), call));
    }

    @Test
    void of_two_superusers_who_block_each_other_at_once_on_two_connections_one_stays() {
        atOnce((people, call, target) ->
                people.block(new PersonOps.Block(target, new PersonOps.Block.Body("you first")), call));
    }

    private interface Attack {
        Future<Person> on(PersonHandlers people, Call call, UUID target);
    }

    private void atOnce(Attack attack) {
        for (int round = 0; round < 5; round++) {
            UUID anna = rig.user(Role.SUPERUSER);
            UUID boris = rig.user(Role.SUPERUSER);

            var results = Wait.on(Future.join(
                            attack.on(rig.people, rig.by(anna, Role.SUPERUSER), boris),
                            attack.on(rig.people, rig.by(boris, Role.SUPERUSER), anna))
                    .transform(done -> Future.succeededFuture(done.succeeded() ? null : done.cause())));

            assertThat(results)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo("rank.last_superuser"));
            assertThat(active()).hasSize(1);
            Wait.on(rig.pg.query("DELETE FROM app_user"));
        }
    }

    @Test
    void a_blocked_superuser_does_not_count_as_the_one_who_stays() {
        UUID last = rig.user(Role.SUPERUSER);
        UUID blocked = rig.user(Role.SUPERUSER);
        block(blocked, rig.by(last, Role.SUPERUSER));

        // What the blocked one still holds for less than a second.
        Call stale = rig.by(blocked, Role.SUPERUSER);

        assertThat(failureOf(rig.people.setRoles(roles(last, Role.ADMIN), stale))
                        .code())
                .isEqualTo("rank.last_superuser");
        assertThat(failureOf(rig.people.block(new PersonOps.Block(last, new PersonOps.Block.Body("revenge")), stale))
                        .code())
                .isEqualTo("rank.last_superuser");
        assertThat(active()).containsExactly(last);
    }

    @Test
    void a_blocked_superuser_can_be_demoted_while_another_can_sign_in() {
        UUID last = rig.user(Role.SUPERUSER);
        UUID blocked = rig.user(Role.SUPERUSER);
        Call call = rig.by(last, Role.SUPERUSER);
        block(blocked, call);

        assertThat(Wait.on(rig.people.setRoles(roles(blocked), call)).roles()).containsExactly(Role.USER);
    }

    @Test
    void whoever_ends_a_superuser_in_another_way_can_hold_to_the_same_rule() {
        UUID last = rig.user(Role.SUPERUSER);
        assertThat(failureOf(rig.pg.tx(tx -> new SuperuserStore(tx).requireAnotherThan(last)))
                        .code())
                .isEqualTo("rank.last_superuser");

        rig.user(Role.SUPERUSER);
        Wait.on(rig.pg.tx(tx -> new SuperuserStore(tx).requireAnotherThan(last)));
    }

    @Test
    void nobody_blocks_or_demotes_themself() {
        for (Role role : List.of(Role.ADMIN, Role.SUPERUSER)) {
            UUID me = rig.user(role);
            rig.user(role);
            Call call = rig.by(me, role);
            var block = new PersonOps.Block(me, new PersonOps.Block.Body("tired"));

            assertThat(failureOf(rig.people.block(block, call)).code()).isEqualTo("rank.yourself");
            assertThat(failureOf(rig.people.setRoles(roles(me), call)).code()).isEqualTo("rank.yourself");
        }
        UUID me = rig.user(Role.SUPERUSER);
        Call call = rig.by(me, Role.SUPERUSER);
        assertThat(Wait.on(rig.people.setRoles(roles(me, Role.ADMIN, Role.SUPERUSER), call))
                        .roles())
                .containsExactly(Role.USER, Role.ADMIN, Role.SUPERUSER);
        assertThat(Wait.on(rig.people.setRoles(roles(me, Role.SUPERUSER), call)).roles())
                .as("still as high as before")
                .containsExactly(Role.USER, Role.SUPERUSER);
    }

    @Test
    void whoever_becomes_an_administrator_meanwhile_is_out_of_an_administrators_reach() throws Exception {
        UUID rising = rig.user();
        Call admin = rig.admin();
        Promise<Void> locked = Promise.promise();
        Promise<Void> commit = Promise.promise();
        Future<?> promotion = rig.pg.tx(tx -> new PersonStore(tx)
                .lock(List.of(rising))
                .compose(found -> new PersonStore(tx)
                        .setRoles(found, PersonAct.Roles.exactly(List.of(Role.ADMIN)), "node:test", NOW))
                .onSuccess(done -> locked.complete())
                .compose(done -> commit.future()));
        Wait.on(locked.future());

        var blocking = rig.people.block(new PersonOps.Block(rising, new PersonOps.Block.Body("now")), admin);
        Wait.until(
                "the administrator waits for the lock",
                () -> Wait.on(rig.pg.list(
                                        row -> row.getInteger("n"),
                                        "SELECT count(*)::integer AS n FROM pg_locks WHERE NOT granted"))
                                .get(0)
                        > 0);
        commit.complete();
        Wait.on(promotion);

        assertThat(failureOf(blocking).code()).isEqualTo("rank.target_above");
        assertThat(rig.person(rising).status()).isEqualTo(Person.Status.ACTIVE);
    }

    @Test
    void roles_are_moved_only_by_somebody_who_has_shown_a_moment_ago_who_they_are() {
        UUID user = rig.user();
        UUID me = rig.user(Role.SUPERUSER);
        Call old = rig.by(me, NOW.minus(Duration.ofMinutes(6)), Role.SUPERUSER);
        var create = new PersonOps.Create(
                new PersonOps.Create.Body("new", "a long password", null, List.of(Role.ADMIN), null));

        assertThat(catchThrowableOfType(Failure.class, () -> rig.people.setRoles(roles(user, Role.ADMIN), old))
                        .code())
                .isEqualTo("confirmation.needed");
        assertThat(catchThrowableOfType(Failure.class, () -> rig.people.create(create, old))
                        .code())
                .isEqualTo("confirmation.needed");
        assertThat(Wait.on(rig.people.setRoles(roles(user), PeopleRig.key("identity:admin")))
                        .roles())
                .containsExactly(Role.USER);
    }

    @Test
    void moved_roles_are_in_the_audit_before_and_after_and_every_node_hears_of_them() {
        UUID user = rig.user();
        Call superuser = rig.superuser();

        Wait.on(rig.people.setRoles(roles(user, Role.ADMIN), superuser));

        var entry = rig.audit(user).get(0);
        assertThat(entry.action()).isEqualTo("user.roles_changed");
        assertThat(entry.details()).containsEntry("before", "USER").containsEntry("after", "USER ADMIN");
        assertThat(rig.revocations(user)).isEqualTo(1);
        assertThat(Wait.on(rig.pg.list(
                        row -> row.getString("granted_by"),
                        "SELECT granted_by FROM user_role WHERE user_id = $1 AND role = 'ADMIN'",
                        user)))
                .containsExactly(superuser.principal().subject());
    }

    @Test
    void roles_that_were_changed_meanwhile_are_not_overwritten() {
        UUID user = rig.user();
        Call superuser = rig.superuser();
        long seen = rig.person(user).version();
        Wait.on(rig.people.setRoles(roles(user, Role.ADMIN), superuser));

        var stale = new PersonOps.SetRoles(user, seen, new PersonOps.SetRoles.Body(List.of()));

        assertThat(failureOf(rig.people.setRoles(stale, superuser)).kind()).isEqualTo(Failure.Kind.STALE);
    }

    @Test
    void reaching_for_what_is_not_theirs_is_in_the_audit() {
        UUID superuser = rig.user(Role.SUPERUSER);
        Call admin = rig.admin();

        assertThat(failureOf(rig.people.block(new PersonOps.Block(superuser, new PersonOps.Block.Body("coup")), admin))
                        .code())
                .isEqualTo("rank.target_above");

        assertThat(rig.audit(superuser))
                .extracting(AuditEntry::action, AuditEntry::subject, AuditEntry::result)
                .containsExactly(tuple("user.blocked", admin.principal().subject(), "rank.target_above"));
        assertThat(rig.revocations(superuser)).isZero();
    }

    private void block(UUID user, Call call) {
        Wait.on(rig.people.block(new PersonOps.Block(user, new PersonOps.Block.Body("so")), call));
    }

    private List<UUID> active() {
        return Wait.on(rig.pg.tx(tx -> new SuperuserStore(tx).lockActive())).stream()
                .toList();
    }

    private static PersonOps.SetRoles roles(UUID user, Role... roles) {
        return new PersonOps.SetRoles(user, null, new PersonOps.SetRoles.Body(List.of(roles)));
    }
}
