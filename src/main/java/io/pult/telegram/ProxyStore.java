package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.telegram.Proxy;
import io.pult.contract.telegram.Proxy.Check;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.contract.telegram.ProxyOps.ListProxies;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramAccountOps.Changed;
import io.pult.infra.Cursor;
import io.pult.infra.Like;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQL of the table {@code proxies}, and of who goes through them. Whoever locks a proxy and an account locks the proxy first.
 */
final class ProxyStore {
    private static final String NEWEST = "-created_at";
    private static final String COLUMNS = "p.*, (SELECT count(*) FROM accounts a WHERE a.proxy_id = p.id) AS accounts";
    /** Another account may have it, as far as is known. */
    private static final String FREE = """
            (p.reachable IS DISTINCT FROM false
             AND p.max_accounts > (SELECT count(*) FROM accounts a WHERE a.proxy_id = p.id))
            """;

    private final Sql sql;

    ProxyStore(Sql sql) {
        this.sql = sql;
    }

    /** @param sealed the password of a SOCKS5 proxy, the secret of an MTProxy; absent: it wants none */
    record Stored(Proxy proxy, @Nullable String sealed) {
        boolean full() {
            return proxy.accounts() >= proxy.maxAccounts();
        }

        @Override
        public String toString() {
            return "Stored[" + proxy.id() + "]";
        }
    }

    /** As it is written. */
    record Entry(UUID id, ProxyForm form, @Nullable String sealed, String label, int maxAccounts) {}

    /** Those whose address is not there yet. @return their ids */
    Future<List<UUID>> insert(List<Entry> rows) {
        return sql.list(
                row -> row.getUUID("id"),
                """
                INSERT INTO proxies (id, kind, host, port, username, secret, label, max_accounts)
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::text[],
                                     $8::integer[])
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                rows.stream().map(Entry::id).toArray(UUID[]::new),
                rows.stream().map(row -> row.form.kind().text()).toArray(String[]::new),
                rows.stream().map(row -> row.form.host()).toArray(String[]::new),
                rows.stream().map(row -> row.form.port()).toArray(Integer[]::new),
                rows.stream().map(row -> row.form.username()).toArray(String[]::new),
                rows.stream().map(Entry::sealed).toArray(String[]::new),
                rows.stream().map(Entry::label).toArray(String[]::new),
                rows.stream().map(Entry::maxAccounts).toArray(Integer[]::new));
    }

    Future<UUID> idOf(ProxyForm form) {
        return sql.one(
                row -> row.getUUID("id"),
                ProxyStore::unknown,
                "SELECT id FROM proxies WHERE host = $1 AND port = $2 AND coalesce(username, '') = $3",
                form.host(),
                form.port(),
                form.username() == null ? "" : form.username());
    }

    Future<Stored> get(UUID id) {
        return sql.one(
                ProxyStore::stored, ProxyStore::unknown, "SELECT " + COLUMNS + " FROM proxies p WHERE p.id = $1", id);
    }

    /** Nobody else gives it an account until the end of the transaction. */
    Future<Stored> lock(UUID id) {
        return lockIfThere(id).map(found -> found.orElseThrow(ProxyStore::unknown));
    }

    Future<Optional<Stored>> lockIfThere(UUID id) {
        // The count in a statement of its own: it has to see what was committed before the lock was given.
        return sql.query("SELECT FROM proxies WHERE id = $1 FOR UPDATE", id)
                .compose(locked ->
                        locked.size() == 0 ? Future.succeededFuture(Optional.empty()) : get(id).map(Optional::of));
    }

    /** In the order of their ids, so that two who lock the same wait for each other instead of forever. */
    Future<?> lock(List<UUID> ids) {
        return sql.query(
                "SELECT FROM proxies WHERE id = ANY ($1) ORDER BY id FOR UPDATE", (Object) ids.toArray(UUID[]::new));
    }

    Future<Page<Proxy>> list(ListProxies asked, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), NEWEST, 2);
        return sql.list(
                        row -> stored(row).proxy,
                        """
                        SELECT %1$s FROM proxies p
                        WHERE ($1::text IS NULL OR p.kind = $1)
                          AND ($2::boolean IS NULL OR p.reachable = $2)
                          AND ($3::boolean IS NULL OR $3 = %2$s)
                          AND ($4::text IS NULL OR p.host ILIKE $4 OR p.label ILIKE $4)
                          AND ($5::timestamptz IS NULL OR (p.created_at, p.id) < ($5::timestamptz, $6::uuid))
                        ORDER BY p.created_at DESC, p.id DESC
                        LIMIT $7
                        """.formatted(COLUMNS, FREE),
                        asked.kind() == null ? null : asked.kind().text(),
                        asked.reachable(),
                        asked.free(),
                        Like.containing(asked.q()),
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        NEWEST,
                        proxy ->
                                List.of(proxy.createdAt().toString(), proxy.id().toString())));
    }

    /** Those that another account may have. */
    Future<List<UUID>> free() {
        return sql.list(row -> row.getUUID("id"), "SELECT p.id FROM proxies p WHERE " + FREE + " ORDER BY p.id");
    }

    Future<Boolean> any() {
        return sql.query("SELECT FROM proxies LIMIT 1").map(rows -> rows.size() > 0);
    }

    /** @param forgetCheck it is not what was looked at */
    Future<Stored> update(Entry now, boolean forgetCheck) {
        return sql.query(
                        """
                        UPDATE proxies
                        SET host = $2, port = $3, username = $4, secret = $5, label = $6, max_accounts = $7,
                            checked_at = CASE WHEN $8 THEN NULL ELSE checked_at END,
                            reachable = CASE WHEN $8 THEN NULL ELSE reachable END,
                            latency_ms = CASE WHEN $8 THEN NULL ELSE latency_ms END,
                            exit_country = CASE WHEN $8 THEN NULL ELSE exit_country END,
                            check_error = CASE WHEN $8 THEN NULL ELSE check_error END,
                            version = version + 1, updated_at = now()
                        WHERE id = $1
                        """,
                        now.id,
                        now.form.host(),
                        now.form.port(),
                        now.form.username(),
                        now.sealed,
                        now.label,
                        now.maxAccounts,
                        forgetCheck)
                .recover(cause -> Future.failedFuture(Pg.violates(cause, "proxies_address_unique") ? known() : cause))
                .compose(done -> get(now.id));
    }

    /** @param version of what was checked. @return false when it was changed, or removed, meanwhile */
    Future<Boolean> checked(UUID id, long version, Check check) {
        return sql.update(
                        """
                        UPDATE proxies
                        SET checked_at = $3, reachable = $4, latency_ms = $5, exit_country = $6, check_error = $7,
                            version = version + 1
                        WHERE id = $1 AND version = $2
                        """,
                        id,
                        version,
                        check.at(),
                        check.reachable(),
                        check.latencyMs(),
                        check.exitCountry(),
                        check.error())
                .map(touched -> touched == 1);
    }

    Future<?> delete(UUID id) {
        return sql.query("DELETE FROM proxies WHERE id = $1", id);
    }

    /** Whoever holds one of its accounts has to connect it anew. @return the accounts */
    Future<List<UUID>> unsettle(UUID id) {
        return sql.list(
                row -> row.getUUID("id"),
                "UPDATE accounts SET unsettled = gen_random_uuid() WHERE proxy_id = $1 RETURNING id",
                id);
    }

    /** @return the accounts, as people see them now */
    Future<List<Changed>> move(UUID from, UUID to) {
        return sql.list(
                row -> new Changed(row.getUUID("id"), row.getUUID("workspace_id"), State.of(row.getString("state"))),
                """
                WITH a AS (
                    UPDATE accounts
                    SET proxy_id = $2, unsettled = gen_random_uuid(), version = version + 1, updated_at = now()
                    WHERE proxy_id = $1
                    RETURNING id, workspace_id)
                SELECT a.id, a.workspace_id, %s AS state
                FROM a JOIN telegram_session s ON s.account_id = a.id
                """.formatted(TelegramAccountStore.SHOWN_STATE),
                from,
                to);
    }

    /** How many banned accounts keep it. */
    Future<Integer> banned(UUID id) {
        return sql.query("""
                        SELECT count(*) FROM accounts a JOIN telegram_session s ON s.account_id = a.id
                        WHERE a.proxy_id = $1 AND s.state = 'banned'
                        """, id).map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Chosen once: nothing happens to an account that has a way already. */
    Future<?> give(UUID proxy, UUID account) {
        return sql.query("""
                UPDATE accounts SET way = 'proxy', proxy_id = $1, version = version + 1
                WHERE id = $2 AND way = 'unchosen'
                """, proxy, account);
    }

    Future<?> giveNone(UUID account) {
        return sql.query("UPDATE accounts SET way = 'direct' WHERE id = $1 AND way = 'unchosen'", account);
    }

    static Failure known() {
        return Failure.conflict("proxy.known", "There is a proxy with this address and this user already");
    }

    static Failure full() {
        return Failure.conflict("proxy.full", "The proxy has no room for that many accounts; raise its max_accounts");
    }

    static Failure unknown() {
        return Failure.notFound("proxy.not_found", "There is no proxy with this id");
    }

    private static Stored stored(Row row) {
        Instant checkedAt = Sql.instantOrNull(row, "checked_at");
        Check check = checkedAt == null
                ? null
                : new Check(
                        checkedAt,
                        row.getBoolean("reachable"),
                        row.getInteger("latency_ms"),
                        row.getString("exit_country"),
                        row.getString("check_error"));
        var proxy = new Proxy(
                row.getUUID("id"),
                Kind.of(row.getString("kind")),
                row.getString("host"),
                row.getInteger("port"),
                row.getString("username"),
                row.getString("secret") != null,
                row.getString("label"),
                row.getInteger("accounts"),
                row.getInteger("max_accounts"),
                check,
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getLong("version"));
        return new Stored(proxy, row.getString("secret"));
    }
}
