package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.telegram.AccountImport;
import io.pult.contract.telegram.AccountImport.Line;
import io.pult.contract.telegram.AccountImport.Result;
import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code account_import} and of its lines. A line holds its session, sealed, until it was looked at. */
final class AccountImportStore {
    private static final String SORT = "line";

    private final Sql sql;

    AccountImportStore(Sql sql) {
        this.sql = sql;
    }

    /** @param createdBy whose accounts they become */
    record Stored(AccountImport shown, String createdBy) {}

    record Brought(int line, String name, List<String> labels, String sealed) {}

    /**
     * A line that waits.
     *
     * @param account into which it was being put when somebody last tried
     */
    record Waiting(
            int line,
            String name,
            List<String> labels,
            String sealed,
            @Nullable UUID account) {}

    /** A line with the workspace of its account, which decides who may see that. */
    record Shown(Line line, @Nullable UUID workspace) {}

    Future<Void> insert(UUID id, @Nullable UUID workspace, String by, List<Brought> lines) {
        return sql.query(
                        "INSERT INTO account_import (id, workspace_id, created_by) VALUES ($1, $2, $3)",
                        id,
                        workspace,
                        by)
                .compose(made -> sql.batch(
                        "INSERT INTO account_import_line (import_id, line, name, labels, session) VALUES ($1, $2, $3, $4, $5)",
                        lines.stream()
                                .map(each -> Tuple.of(
                                        id, each.line, each.name, each.labels.toArray(String[]::new), each.sealed))
                                .toList()));
    }

    Future<Optional<Stored>> find(UUID id) {
        return sql.first(AccountImportStore::row, """
                SELECT i.id, i.workspace_id, i.job, i.created_at, i.created_by, count(l.line) AS lines,
                       count(*) FILTER (WHERE l.result = 'waiting') AS waiting,
                       count(*) FILTER (WHERE l.result = 'imported') AS imported,
                       count(*) FILTER (WHERE l.result = 'refused') AS refused
                FROM account_import i LEFT JOIN account_import_line l ON l.import_id = i.id
                WHERE i.id = $1 GROUP BY i.id
                """, id);
    }

    Future<Void> setJob(UUID id, UUID job) {
        return sql.query("UPDATE account_import SET job = $2 WHERE id = $1", id, job)
                .mapEmpty();
    }

    /** Imports whose job could not be started yet. */
    Future<List<UUID>> jobless(int limit) {
        return sql.list(
                row -> row.getUUID("id"),
                "SELECT id FROM account_import WHERE job IS NULL ORDER BY created_at, id LIMIT $1",
                limit);
    }

    /** Numbers of the lines after this one, whatever became of them. */
    Future<List<Integer>> after(UUID id, int line, int limit) {
        return sql.list(
                row -> row.getInteger("line"),
                "SELECT line FROM account_import_line WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3",
                id,
                line,
                limit);
    }

    /** Nobody else looks at the line until the end of the transaction; absent when somebody did already. */
    Future<Optional<Waiting>> lock(UUID id, int line) {
        return sql.first(
                row -> new Waiting(
                        line,
                        row.getString("name"),
                        List.of(row.getArrayOfStrings("labels")),
                        row.getString("session"),
                        row.getUUID("account_id")),
                """
                SELECT name, labels, session, account_id FROM account_import_line
                WHERE import_id = $1 AND line = $2 AND result = 'waiting' FOR UPDATE
                """,
                id,
                line);
    }

    Future<Void> begin(UUID id, int line, UUID account) {
        return sql.query("""
                        UPDATE account_import_line SET account_id = $3
                        WHERE import_id = $1 AND line = $2 AND result = 'waiting'
                        """, id, line, account).mapEmpty();
    }

    Future<Void> imported(UUID id, int line, UUID account) {
        return settle(id, line, Result.IMPORTED, account, null);
    }

    Future<Void> refused(UUID id, int line, @Nullable UUID account, Failure why) {
        return settle(id, line, Result.REFUSED, account, why);
    }

    private Future<Void> settle(UUID id, int line, Result result, @Nullable UUID account, @Nullable Failure why) {
        return sql.query(
                        """
                        UPDATE account_import_line
                        SET session = NULL, result = $3, account_id = $4, code = $5, message = $6
                        WHERE import_id = $1 AND line = $2 AND result = 'waiting'
                        """,
                        id,
                        line,
                        result.text(),
                        account,
                        why == null ? null : why.code(),
                        why == null ? null : why.text())
                .mapEmpty();
    }

    Future<Page<Shown>> list(UUID id, @Nullable Result result, @Nullable String cursor, int limit) {
        Cursor from = Cursor.decode(cursor, SORT, 1);
        return sql.list(
                        AccountImportStore::shown,
                        """
                        SELECT l.line, l.name, l.result, l.code, l.message, a.id AS account_id, a.workspace_id, s.state
                        FROM account_import_line l
                        LEFT JOIN accounts a ON a.id = l.account_id
                        LEFT JOIN telegram_session s ON s.account_id = a.id
                        WHERE l.import_id = $1 AND ($2::text IS NULL OR l.result = $2) AND l.line > $3::bigint
                        ORDER BY l.line LIMIT $4
                        """,
                        id,
                        result == null ? null : result.text(),
                        from == null ? 0L : from.number(0),
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        row -> List.of(Integer.toString(row.line().line()))));
    }

    /** Whatever waits since yesterday is given up, with what it brought; what is a month old is forgotten. */
    Future<Void> sweep() {
        return sql.query("""
                        UPDATE account_import_line l
                        SET session = NULL, result = 'refused', code = 'import.expired',
                            message = 'Nothing could be done with it for a day; bring it again'
                        FROM account_import i
                        WHERE i.id = l.import_id AND l.result = 'waiting' AND i.created_at < now() - interval '1 day'
                        """)
                .compose(expired ->
                        sql.query("DELETE FROM account_import WHERE created_at < now() - interval '30 days'"))
                .mapEmpty();
    }

    private static Stored row(Row row) {
        var shown = new AccountImport(
                row.getUUID("id"),
                row.getUUID("workspace_id"),
                row.getUUID("job"),
                row.getLong("lines"),
                row.getLong("waiting"),
                row.getLong("imported"),
                row.getLong("refused"),
                Sql.instant(row, "created_at"));
        return new Stored(shown, row.getString("created_by"));
    }

    private static Shown shown(Row row) {
        String state = row.getString("state");
        return new Shown(
                new Line(
                        row.getInteger("line"),
                        row.getString("name"),
                        Result.of(row.getString("result")),
                        row.getUUID("account_id"),
                        state == null ? null : State.of(state),
                        row.getString("code"),
                        row.getString("message")),
                row.getUUID("workspace_id"));
    }
}
