package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.contract.identity.ErasureOps;
import io.pult.contract.identity.ErasureOps.Asked;
import io.pult.contract.identity.Role;
import io.pult.infra.Ground;
import io.pult.infra.InfraVerticle;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.Gate;
import io.pult.support.TestBus;
import io.pult.support.TestGround;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forgetting a person: asked for at one moment, done at another, and nothing in between is half of it. */
class ErasureIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = TestBus.on(vertx);
    private final Call relay = Call.system("outbox", Duration.ofSeconds(10));
    private Ground ground;
    private Pg pg;
    private People people;
    private ErasureHandlers erasures;
    private UUID ada;

    @BeforeEach
    void open() throws Exception {
        ground = TestGround.on(vertx, bus, folder, () -> NOW);
        pg = Pg.open(vertx, ground.postgres());
        people = new People(pg);
        erasures = handlers(pg);
        ada = people.add("lovelace", Role.USER);
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void somebody_who_has_not_confirmed_lately_is_not_forgotten() {
        Call stale = People.signedIn(ada, NOW.minus(Duration.ofMinutes(6)), Role.USER);

        assertThat(refusal(() -> erasures.eraseMe(new ErasureOps.EraseMe(), stale))
                        .code())
                .isEqualTo("confirmation.needed");
        assertThat(status(ada)).isEqualTo("active");
    }

    @Test
    void a_key_cannot_forget_itself() {
        assertThat(refusal(() -> erasures.eraseMe(new ErasureOps.EraseMe(), People.key("*:admin")))
                        .code())
                .isEqualTo("person.needed");
    }

    @Test
    void once_asked_for_nothing_of_the_persons_opens_anything_any_more() {
        UUID session = people.session(ada, NOW.minusSeconds(60));
        String key = people.key(ada, "Lovelace's script");
        String older = people.keyFromBeforeOwners(ada, "Lovelace's first script");
        String bobs = people.key(people.add("bob", Role.USER), "another script");

        eraseMe(ada);

        assertThat(Wait.on(new SessionStore(pg).living(session, ada, NOW))).isEmpty();
        assertThat(Wait.on(new UserStore(pg).find(ada)).orElseThrow().blocked()).isTrue();
        assertThat(Wait.on(new ApiKeyStore(pg).living(key))).isEmpty();
        assertThat(revoked()).contains(RevocationStore.user(ada), key, older).doesNotContain(bobs);
        assertThat(actions()).containsExactly("user.erasure_asked");
    }

    @Test
    void who_is_being_erased_is_not_unblocked_by_anybody() {
        eraseMe(ada);

        var refused = Wait.failureOf(pg.query("UPDATE app_user SET status = 'active' WHERE id = $1", ada));

        assertThat(Pg.violates(refused, "app_user_erasing_is_blocked")).isTrue();
    }

    @Test
    void what_is_left_of_a_person_is_the_id_alone_wherever_one_looks() {
        people.session(ada, NOW);
        people.key(ada, "Lovelace's script");
        people.keyFromBeforeOwners(ada, "Lovelace's first script");
        UUID home = people.workspace("Shared");
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(home, people.add("bob", Role.USER), MemberRole.OPERATOR, People.LONG_AGO);

        eraseMe(ada);
        carryOut(ada);

        for (String table : tables()) {
            for (String row :
                    Wait.on(pg.list(row -> row.getString("row"), "SELECT t::text AS row FROM " + table + " t"))) {
                assertThat(row.toLowerCase(java.util.Locale.ROOT)).as(table).doesNotContain("lovelace");
            }
        }
        assertThat(count("app_user", ada, "id")).isZero();
        assertThat(count("session", ada, "user_id")).isZero();
        assertThat(count("erasure", ada, "user_id")).isOne();
    }

    @Test
    void asked_twice_and_asked_at_once_and_asked_after_it_is_done_is_the_same_as_asked_once() {
        Call first = asks(ada);
        Call second = asks(ada);
        var both = Future.all(
                erasures.eraseMe(new ErasureOps.EraseMe(), first), erasures.eraseMe(new ErasureOps.EraseMe(), second));
        Wait.on(both);
        assertThat(both.<Asked>list()).containsOnly(new Asked(ada, NOW));
        assertThat(actions()).containsExactly("user.erasure_asked");
        assertThat(outbox("~identity.erase")).hasSize(1);

        carryOut(ada);
        carryOut(ada);

        assertThat(eraseMe(ada)).isEqualTo(new Asked(ada, NOW));
        assertThat(actions()).containsExactlyInAnyOrder("user.erasure_asked", "user.erased");
        assertThat(erasedSince(0).entries()).hasSize(1);
    }

    @Test
    void carried_out_twice_at_the_same_moment_is_done_once() {
        eraseMe(ada);

        Wait.on(Future.all(erase(ada), erase(ada), erase(ada)));

        assertThat(erasedSince(0).entries()).hasSize(1);
        assertThat(actions()).containsOnlyOnce("user.erased");
    }

    @Test
    void nobody_is_erased_whose_erasure_was_not_asked_for() {
        assertThat(failure(erase(ada)).code()).isEqualTo("erasure.not_asked");
        assertThat(status(ada)).isEqualTo("active");
    }

    @Test
    void a_node_that_dies_after_the_wish_leaves_it_to_the_next_one() throws Exception {
        eraseMe(ada);
        assertThat(count("app_user", ada, "id")).isOne();

        Wait.on(erasures.serve());
        Wait.on(vertx.deployVerticle(new InfraVerticle(ground, ground.outbox())));

        Wait.until("the person is gone", () -> count("app_user", ada, "id") == 0);
        Wait.until("the wish is acknowledged", () -> outbox("~identity.erase").isEmpty());
    }

    @Test
    void a_node_that_dies_in_the_midst_has_erased_nothing_and_the_next_one_all() {
        UUID home = people.workspace("Home");
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        eraseMe(ada);
        // As late as it can be: the person and the workspace are deleted in this transaction already.
        Wait.on(pg.query("ALTER TABLE erasure ADD CONSTRAINT dies CHECK (at < '1970-01-01')"));
        assertThat(Wait.failureOf(erase(ada))).isNotNull();

        assertThat(count("app_user", ada, "id")).isOne();
        assertThat(count("workspace", home, "id")).isOne();
        assertThat(actions()).containsExactly("user.erasure_asked");
        Wait.on(pg.query("ALTER TABLE erasure DROP CONSTRAINT dies"));
        carryOut(ada);

        assertThat(count("app_user", ada, "id")).isZero();
        assertThat(count("workspace", home, "id")).isZero();
        assertThat(actions()).containsExactlyInAnyOrder("user.erasure_asked", "workspace.removed", "user.erased");
    }

    @Test
    void while_the_database_is_away_the_wish_is_refused_and_nothing_is_half_written() throws Exception {
        try (var gate = new Gate(URI.create(ground.postgres().url()))) {
            var away = handlers(Pg.open(vertx, PgSettings.of(gate.url())));
            gate.shut();

            assertThat(failure(away.eraseMe(new ErasureOps.EraseMe(), asks(ada)))
                            .kind())
                    .isEqualTo(Failure.Kind.UNAVAILABLE);
        }
        assertThat(status(ada)).isEqualTo("active");
        assertThat(actions()).isEmpty();
    }

    @Test
    void the_last_superuser_stays_and_of_two_who_go_at_once_one_does() {
        UUID root = people.add("root", Role.USER, Role.SUPERUSER);
        assertThat(failure(erasures.eraseMe(new ErasureOps.EraseMe(), asks(root)))
                        .code())
                .isEqualTo("rank.last_superuser");

        UUID other = people.add("other", Role.USER, Role.SUPERUSER);
        var one = erasures.eraseMe(new ErasureOps.EraseMe(), asks(root));
        var two = erasures.eraseMe(new ErasureOps.EraseMe(), asks(other));
        Wait.on(Future.join(one, two).otherwiseEmpty());

        assertThat(List.of(status(root), status(other))).containsExactlyInAnyOrder("active", "blocked");
        assertThat(List.of(one.succeeded(), two.succeeded())).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void an_admin_erases_those_who_are_user_alone_and_a_superuser_everybody() {
        UUID admin = people.add("admin", Role.USER, Role.ADMIN);
        UUID root = people.add("root", Role.USER, Role.SUPERUSER);
        people.add("root2", Role.USER, Role.SUPERUSER);
        Call asAdmin = People.signedIn(admin, NOW, Role.ADMIN);
        Call asRoot = People.signedIn(root, NOW, Role.SUPERUSER);

        for (Call mayNot : List.of(asAdmin, People.key("identity:admin"))) {
            assertThat(failure(erasures.eraseUser(new ErasureOps.EraseUser(root), mayNot))
                            .code())
                    .isEqualTo("rank.target_above");
            assertThat(failure(erasures.eraseUser(new ErasureOps.EraseUser(admin), mayNot))
                            .code())
                    .isEqualTo("rank.target_above");
        }
        Wait.on(erasures.eraseUser(new ErasureOps.EraseUser(ada), asAdmin));
        Wait.on(erasures.eraseUser(new ErasureOps.EraseUser(admin), asRoot));

        assertThat(List.of(status(ada), status(admin), status(root))).containsExactly("blocked", "blocked", "active");
        assertThat(failure(erasures.eraseUser(new ErasureOps.EraseUser(UUID.randomUUID()), asRoot))
                        .code())
                .isEqualTo("user.not_found");
        Call stale = People.signedIn(root, NOW.minus(Duration.ofHours(1)), Role.SUPERUSER);
        assertThat(refusal(() -> erasures.eraseUser(new ErasureOps.EraseUser(ada), stale))
                        .code())
                .isEqualTo("confirmation.needed");
    }

    @Test
    void a_workspace_without_another_owner_goes_to_whoever_has_been_an_operator_longest_and_can_sign_in() {
        UUID home = people.workspace("Home");
        UUID young = people.add("young", Role.USER);
        UUID old = people.add("old", Role.USER);
        UUID blocked = people.add("blocked", Role.USER);
        Wait.on(pg.query("UPDATE app_user SET status = 'blocked' WHERE id = $1", blocked));
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(home, blocked, MemberRole.OPERATOR, People.LONG_AGO);
        people.member(home, old, MemberRole.OPERATOR, People.LONG_AGO.plusSeconds(1));
        people.member(home, young, MemberRole.OPERATOR, People.LONG_AGO.plusSeconds(2));

        eraseMe(ada);
        carryOut(ada);

        assertThat(members(home)).containsExactlyInAnyOrder(old + " owner", young + " operator", blocked + " operator");
        assertThat(revoked()).contains(RevocationStore.user(old)).doesNotContain(RevocationStore.user(young));
        assertThat(audit("workspace.transferred")).singleElement().satisfies(entry -> {
            assertThat(entry.getString("object")).isEqualTo("workspace:" + home);
            assertThat(entry.getJsonObject("details").getString("to")).isEqualTo("user:" + old);
        });
    }

    @Test
    void a_workspace_with_another_owner_stays_as_it_is() {
        UUID home = people.workspace("Home");
        UUID other = people.add("other", Role.USER);
        UUID operator = people.add("operator", Role.USER);
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(home, other, MemberRole.OWNER, People.LONG_AGO);
        people.member(home, operator, MemberRole.OPERATOR, People.LONG_AGO);

        eraseMe(ada);
        carryOut(ada);

        assertThat(members(home)).containsExactlyInAnyOrder(other + " owner", operator + " operator");
    }

    @Test
    void a_workspace_in_which_nobody_else_is_goes_along_and_one_with_viewers_waits_for_an_administrator() {
        UUID alone = people.workspace("Alone");
        UUID watched = people.workspace("Watched");
        UUID viewer = people.add("viewer", Role.USER);
        people.member(alone, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(watched, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(watched, viewer, MemberRole.VIEWER, People.LONG_AGO);

        eraseMe(ada);
        carryOut(ada);

        assertThat(count("workspace", alone, "id")).isZero();
        assertThat(members(watched)).containsExactly(viewer + " viewer");
        assertThat(audit("workspace.left_without_owner"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getString("object")).isEqualTo("workspace:" + watched));
    }

    @Test
    void of_two_owners_who_both_go_none_leaves_the_workspace_to_the_other() {
        UUID home = people.workspace("Home");
        UUID bob = people.add("bob", Role.USER);
        people.member(home, ada, MemberRole.OWNER, People.LONG_AGO);
        people.member(home, bob, MemberRole.OWNER, People.LONG_AGO);
        eraseMe(ada);
        eraseMe(bob);

        Wait.on(Future.all(erase(ada), erase(bob)));

        assertThat(count("workspace", home, "id")).isZero();
        assertThat(count("app_user", bob, "id")).isZero();
    }

    @Test
    void other_concerns_are_told_once_and_can_catch_up_by_a_cursor() throws Exception {
        var heard = Collections.synchronizedList(new ArrayList<UUID>());
        Wait.on(bus.onEvery(
                ErasureOps.PERSON_ERASED, event -> heard.add(event.body().user())));
        UUID bob = people.add("bob", Role.USER);
        eraseMe(ada);
        eraseMe(bob);
        carryOut(ada);
        carryOut(ada);
        var first = erasedSince(0);
        carryOut(bob);

        Wait.until("both are told of", () -> heard.size() >= 2);
        assertThat(heard).containsExactly(ada, bob);
        assertThat(first.entries()).extracting(ErasureOps.Erased::user).containsExactly(ada);
        var next = erasedSince(first.last());
        assertThat(next.entries()).extracting(ErasureOps.Erased::user).containsExactly(bob);
        assertThat(erasedSince(next.last())).isEqualTo(new ErasureOps.ErasedPage(List.of(), next.last()));
    }

    private ErasureHandlers handlers(Pg pg) {
        return new ErasureHandlers(pg, bus, ground.outbox(), () -> NOW);
    }

    private static Call asks(UUID user) {
        return People.signedIn(user, NOW.minusSeconds(30), Role.USER);
    }

    private Asked eraseMe(UUID user) {
        return Wait.on(erasures.eraseMe(new ErasureOps.EraseMe(), asks(user)));
    }

    private Future<?> erase(UUID user) {
        return erasures.erase(new ErasureOps.Erase(user, "a request"), relay);
    }

    private void carryOut(UUID user) {
        Wait.on(erase(user));
    }

    private ErasureOps.ErasedPage erasedSince(long after) {
        return Wait.on(erasures.erasedSince(new ErasureOps.ErasedSince(after), relay));
    }

    private String status(UUID user) {
        return Wait.on(pg.list(row -> row.getString("status"), "SELECT status FROM app_user WHERE id = $1", user))
                .get(0);
    }

    private int count(String table, UUID id, String column) {
        return Wait.on(pg.query("SELECT 1 FROM " + table + " WHERE " + column + " = $1", id))
                .size();
    }

    private List<String> members(UUID workspace) {
        return Wait.on(pg.list(
                row -> row.getUUID("user_id") + " " + row.getString("role"),
                "SELECT user_id, role FROM workspace_member WHERE workspace_id = $1",
                workspace));
    }

    private List<String> revoked() {
        return Wait.on(pg.list(row -> row.getString("token_hash"), "SELECT token_hash FROM revocation"));
    }

    private List<String> tables() {
        return Wait.on(pg.list(row -> row.getString("name"), """
                SELECT oid::regclass::text AS name FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                """));
    }

    private List<JsonObject> outbox(String op) {
        return Wait.on(pg.list(row -> row.getJsonObject("body"), "SELECT body FROM outbox WHERE op = $1", op));
    }

    private List<String> actions() {
        return outbox("~identity.audit").stream()
                .map(entry -> entry.getString("action"))
                .toList();
    }

    private List<JsonObject> audit(String action) {
        return outbox("~identity.audit").stream()
                .filter(entry -> entry.getString("action").equals(action))
                .toList();
    }

    private static Failure failure(Future<?> future) {
        return (Failure) Wait.failureOf(future);
    }

    private static Failure refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable ask) {
        return catchThrowableOfType(Failure.class, ask);
    }
}
