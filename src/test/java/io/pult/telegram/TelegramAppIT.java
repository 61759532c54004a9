package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.MemberRole;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAppOps;
import io.pult.contract.telegram.TelegramAppOps.Delete;
import io.pult.contract.telegram.TelegramAppOps.Get;
import io.pult.contract.telegram.TelegramAppOps.Put;
import io.pult.mtproto.session.AppIdentity;
import io.pult.support.Altered;
import io.pult.support.Wait;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which application accounts speak. */
class TelegramAppIT {
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "ffffffffffffffffffffffffffffffff";

    private static TelegramRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(2);
        rig.node();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"0," + HASH, "-1," + HASH, "5,hash", "5,0123456789abcdef0123456789abcdeg", "5,"})
    void what_is_no_application_is_refused(int id, String hash) {
        Failure refused = catchThrowableOfType(Failure.class, () -> new Put.Body(id, hash));

        assertThat(refused.code()).startsWith("app.");
    }

    @Test
    void the_hash_is_never_shown_again_and_lies_sealed() {
        UUID workspace = rig.workspace();

        String said = Json.text(rig.ask(TelegramAppOps.PUT, new Put(workspace, new Put.Body(5, HASH))))
                + Json.text(rig.ask(TelegramAppOps.GET, new Get(workspace)))
                + new Put.Body(5, HASH)
                + Wait.on(rig.pg.list(
                        row -> row.getString(0),
                        "SELECT t::text FROM telegram_app t UNION ALL SELECT t::text FROM outbox t"));

        assertThat(said).contains("\"api_id\":5").contains("telegram_app.set").doesNotContain(HASH);
    }

    @Test
    void it_is_its_owners_alone_and_of_existing_workspaces() {
        UUID workspace = rig.workspace();
        var put = new Put(workspace, new Put.Body(5, HASH));
        var operator = TelegramRig.member(workspace, MemberRole.OPERATOR);
        var stranger = TelegramRig.member(rig.workspace(), MemberRole.OWNER);

        assertThat(rig.failure(TelegramAppOps.PUT, put, operator).code()).isEqualTo("account.forbidden");
        assertThat(rig.failure(TelegramAppOps.PUT, put, stranger).code()).isEqualTo("workspace.not_found");
        assertThat(rig.failure(TelegramAppOps.GET, new Get(workspace), stranger).code())
                .isEqualTo("workspace.not_found");
        assertThat(rig.failure(TelegramAppOps.PUT, new Put(UUID.randomUUID(), put.body()))
                        .code())
                .isEqualTo("workspace.not_found");
        assertThat(rig.ask(TelegramAppOps.PUT, put, TelegramRig.member(workspace, MemberRole.OWNER))
                        .apiId())
                .isEqualTo(5);
    }

    @Test
    void there_is_nothing_to_get_or_remove_where_there_is_none() {
        UUID workspace = rig.workspace();

        assertThat(rig.failure(TelegramAppOps.GET, new Get(workspace)).code()).isEqualTo("app.not_found");
        assertThat(rig.failure(TelegramAppOps.DELETE, new Delete(workspace)).code())
                .isEqualTo("app.not_found");
    }

    @Test
    void an_account_speaks_for_its_own_application_or_its_workspaces_or_the_instances() {
        UUID workspace = rig.workspace();
        UUID plain = create(Map.of("workspaceId", workspace));
        UUID own = create(Map.of("workspaceId", workspace, "apiId", 6, "apiHash", OTHER));

        assertThat(app(plain)).extracting(AppIdentity::apiId).isEqualTo(17);
        rig.ask(TelegramAppOps.PUT, new Put(workspace, new Put.Body(5, HASH)));
        assertThat(app(plain))
                .extracting(AppIdentity::apiId, AppIdentity::apiHash)
                .containsExactly(5, HASH);
        assertThat(app(own))
                .extracting(AppIdentity::apiId, AppIdentity::apiHash)
                .containsExactly(6, OTHER);
        rig.ask(TelegramAppOps.DELETE, new Delete(workspace));
        assertThat(app(plain)).extracting(AppIdentity::apiId).isEqualTo(17);
    }

    @Test
    void without_any_application_nobody_signs_in() {
        var none = new HashMap<String, @Nullable Object>();
        none.put("apiId", 0);
        none.put("apiHash", null);
        var choice = new AppChoice(Altered.record(rig.settings(), none), new SessionSeal(rig.secrets()), "1.0");
        SessionRow row = row(create(Map.of()));

        assertThat(catchThrowableOfType(Failure.class, () -> choice.of(row)).code())
                .isEqualTo("telegram.no_app");
    }

    @Test
    void whoever_is_signed_in_keeps_the_application_when_the_workspaces_changes() throws Exception {
        UUID workspace = rig.workspace();
        UUID account = rig.signedIn(0, 1).get(0);
        Wait.on(rig.pg.query("UPDATE accounts SET workspace_id = $2 WHERE id = $1", account, workspace));

        rig.ask(TelegramAppOps.PUT, new Put(workspace, new Put.Body(5, HASH)));
        assertThat(app(account)).extracting(AppIdentity::apiId).isEqualTo(17);
        rig.ask(TelegramAppOps.PUT, new Put(workspace, new Put.Body(6, OTHER)));
        rig.ask(TelegramAppOps.DELETE, new Delete(workspace));
        assertThat(app(account))
                .extracting(AppIdentity::apiId, AppIdentity::apiHash)
                .containsExactly(17, "test-hash-of-an-app");
    }

    private static UUID create(Map<String, ?> of) {
        return rig.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(of)).id();
    }

    private static AppIdentity app(UUID account) {
        return new AppChoice(rig.settings(), new SessionSeal(rig.secrets()), "1.0").of(row(account));
    }

    private static SessionRow row(UUID account) {
        return Wait.on(new SessionStore(rig.pg).find(account)).orElseThrow();
    }
}
