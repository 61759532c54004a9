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
 * The SQL of {@code telegram_session}. Whatever an owner writes is fenced by (owner, epoch), and refused to an incarnation
 * that was given up ({@code pult_unburied}): an answer of false means that the session is, or may be, somebody else's by now.
 */
final class SessionStore {
    static final String KEY_UNIQUE = "telegram_session_key_unique";

    private static final String COLUMNS = """
            s.account_id, s.owner, s.epoch, s.state, s.reason, s.envelope, s.signed_in_at, a.workspace_id, a.phone, a.status, a.telegram_id,
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
     * Where a session is, without what is sealed of it.
     *
     * @param wanted some node should hold it
     */
    record Place(
            @Nullable UUID workspace,
            @Nullable UUID owner,
            long epoch,
            boolean wanted,
            State state,
            @Nullable String reason) {}

    Future<Optional<Place>> place(UUID account) {
        return sql.first(
                row -> new Place(
                        row.getUUID("workspace_id"),
                        row.getUUID("owner"),
                        row.getLong("epoch"),
                        row.getBoolean("wanted"),
                        State.of(row.getString("state")),
                        row.getString("reason")),
                """
                SELECT a.workspace_id, s.owner, s.epoch, s.wanted, s.state, s.reason
                FROM telegram_session s JOIN accounts a ON a.id = s.account_id WHERE s.account_id = $1
                """,
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

    /** Becomes the owner of those that are free and that some node should hold. See {@link #claim}. */
    Future<List<SessionRow>> claimWanted(UUID owner, String nodeName, UUID[] accounts, UUID[] dead) {
        return claim(owner, nodeName, accounts, dead, "free", true);
    }

    /** Becomes the owner of a session that is free, whatever its state. See {@link #claim}. */
    Future<List<SessionRow>> claimAny(UUID owner, String nodeName, UUID account, UUID[] dead, String reason) {
        return claim(owner, nodeName, new UUID[] {account}, dead, reason, false);
    }

    /**
     * Only with a lease that runs by the database's clock.
     *
     * @param dead incarnations whose sessions may be claimed; the log gives that as the reason then
     * @return what was claimed, each by an epoch of its own
     */
    private Future<List<SessionRow>> claim(
            UUID owner, String nodeName, UUID[] accounts, UUID[] dead, String reason, boolean wanted) {
        return sql.list(
                SessionStore::row, """
                WITH free AS (
                    SELECT account_id, owner AS before FROM telegram_session
                    WHERE account_id = ANY ($3) AND (owner IS NULL OR owner = ANY ($4)) AND (wanted OR NOT $6)
                      AND EXISTS (SELECT FROM node WHERE id = $1 AND buried_at IS NULL AND lease_until > pult_now())
                    ORDER BY account_id
                    FOR UPDATE SKIP LOCKED),
                s AS (
                    UPDATE telegram_session t SET owner = $1, epoch = t.epoch + 1
                    FROM free WHERE t.account_id = free.account_id
                    RETURNING t.*, free.before),
                logged AS (
                    INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                    SELECT account_id, $1, $2, epoch, 'claimed',
                           CASE WHEN before IS NULL THEN $5 ELSE 'node_gone' END FROM s)
                SELECT %s FROM s %s
                """.formatted(COLUMNS, JOINED), owner, nodeName, accounts, dead, reason, wanted);
    }

    /** One ownership, by the table. */
    record Owning(UUID account, long epoch, State state) {}

    /** All that the table gives to an owner. */
    Future<List<Owning>> ownedBy(UUID owner) {
        return sql.list(
                row -> new Owning(row.getUUID("account_id"), row.getLong("epoch"), State.of(row.getString("state"))),
                "SELECT account_id, epoch, state FROM telegram_session WHERE owner = $1",
                owner);
    }

    /** Claims anew what is the owner's own by the table: the answer to its claim was lost. By a new epoch, as ever. */
    Future<List<SessionRow>> takeBack(UUID owner, String nodeName, List<Owning> lost) {
        return sql.list(
                SessionStore::row,
                """
                WITH lost AS (
                    SELECT t.account_id FROM telegram_session t
                    JOIN unnest($3::uuid[], $4::bigint[]) AS n (account_id, epoch)
                      ON n.account_id = t.account_id AND n.epoch = t.epoch
                    WHERE t.owner = $1
                      AND EXISTS (SELECT FROM node WHERE id = $1 AND buried_at IS NULL AND lease_until > pult_now())
                    ORDER BY t.account_id
                    FOR UPDATE OF t SKIP LOCKED),
                s AS (
                    UPDATE telegram_session t SET epoch = t.epoch + 1
                    FROM lost WHERE t.account_id = lost.account_id
                    RETURNING t.*),
                logged AS (
                    INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                    SELECT account_id, $1, $2, epoch, 'claimed', 'answer_lost' FROM s)
                SELECT %s FROM s %s
                """.formatted(COLUMNS, JOINED),
                owner,
                nodeName,
                lost.stream().map(Owning::account).toArray(UUID[]::new),
                lost.stream().map(Owning::epoch).toArray(Long[]::new));
    }

    /** An ownership to end, and why, in one word. */
    record Given(UUID account, long epoch, String reason) {}

    /** Gives them up: anybody may claim them from now on. Only after their connections are closed. @return which were ours */
    Future<List<UUID>> release(UUID owner, String nodeName, List<Given> given) {
        return sql.list(
                row -> row.getUUID("account_id"),
                """
                WITH s AS (
                    UPDATE telegram_session t SET owner = NULL
                    FROM unnest($3::uuid[], $4::bigint[], $5::text[]) AS n (account_id, epoch, reason)
                    WHERE t.account_id = n.account_id AND t.owner = $1 AND t.epoch = n.epoch AND pult_unburied($1)
                    RETURNING t.account_id, t.epoch, n.reason),
                logged AS (
                    INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                    SELECT account_id, $1, $2, epoch, 'released', reason FROM s)
                SELECT account_id FROM s
                """,
                owner,
                nodeName,
                given.stream().map(Given::account).toArray(UUID[]::new),
                given.stream().map(Given::epoch).toArray(Long[]::new),
                given.stream().map(Given::reason).toArray(String[]::new));
    }

    /**
     * What dead nodes held and nobody should hold now becomes nobody's; a sign-in that they were in the middle of starts over.
     *
     * @return how many
     */
    Future<Integer> bereave(UUID[] dead) {
        return sql.update("""
                WITH gone AS (
                    SELECT account_id, owner AS before FROM telegram_session
                    WHERE owner = ANY ($1) AND NOT wanted ORDER BY account_id FOR UPDATE SKIP LOCKED),
                s AS (
                    UPDATE telegram_session t SET owner = NULL,
                        reason = CASE WHEN t.state IN ('code_sent', 'password_needed') THEN 'node_gone' ELSE t.reason END,
                        state = CASE WHEN t.state IN ('code_sent', 'password_needed') THEN 'new' ELSE t.state END,
                        changed_at = now()
                    FROM gone WHERE t.account_id = gone.account_id
                    RETURNING t.account_id, t.epoch, gone.before)
                INSERT INTO telegram_claim (account_id, node, node_name, epoch, kind, reason)
                SELECT s.account_id, s.before, coalesce(node.name, ''), s.epoch, 'released', 'node_gone'
                FROM s LEFT JOIN node ON node.id = s.before
                """, (Object) dead);
    }

    Future<Boolean> setState(UUID account, UUID owner, long epoch, State state, @Nullable String reason) {
        return sql.update("""
                UPDATE telegram_session SET state = $4, reason = $5, changed_at = now()
                WHERE account_id = $1 AND owner = $2 AND epoch = $3 AND pult_unburied($2)
                """, account, owner, epoch, state.text(), reason).map(touched -> touched == 1);
    }

    /** The same, and the key is forgotten: it is worth nothing any more. */
    Future<Boolean> wipe(UUID account, UUID owner, long epoch, State state, @Nullable String reason) {
        return sql.update("""
                UPDATE telegram_session SET state = $4, reason = $5, envelope = NULL, key_id = NULL, dc = NULL,
                    signed_in_at = NULL, changed_at = now()
                WHERE account_id = $1 AND owner = $2 AND epoch = $3
                """, account, owner, epoch, state.text(), reason).map(touched -> touched == 1);
    }

    /**
     * Whose session it is, as Telegram has told. The phone is taken where none is known and no other account has it.
     *
     * @param phone E.164 with "+"; absent: Telegram does not tell it
     * @return the phone that the account has now; empty when the session is somebody else's by now
     */
    Future<Optional<Person>> verified(
            UUID account, UUID owner, long epoch, long telegramId, @Nullable String username, @Nullable String phone) {
        return sql.first(
                row -> new Person(row.getString("phone")), """
                WITH s AS (
                    UPDATE telegram_session SET signed_in_at = now()
                    WHERE account_id = $1 AND owner = $2 AND epoch = $3
                    RETURNING account_id)
                UPDATE accounts a
                SET telegram_id = $4, username = $5, version = version + 1, updated_at = now(),
                    phone = CASE WHEN a.phone IS NULL AND NOT EXISTS (SELECT FROM accounts o WHERE o.phone = $6)
                            THEN $6 ELSE a.phone END
                FROM s WHERE a.id = s.account_id
                RETURNING a.phone
                """, account, owner, epoch, telegramId, username, phone);
    }

    record Person(@Nullable String phone) {}

    /** What a client saved, sealed. */
    record Saved(UUID account, long epoch, long keyId, int dc, String envelope) {}

    /**
     * Many in one statement.
     *
     * @return those that were still the owner's; fails by {@link #KEY_UNIQUE}, all of them, when a key is another account's
     */
    Future<List<UUID>> save(UUID owner, List<Saved> saved) {
        return sql.list(
                row -> row.getUUID("account_id"),
                """
                UPDATE telegram_session s SET envelope = n.envelope, key_id = n.key_id, dc = n.dc, saved_at = now()
                FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::integer[], $6::text[])
                     AS n (account_id, epoch, key_id, dc, envelope)
                WHERE s.account_id = n.account_id AND s.owner = $1 AND s.epoch = n.epoch AND pult_unburied($1)
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
                row.getOffsetDateTime("signed_in_at") != null,
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
