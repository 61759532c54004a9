package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.telegram.TelegramActs;
import io.pult.infra.PgSettings;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SessionSavesIT {
    /** In {@code make check}: nothing to be seen happening takes its time. */
    @Test
    @Tag("check")
    void what_could_not_be_saved_while_the_database_was_away_is_saved_when_it_is_back() throws Exception {
        try (var rig = new TelegramRig(5);
                var gate = new Gate(java.net.URI.create(rig.postgres.url()))) {
            rig.standIn.world().add(AccountSpec.of("79990000004").withUsername("newly_known"));
            rig.node(rig.settings(), PgSettings.of(gate.url()));
            UUID account = rig.signedIn(0, 1).get(0);
            Wait.until("it was looked at", () -> rig.verified(account));
            rig.time.pass(Duration.ofSeconds(6));
            Wait.until("the first save came", () -> session(rig, account).getValue("saved_at") != null);
            String before = session(rig, account).getString("envelope");

            gate.shut();
            rig.ask(TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, "newly_known"));
            rig.time.pass(Duration.ofSeconds(6));
            Thread.sleep(2_500);
            assertThat(session(rig, account).getString("envelope")).isEqualTo(before);
            gate.open();

            Wait.until(
                    "it was saved",
                    () -> !session(rig, account).getString("envelope").equals(before));
        }
    }

    @Test
    void a_key_that_another_account_has_is_refused_alone_and_the_others_are_saved() throws Exception {
        try (var rig = new TelegramRig(5)) {
            UUID holder = UUID.randomUUID();
            UUID twin = rig.insert(0, "+88800000000", null);
            UUID other = rig.insert(1, "+88800000001", null);
            Wait.on(rig.pg.query("UPDATE telegram_session SET key_id = NULL WHERE account_id = $1", twin));
            Wait.on(rig.pg.query("INSERT INTO accounts (id, name, created_by) VALUES ($1, 'Holder', 'test')", holder));
            Wait.on(rig.pg.query(
                    "INSERT INTO telegram_session (account_id, state, key_id) VALUES ($1, 'new', $2)",
                    holder,
                    ScaleKeys.key(0).id()));
            rig.node();
            Wait.until("both were looked at", () -> rig.verified(twin) && rig.verified(other));
            rig.time.pass(Duration.ofSeconds(6));

            Wait.until("the other is saved", () -> session(rig, other).getValue("saved_at") != null);
            Wait.until(
                    "the twin is given up",
                    () -> "key_taken".equals(session(rig, twin).getString("reason")));
            assertThat(session(rig, twin).getString("state")).isEqualTo("lost");
            assertThat(session(rig, holder).getLong("key_id"))
                    .isEqualTo(ScaleKeys.key(0).id());
        }
    }

    private static Row session(TelegramRig rig, UUID account) {
        return Wait.on(rig.pg.query("SELECT * FROM telegram_session WHERE account_id = $1", account))
                .iterator()
                .next();
    }
}
