package io.pult.telegram;

import io.pult.support.Wait;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts of a {@link TelegramRig} that are to be signed in, and what the tables say of them. Blocks. */
final class SignInLab {
    private final TelegramRig rig;

    SignInLab(TelegramRig rig) {
        this.rig = rig;
    }

    UUID workspace() {
        UUID id = UUID.randomUUID();
        Wait.on(rig.pg.query("INSERT INTO workspace (id, name) VALUES ($1, 'a workspace')", id));
        return id;
    }

    /** An account without a session. */
    UUID account(@Nullable UUID workspace, @Nullable String phone) {
        UUID id = UUID.randomUUID();
        Wait.on(rig.pg.query(
                "INSERT INTO accounts (id, workspace_id, name, phone, created_by) VALUES ($1, $2, 'Somebody', $3, 'test')",
                id,
                workspace,
                phone));
        Wait.on(new SessionStore(rig.pg).insert(id));
        return id;
    }

    /** Account and session in one. */
    Row row(UUID account) {
        return Wait.on(rig.pg.query("""
                        SELECT a.telegram_id, a.phone, a.username, a.workspace_id, a.name, s.*
                        FROM accounts a JOIN telegram_session s ON s.account_id = a.id WHERE a.id = $1""", account)).iterator().next();
    }

    String state(UUID account) {
        return row(account).getString("state");
    }

    void forgetPhone(UUID account) {
        Wait.on(rig.pg.query("UPDATE accounts SET phone = NULL WHERE id = $1", account));
    }

    /** What is said of the account to the audit, in order. */
    List<String> audited(UUID account) {
        var actions = new ArrayList<String>();
        Wait.on(rig.pg.query(
                        "SELECT body->>'action' AS action FROM outbox WHERE body->>'object' = $1 ORDER BY created_at",
                        "telegram_account:" + account))
                .forEach(row -> actions.add(row.getString("action")));
        return actions;
    }

    /** At the stand-in. */
    int devices(String phone) {
        var account = rig.standIn.world().account(phone);
        return rig.standIn.world().describe(account).getInteger("devices");
    }
}
