package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccount.Status;
import io.pult.infra.Sql;
import io.pult.telegram.SessionRow.App;
import io.pult.telegram.SessionRow.Way;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of {@code telegram_session}. Whatever an owner writes is fenced by (owner, epoch): an answer of false means that
 * the session is somebody else's by now.
 */
final class SessionStore {
    private static final String COLUMNS = """
            s.account_id, s.owner, s.epoch, s.state, s.reason, s.envelope, a.workspace_id, a.phone, a.status, a.telegram_id,
            a.api_id, a.api_hash, w.api_id AS workspace_api_id, w.api_hash AS workspace_api_hash,
            a.way, p.id AS proxy_id, p.kind AS proxy_kind, p.host, p.port, p.username AS proxy_username, p.secret
            """;
    private static final String JOINED = """
            JOIN accounts a ON a.id = s.account_id
            LEFT JOIN telegram_app w ON w.workspace_id = a.workspace_id
            LEFT JOIN proxies p ON p.id = a.proxy_id
            """;

    private final Sql sql;

    SessionStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(UUID account) {
        return sql.query("INSERT INTO telegram_session (account_id) VALUES ($1)", account)
                .mapEmpty();
    }

    Future<Optional<SessionRow>> find(UUID account) {
        return sql.first(
                SessionStore::row,
                "SELECT " + COLUMNS + " FROM telegram_session s " + JOINED + " WHERE s.account_id = $1",
                account);
    }

    /**
     * Sessions that some node should hold and none does.
     *
     * @param dead incarnations whose sessions may be claimed
     */
    Future<List<UUID>> free(UUID[] dead, int limit) {
        return sql.list(row -> row.getUUID("account_id"), """
                (SELECT account_id FROM telegram_session WHERE wanted AND owner IS NULL LIMIT $2)
                UNION ALL
                (SELECT account_id FROM telegram_session WHERE wanted AND owner = ANY ($1) LIMIT $2)
                """, dead, limit);
    }

    /**
     * Becomes the owner of those that are free, whatever their state. Only with a lease that runs by the database's clock.
     *
     * @param dead incarnations whose sessions may be claimed
     * @return what was claimed, each by an epoch of its own
     */
    Future<List<SessionRow>> claim(UUID owner, String nodeName, UUID[] accounts, UUID[] dead, String reason) {
        return sql.list(SessionStore::row, """
                WITH free AS (
                    SELECT account_id FROM telegram_session
                    WHERE account_id = ANY ($3) AND (owner IS NULL OR owner = ANY ($4) OR owner = $1)
                      AND EXISTS (SELECT FROM node WHERE id = $1 AND buried_at IS NULL AND lease_until > pult_now())
                    ORDER BY account_id
                    FOR UPDATE SKIP LOCKED),
                s AS (
                    UPDATE telegram_session t SET owner = $1, epoch = t.epoch + 1
                    FROM free WHERE t.account_id = free.account_id
                    RETURNING t.*),
                logged AS (
                    INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                    SELECT account_id, $1, $2, epoch, 'claimed', $5 FROM s)
                SELECT %s FROM s %s
                """.formatted(COLUMNS, JOINED), owner, nodeName, accounts, dead, reason);
    }

    /** Gives it up: anybody may claim it from now on. Only after its connection is closed. */
    Future<Boolean> release(UUID account, UUID owner, String nodeName, long epoch, String reason) {
        return sql.update("""
                WITH s AS (
                    UPDATE telegram_session SET owner = NULL
                    WHERE account_id = $1 AND owner = $2 AND epoch = $4
                    RETURNING account_id)
                INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                SELECT account_id, $2, $3, $4, 'released', $5 FROM s
                """, account, owner, nodeName, epoch, reason).map(touched -> touched == 1);
    }

    Future<Boolean> setState(UUID account, UUID owner, long epoch, State state, @Nullable String reason) {
        return sql.update("""
                UPDATE telegram_session SET state = $4, reason = $5, changed_at = now()
                WHERE account_id = $1 AND owner = $2 AND epoch = $3
                """, account, owner, epoch, state.text(), reason).map(touched -> touched == 1);
    }

    /** What a client saved, sealed. */
    record Saved(UUID account, long epoch, long keyId, int dc, String envelope) {}

    /** Many in one statement. @return those that were still the owner's */
    Future<List<UUID>> save(UUID owner, List<Saved> saved) {
        return sql.list(
                row -> row.getUUID("account_id"),
                """
                UPDATE telegram_session s SET envelope = n.envelope, key_id = n.key_id, dc = n.dc, saved_at = now()
                FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::integer[], $6::text[])
                     AS n (account_id, epoch, key_id, dc, envelope)
                WHERE s.account_id = n.account_id AND s.owner = $1 AND s.epoch = n.epoch
                RETURNING s.account_id
                """,
                owner,
                saved.stream().map(Saved::account).toArray(UUID[]::new),
                saved.stream().map(Saved::epoch).toArray(Long[]::new),
                saved.stream().map(Saved::keyId).toArray(Long[]::new),
                saved.stream().map(Saved::dc).toArray(Integer[]::new),
                saved.stream().map(Saved::envelope).toArray(String[]::new));
    }

    private static SessionRow row(Row row) {
        UUID account = row.getUUID("account_id");
        return new SessionRow(
                account,
                row.getUUID("workspace_id"),
                row.getUUID("owner"),
                row.getLong("epoch"),
                State.of(row.getString("state")),
                row.getString("reason"),
                row.getString("envelope"),
                row.getString("phone"),
                Status.of(row.getString("status")),
                row.getLong("telegram_id"),
                app(row, account),
                way(row));
    }

    private static @Nullable App app(Row row, UUID account) {
        Integer own = row.getInteger("api_id");
        if (own != null) {
            return new App(own, row.getString("api_hash"), SessionSeal.appPlace(account));
        }
        Integer shared = row.getInteger("workspace_api_id");
        return shared == null
                ? null
                : new App(
                        shared,
                        row.getString("workspace_api_hash"),
                        SessionSeal.workspaceAppPlace(row.getUUID("workspace_id")));
    }

    private static Way way(Row row) {
        return switch (row.getString("way")) {
            case "direct" -> new Way.Direct();
            case "proxy" ->
                new Way.Proxy(
                        row.getUUID("proxy_id"),
                        row.getString("proxy_kind"),
                        row.getString("host"),
                        row.getInteger("port"),
                        row.getString("proxy_username"),
                        row.getString("secret"));
            default -> new Way.Unchosen();
        };
    }
}
