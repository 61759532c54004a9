package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of envelopes, as the job {@code rekey} walks it.
 *
 * @param key expression that names a row
 * @param place under which the envelope of a row was sealed, by its key
 */
record SealedColumn(String table, String column, String key, Function<String, String> place) {
    static final List<SealedColumn> ALL = List.of(
            new SealedColumn("accounts", "api_hash", "id::text", key -> SessionSeal.appPlace(UUID.fromString(key))),
            new SealedColumn(
                    "telegram_app",
                    "api_hash",
                    "workspace_id::text",
                    key -> SessionSeal.workspaceAppPlace(UUID.fromString(key))),
            new SealedColumn("proxies", "secret", "id::text", key -> SessionSeal.proxyPlace(UUID.fromString(key))),
            new SealedColumn(
                    "telegram_session",
                    "envelope",
                    "account_id::text",
                    key -> SessionSeal.sessionPlace(UUID.fromString(key))),
            new SealedColumn("account_import_line", "session", "import_id || ':' || line", SealedColumn::placeOfLine));

    record Sealed(String key, String envelope) {
        @Override
        public String toString() {
            return "Sealed[" + key + "]";
        }
    }

    private static String placeOfLine(String key) {
        int colon = key.indexOf(':');
        return SessionSeal.importPlace(
                UUID.fromString(key.substring(0, colon)), Integer.parseInt(key.substring(colon + 1)));
    }

    Future<List<Sealed>> after(Sql sql, @Nullable String last, int limit) {
        return sql.list(
                row -> new Sealed(row.getString("key"), row.getString("envelope")),
                """
                SELECT %1$s AS key, %2$s AS envelope FROM %3$s
                WHERE %2$s IS NOT NULL AND ($1::text IS NULL OR %1$s > $1)
                ORDER BY 1
                LIMIT $2
                """.formatted(key, column, table),
                last,
                limit);
    }

    /** Only over what was read: an owner's newer envelope is under the new key already, and never overwritten by an older one. */
    Future<?> replace(Sql sql, Sealed read, String envelope) {
        return sql.query(
                "UPDATE %3$s SET %2$s = $3 WHERE %1$s = $1 AND %2$s = $2".formatted(key, column, table),
                read.key,
                read.envelope,
                envelope);
    }

    Future<Long> count(Sql sql) {
        return sql.query("SELECT count(*) FROM %s WHERE %s IS NOT NULL".formatted(table, column))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
