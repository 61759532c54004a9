package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.contract.telegram.ProxyOps;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramAppOps;
import io.pult.infra.Secrets;
import io.pult.support.Wait;
import io.pult.telegram.SealedColumn.Sealed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This concern's part of the job that puts every secret under the current key. */
class TelegramRekeyIT {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    private TelegramRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new TelegramRig(3);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void every_sealed_column_is_walked_and_opens_under_the_new_key() throws Exception {
        rig.node();
        UUID workspace = rig.workspace();
        UUID account = rig.ask(TelegramAccountOps.CREATE, TelegramAsks.creation(Map.of("apiId", 5, "apiHash", HASH)))
                .id();
        rig.ask(TelegramAppOps.PUT, new TelegramAppOps.Put(workspace, new TelegramAppOps.Put.Body(6, HASH)));
        var proxy = new ProxyOps.Add.Body(Kind.SOCKS5, "example.org", 1080, "user", "secret", null, null, null);
        UUID proxyId = rig.ask(ProxyOps.ADD, new ProxyOps.Add(proxy)).id();
        UUID held = rig.signedIn(0, 1).get(0);
        line(UUID.randomUUID(), 7);
        Secrets after = rig.newKey();

        long done = walk(after);

        assertThat(done).isEqualTo(5);
        for (SealedColumn column : SealedColumn.ALL) {
            for (Sealed row : Wait.on(column.after(rig.pg, null, 100))) {
                assertThat(after.stale(row.envelope())).as(column.table()).isFalse();
                assertThat(after.decrypt(row.envelope(), column.place().apply(row.key())))
                        .isNotEmpty();
            }
        }
        var seal = new SessionSeal(after);
        assertThat(seal.open(
                        envelope("SELECT api_hash FROM accounts WHERE id = $1", account),
                        SessionSeal.appPlace(account)))
                .isEqualTo(HASH);
        assertThat(seal.open(
                        envelope("SELECT secret FROM proxies WHERE id = $1", proxyId), SessionSeal.proxyPlace(proxyId)))
                .isEqualTo("secret");
        assertThat(seal.open(held, envelope("SELECT envelope FROM telegram_session WHERE account_id = $1", held)))
                .isNotNull();
        assertThat(walk(after)).isEqualTo(5);
    }

    @Test
    void what_an_owner_saved_meanwhile_is_not_overwritten() throws Exception {
        UUID account = rig.signedIn(0, 1).get(0);
        SealedColumn sessions = SealedColumn.ALL.stream()
                .filter(column -> column.table().equals("telegram_session"))
                .findFirst()
                .orElseThrow();
        Sealed read = Wait.on(sessions.after(rig.pg, null, 1)).get(0);
        Wait.on(rig.pg.query("UPDATE telegram_session SET envelope = 'newer' WHERE account_id = $1", account));

        Wait.on(sessions.replace(rig.pg, read, "of what was read before"));

        assertThat(envelope("SELECT envelope FROM telegram_session WHERE account_id = $1", account))
                .isEqualTo("newer");
    }

    @Test
    void more_rows_than_one_step_takes_are_walked_step_by_step() throws Exception {
        UUID imported = UUID.randomUUID();
        for (int number = 1; number <= 205; number++) {
            line(imported, number);
        }

        assertThat(walk(rig.newKey())).isEqualTo(205);
    }

    /** As the job does it. @return how many were done */
    private long walk(Secrets secrets) {
        var rekey = new RekeyHandlers(rig.pg, secrets);
        @Nullable String cursor = null;
        long done = 0;
        int number = 0;
        do {
            var step = new JobStep(UUID.randomUUID(), number++, cursor, Map.of());
            JobStep.Result result = Wait.on(rekey.step(step, Call.system("test", Duration.ofSeconds(10))));
            done += result.done();
            cursor = result.cursor();
            assertThat(number).isLessThan(50);
        } while (cursor != null);
        return done;
    }

    private void line(UUID imported, int number) {
        String session = rig.secrets().encrypt("a session string", SessionSeal.importPlace(imported, number));
        Wait.on(rig.pg.query(
                "INSERT INTO account_import (id, created_by) VALUES ($1, 'test') ON CONFLICT DO NOTHING", imported));
        Wait.on(rig.pg.query(
                "INSERT INTO account_import_line (import_id, line, session) VALUES ($1, $2, $3)",
                imported,
                number,
                session));
    }

    private String envelope(String query, UUID id) {
        List<String> found = Wait.on(rig.pg.list(row -> row.getString(0), query, id));
        return found.get(0);
    }
}
