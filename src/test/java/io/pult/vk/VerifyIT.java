package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.EnvToken;
import io.pult.contract.vk.SystemAccountOps.Verify;
import io.pult.contract.vk.SystemAccountOps.VerifyEnv;
import io.pult.contract.vk.TokenLog;
import io.pult.vk.VkRig.Node;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose is a token: what VK tells of each kind. */
class VerifyIT {
    private static final String USER = "vk1.a.token-user-0123456789";
    private static final String CLUB = "vk1.a.token-club-0123456789";
    private static final String APP = "vk1.a.token-app-0123456789";

    private final VkRig rig = new VkRig();
    private final Node node = rig.node();

    VerifyIT() {
        token(USER, new JsonObject().put("kind", "user").put("user_id", 1001));
        token(CLUB, new JsonObject().put("kind", "group").put("group_id", 7001));
        token(APP, new JsonObject().put("kind", "service"));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void each_kind_is_proven_by_its_own_token() {
        assertThat(verify(VkRig.create(node, 1001, Kind.USER, USER)).status()).isEqualTo(Status.ACTIVE);
        assertThat(verify(VkRig.create(node, 7001, Kind.COMMUNITY, CLUB)).status())
                .isEqualTo(Status.ACTIVE);
        assertThat(verify(VkRig.create(node, 51_000_000, Kind.SERVICE, APP)).status())
                .isEqualTo(Status.ACTIVE);
    }

    @Test
    void the_audit_has_who_asked_for_a_verification_and_what_came_of_it() {
        var own = VkRig.create(node, 1001, Kind.USER, USER);
        var foreign = VkRig.create(node, 1002, Kind.USER, CLUB);
        verify(own);
        node.failure(SystemAccountOps.VERIFY, new Verify(foreign.id()));

        assertThat(audited(own)).containsExactly("done");
        assertThat(audited(foreign)).containsExactly("vk.foreign_token");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_token_of_another_kind_is_refused_and_leaves_the_pool(Kind kind) {
        for (Kind other : Kind.values()) {
            if (other != kind) {
                long id = 1001;
                var account = VkRig.create(node, id, kind, tokenOf(other));
                var refused = node.failure(SystemAccountOps.VERIFY, new Verify(account.id()));
                assertThat(refused.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
                assertThat(refused.code()).isEqualTo("vk.foreign_token");
                assertThat(node.account(account.id()).status()).isEqualTo(Status.ERROR);
                assertThat(node.account(account.id()).statusReason()).startsWith("the token ");
                node.ask(SystemAccountOps.DELETE, new SystemAccountOps.Delete(account.id(), null));
            }
        }
    }

    @Test
    void another_communitys_token_is_named_as_such() {
        var account = VkRig.create(node, 7002, Kind.COMMUNITY, CLUB);
        assertThat(node.failure(SystemAccountOps.VERIFY, new Verify(account.id())))
                .hasMessageContaining("community 7001");
    }

    @Test
    void vk_that_does_not_answer_or_asks_for_patience_harms_no_token() {
        var account = VkRig.create(node, 1001, Kind.USER, USER);
        rig.fault("html", "users.get", 1);
        assertThat(node.failure(SystemAccountOps.VERIFY, new Verify(account.id()))
                        .code())
                .isEqualTo("vk.unreachable");
        rig.forceError(USER, "users.get", 6, 1);
        var busy = node.failure(SystemAccountOps.VERIFY, new Verify(account.id()));
        assertThat(busy.code()).isEqualTo("vk.refused");
        assertThat(node.account(account.id()).status()).isEqualTo(Status.UNKNOWN);
        assertThat(verify(account).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void the_token_of_the_environment_is_told_by_kind_and_owner() {
        assertThat(environment(USER)).isEqualTo(new EnvToken(Kind.USER, 1001L, "Pult Demo"));
        assertThat(environment(CLUB)).isEqualTo(new EnvToken(Kind.COMMUNITY, 7001L, "Клуб Пульта"));
        assertThat(environment(APP)).isEqualTo(new EnvToken(Kind.SERVICE, null, null));
        assertThat(node.log()).allMatch(TokenLog::isEnvToken);
    }

    @Test
    void a_node_without_a_token_in_its_environment_says_so() {
        var missing = node.failure(SystemAccountOps.VERIFY_ENV, new VerifyEnv());
        assertThat(missing.code()).isEqualTo("vk.no_env_token");
        assertThat(missing.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(missing).hasMessageContaining("VK_TOKEN");
    }

    @Test
    void a_dead_token_of_the_environment_is_called_dead_without_being_shown() {
        rig.kill(USER);
        var other = rig.node(rig.settings(USER, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        var refused = other.failure(SystemAccountOps.VERIFY_ENV, new VerifyEnv());
        assertThat(refused.code()).isEqualTo("vk.token_refused");
        assertThat(refused.getMessage()).doesNotContain("token-user");
    }

    /** Results of verifications that are on their way to the audit. */
    private List<String> audited(SystemAccount account) {
        return VkRig.await(rig.pg.list(row -> row.getString("result"), """
                SELECT body ->> 'result' AS result FROM outbox
                WHERE body ->> 'action' = 'system_account.verified' AND body ->> 'object' = $1
                """, "system_account:" + account.id()));
    }

    private EnvToken environment(String token) {
        var other = rig.node(rig.settings(token, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        // Every node of a rig has a bus of its own, so this one is asked.
        return other.ask(SystemAccountOps.VERIFY_ENV, new VerifyEnv());
    }

    private SystemAccount verify(SystemAccount account) {
        return node.ask(SystemAccountOps.VERIFY, new Verify(account.id()));
    }

    private static String tokenOf(Kind kind) {
        return switch (kind) {
            case USER -> USER;
            case COMMUNITY -> CLUB;
            case SERVICE -> APP;
        };
    }

    private void token(String token, JsonObject spec) {
        rig.tell(HttpMethod.PUT, "tokens/" + token, spec);
    }
}
