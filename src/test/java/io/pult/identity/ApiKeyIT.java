package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.infra.Cursor;
import io.pult.infra.Digests;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** API keys from the day they are made to the second they are refused. */
class ApiKeyIT {
    private final Vertx vertx = Vertx.vertx();
    private final PgSettings postgres = PgSettings.of(TestStores.migrated().toString());
    private final Pg pg = Pg.open(vertx, postgres);
    private final Bus bus = TestBus.on(vertx);
    private final ApiKeyStore store = new ApiKeyStore(pg);
    private final ApiKeyHandlers keys = new ApiKeyHandlers(pg, new Outbox(), InstantSource.system());
    private final ApiKeyUse authentication = new ApiKeyUse(store, InstantSource.system());
    private final Call admin = Call.system("keygen", Duration.ofSeconds(10));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_key_that_was_revoked_is_known_to_nobody_and_its_revocation_is_numbered() {
        var created = create(List.of("vk:act"), null);
        long before = revocations(0).last();

        keys.revoke(new ApiKeyOps.Revoke(created.key().id()), admin).await();

        assertThat(failureOf(authenticate(created.token())).code()).isEqualTo("token.unknown");
        var since = revocations(before);
        assertThat(since.entries()).hasSize(1);
        assertThat(since.entries().get(0).tokenHash()).isEqualTo(Digests.sha256(created.token()));
        assertThat(revocations(since.last()).entries()).isEmpty();
    }

    @Test
    void revocations_made_at_once_never_hide_a_smaller_number_behind_a_larger_one() {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 20; i++) {
            ids.add(create(List.of("vk:read"), null).key().id());
        }
        var revoking = ids.stream()
                .map(id -> (Future<?>) keys.revoke(new ApiKeyOps.Revoke(id), admin))
                .toList();
        long last = 0;
        int seen = 0;
        while (seen < 20) {
            var since = revocations(last);
            seen += since.entries().size();
            assertThat(since.last()).isGreaterThanOrEqualTo(last);
            last = since.last();
        }
        Future.all(revoking).await();
        assertThat(seen).isEqualTo(20);
    }

    @Test
    void revoking_what_is_not_there_is_not_found() {
        assertThat(failureOf(keys.revoke(new ApiKeyOps.Revoke(UUID.randomUUID()), admin))
                        .code())
                .isEqualTo("key.not_found");
    }

    @Test
    void a_key_past_its_time_is_unknown() {
        var created = create(List.of("vk:read"), Instant.now().plusSeconds(60));
        assertThat(authenticate(created.token()).await().expiresAt()).isNotNull();

        pg.query("UPDATE api_key SET expires_at = now()").await();

        assertThat(failureOf(authenticate(created.token())).code()).isEqualTo("token.unknown");
    }

    @Test
    void a_key_cannot_make_a_mightier_one() {
        var least = create(List.of("vk:act", "identity:admin"), null);
        var body = new ApiKeyOps.Create.Body("up", List.of("vk:admin"), null);

        var refused = catchThrowableOfType(Failure.class, () -> keys.create(new ApiKeyOps.Create(body), by(least)));

        assertThat(refused.code()).isEqualTo("key.scope_not_held");
        assertThat(list(10, null).items())
                .extracting(ApiKey::id)
                .containsExactly(least.key().id());
    }

    @Test
    void a_key_that_would_be_over_at_once_is_refused() {
        var body = new ApiKeyOps.Create.Body(
                "late", List.of("vk:read"), Instant.now().minusSeconds(1));

        assertThat(failureOf(keys.create(new ApiKeyOps.Create(body), admin)).code())
                .isEqualTo("key.expired");
    }

    @Test
    void the_database_holds_the_hash_and_never_the_key() {
        var created = create(List.of("vk:read"), null);

        var row = pg.query("SELECT api_key::text AS row FROM api_key")
                .await()
                .iterator()
                .next();

        assertThat(row.getString("row"))
                .contains(Digests.sha256(created.token()))
                .doesNotContain(created.token())
                .doesNotContain(created.token().substring(5, 40));
    }

    @Test
    void a_list_is_read_page_by_page_newest_first_without_a_key_twice() {
        for (int i = 0; i < 5; i++) {
            create(List.of("vk:read"), null);
        }
        var seen = new ArrayList<ApiKey>();
        String cursor = null;
        do {
            var page = list(2, cursor);
            seen.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
    }

    @Test
    void a_forged_cursor_is_refused_before_the_database() {
        var forged = new Cursor("-created_at", List.of("yesterday", "me")).encode();

        assertThat(catchThrowableOfType(Failure.class, () -> list(2, forged)).code())
                .isEqualTo("cursor.invalid");
    }

    @Test
    void a_client_of_the_bus_trades_its_key_for_a_seal_that_opens_to_its_principal() {
        var created = create(List.of("vk:act"), null);

        var welcome = bus.welcome(authentication.knock(created.token()).await());

        assertThat(welcome.principal().subject())
                .isEqualTo("key:" + created.key().id());
        assertThat(welcome.principal().grants()).containsExactly("vk:act");
        assertThat(welcome.seal()).isNotBlank().doesNotContain(created.token());
    }

    @Test
    void a_knock_with_something_that_is_no_key_does_not_reach_the_database() {
        assertThat(catchThrowableOfType(Failure.class, () -> authentication.knock("pult_' OR 1=1 --"))
                        .code())
                .isEqualTo("token.unknown");
    }

    @Test
    void the_use_of_a_key_is_noted_in_the_next_round() {
        var created = create(List.of("vk:read"), null);
        authenticate(created.token()).await();

        authentication.noteUse().await();

        assertThat(list(1, null).items().get(0).lastUsedAt()).isNotNull();
    }

    private ApiKeyOps.Created create(List<String> scopes, @Nullable Instant expiresAt) {
        var body = new ApiKeyOps.Create.Body("test", scopes, expiresAt);
        return keys.create(new ApiKeyOps.Create(body), admin).await();
    }

    private Page<ApiKey> list(int limit, @Nullable String cursor) {
        return keys.list(new ApiKeyOps.ListKeys(null, limit, cursor), admin).await();
    }

    private Future<AuthenticationOps.Authenticated> authenticate(String token) {
        return authentication.authenticate(Digests.sha256(token));
    }

    private AuthenticationOps.Revocations revocations(long after) {
        return new RevocationStore(pg).since(after).await();
    }

    private Call by(ApiKeyOps.Created key) {
        return Call.by(authenticate(key.token()).await().principal(), Duration.ofSeconds(10));
    }

    private static Failure failureOf(Future<?> future) {
        return catchThrowableOfType(Failure.class, future::await);
    }
}
