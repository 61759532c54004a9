package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.MatrixOps;
import io.pult.contract.vk.MatrixOps.Cell;
import io.pult.contract.vk.MatrixOps.GetMatrix;
import io.pult.contract.vk.MatrixOps.Matrix;
import io.pult.contract.vk.MatrixOps.Row;
import io.pult.contract.vk.MatrixOps.State;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.support.Wait;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool says which token goes with which method, and why. */
class MatrixIT {
    private static final String ONE = "vk1.a.token-one-0123456789";
    private static final String TWO = "vk1.a.token-two-0123456789";

    private final VkRig rig = VkRig.atThePaceOfVk();

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void a_cell_is_free_locked_until_a_moment_forbidden_or_never_used() {
        Node node = rig.node();
        var user = rig.user(node, ONE, 1001);
        var community = rig.community(node, TWO, 7);
        rig.forceError(ONE, "utils.resolveScreenName", 29, 1);
        rig.forceError(TWO, "utils.resolveScreenName", 27, 1);
        node.callFailure("utils.resolveScreenName");
        while (rig.calls(ONE, "users.get") == 0) {
            node.call("users.get");
        }

        Matrix matrix = matrix(node, null);

        assertThat(matrix.shared()).isTrue();
        assertThat(matrix.methods())
                .contains("users.get", "utils.resolveScreenName", "wall.get")
                .isSorted();
        Row ofUser = row(matrix, user.id());
        assertThat(ofUser.cells()).containsOnlyKeys(matrix.methods());
        assertThat(ofUser.cells()).containsEntry("users.get", new Cell(State.FREE, null, null));
        assertThat(ofUser.cells()).containsEntry("wall.get", new Cell(State.NEVER_USED, null, null));
        Cell locked = cell(ofUser, "utils.resolveScreenName");
        assertThat(locked.state()).isEqualTo(State.LOCKED);
        assertThat(locked.code()).isEqualTo(29);
        assertThat(locked.until())
                .isBetween(Instant.now().plusSeconds(1_700), Instant.now().plusSeconds(1_800));
        Row ofCommunity = row(matrix, community.id());
        assertThat(ofCommunity.cells()).containsEntry("wall.get", new Cell(State.FORBIDDEN, null, null));
        Cell refused = cell(ofCommunity, "utils.resolveScreenName");
        assertThat(refused.state()).isEqualTo(State.FORBIDDEN);
        assertThat(refused.code()).isEqualTo(27);
        assertThat(refused.until()).isAfter(Instant.now().plus(Duration.ofHours(23)));
    }

    @Test
    void never_used_means_not_once_in_seven_days_however_many_calls_came_after() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        var two = rig.user(node, TWO, 1002);
        Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
        attempts(one.id(), "wall.get", weekAgo.plusSeconds(60), 1);
        attempts(one.id(), "friends.get", weekAgo.minusSeconds(60), 1);
        attempts(one.id(), "likes.getList", weekAgo.plus(Duration.ofHours(3)), 1);
        attempts(one.id(), "utils.getServerTime", Instant.now().minusSeconds(5), 600);

        for (boolean folded : new boolean[] {false, true}) {
            if (folded) {
                Wait.on(rig.pg.query("SELECT token_logs_fold(100)"));
            }
            Row used = row(matrix(node, null), one.id());
            assertThat(cell(used, "wall.get").state()).isEqualTo(State.FREE);
            assertThat(cell(used, "likes.getList").state()).isEqualTo(State.FREE);
            assertThat(cell(used, "utils.getServerTime").state()).isEqualTo(State.FREE);
            assertThat(cell(used, "friends.get").state()).isEqualTo(State.NEVER_USED);
            Row unused = row(matrix(node, null), two.id());
            assertThat(unused.cells().values()).allMatch(cell -> cell.state() == State.NEVER_USED);
        }
    }

    @Test
    void a_row_tells_when_the_token_goes_next_how_fast_and_why() {
        Node node = rig.node();
        var rests = rig.user(node, ONE, 1001);
        var dead = rig.user(node, TWO, 1002);
        var waits = VkRig.create(node, 1003, Kind.USER, null);
        rig.forceError(ONE, "users.get", 14, 1);
        rig.kill(TWO);
        // Nobody answers the captcha, and nobody waits for what becomes of the calls: one meets it, the other goes on
        // to TWO.
        node.calling("users.get", Map.of("user_ids", "1001"));
        node.calling("users.get", Map.of("user_ids", "1002"));
        VkRig.eventually("out", () -> node.account(dead.id()).status() == Status.ERROR);
        VkRig.eventually("rests", () -> node.account(rests.id()).status() == Status.COOLING);

        Matrix matrix = matrix(node, null);

        Row resting = row(matrix, rests.id());
        assertThat(resting.status()).isEqualTo(Status.COOLING);
        assertThat(resting.why()).startsWith("rests until ").endsWith(", error 14");
        assertThat(resting.nextFree()).isAfter(Instant.now().plusSeconds(500));
        assertThat(resting.paceMs()).isEqualTo(370);
        assertThat(cell(resting, "users.get").state()).isEqualTo(State.LOCKED);
        Row out = row(matrix, dead.id());
        assertThat(out.why()).startsWith("error: 5 User authorization failed");
        assertThat(out.nextFree()).isNull();
        assertThat(out.paceMs()).isNull();
        assertThat(cell(out, "users.get").state()).isEqualTo(State.OUT);
        assertThat(row(matrix, waits.id()).why()).isEqualTo("waits for a token");
    }

    @Test
    void a_slowed_token_and_the_last_one_that_was_kept_awake_say_so() {
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 6, 5);
        node.call("users.get");

        Row row = row(matrix(node, null), one.id());

        assertThat(row.paceMs()).isEqualTo(463);
        assertThat(row.why()).contains("slowed to 463 ms, VK refused its pace").contains("as the last token, error 6");
    }

    @Test
    void the_environments_token_has_the_first_row_and_its_own_cells() {
        rig.tell(
                HttpMethod.PUT,
                "tokens/" + ONE,
                new JsonObject().put("kind", "user").put("user_id", 1001));
        Node node = rig.node(rig.settings(ONE, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        rig.user(node, TWO, 1002);
        while (rig.calls(ONE, "users.get") == 0) {
            node.call("users.get");
        }

        Matrix matrix = matrix(node, null);

        assertThat(matrix.items()).hasSize(2);
        assertThat(matrix.items().get(0).id()).isNull();
        assertThat(cell(matrix.items().get(0), "users.get").state()).isEqualTo(State.FREE);
        rig.kill(ONE);
        while (rig.errors(ONE, 5) == 0) {
            node.call("users.get");
        }
        Row out = matrix(node, null).items().get(0);
        assertThat(out.status()).isEqualTo(Status.ERROR);
        assertThat(out.why()).isEqualTo("thrown out, VK refuses it");
    }

    @Test
    void it_comes_in_pages_by_account() {
        Node node = rig.node();
        for (int i = 0; i < 5; i++) {
            VkRig.create(node, 1 + i, Kind.USER, null);
        }
        var ids = new ArrayList<UUID>();
        String cursor = null;
        do {
            Matrix page = node.ask(MatrixOps.GET, new GetMatrix(2, cursor));
            page.items().forEach(row -> ids.add(row.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(ids)
                .hasSize(5)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
        assertThat(node.failure(MatrixOps.GET, new GetMatrix(2, "nonsense")).code())
                .isEqualTo("cursor.invalid");
    }

    @Test
    void without_redis_it_says_what_this_node_knows() throws Exception {
        var gate = rig.gateRedis();
        Node node = rig.node();
        var one = rig.user(node, ONE, 1001);
        rig.forceError(ONE, "users.get", 29, 1);
        node.callFailure("users.get");
        gate.shut();

        Matrix matrix = matrix(node, null);

        assertThat(matrix.shared()).isFalse();
        assertThat(cell(row(matrix, one.id()), "users.get").state()).isEqualTo(State.LOCKED);
        assertThat(row(matrix, one.id()).nextFree()).isNotNull();
    }

    private void attempts(UUID account, String method, Instant at, int times) {
        Wait.on(rig.pg.query("""
                        INSERT INTO token_logs
                            (id, account_id, is_env_token, method, status, "timestamp", attempt, duration_ms, node)
                        SELECT gen_random_uuid(), $1, false, $2, 'success', $3, 1, 1, 'n' FROM generate_series(1, $4)
                        """, account, method, at.atOffset(ZoneOffset.UTC), times));
    }

    private static Matrix matrix(Node node, @Nullable String cursor) {
        return node.ask(MatrixOps.GET, new GetMatrix(null, cursor));
    }

    private static Row row(Matrix matrix, UUID id) {
        return matrix.items().stream()
                .filter(row -> id.equals(row.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Cell cell(Row row, String method) {
        return Objects.requireNonNull(row.cells().get(method));
    }
}
