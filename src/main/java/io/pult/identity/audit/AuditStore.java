package io.pult.identity.audit;

import io.pult.bus.Page;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.AuditOps.ListAudit;
import io.pult.contract.identity.AuditRecord;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code audit}. */
final class AuditStore {
    private static final String SORT = "-at";
    /** A row for which there is no partition breaks the table's own check. */
    private static final String CHECK_VIOLATION = "23514";

    private final Sql sql;

    AuditStore(Sql sql) {
        this.sql = sql;
    }

    /** Writing it again changes nothing. */
    Future<Void> insert(UUID id, AuditEntry entry) {
        return write(id, entry)
                .recover(cause -> isCheckViolation(cause)
                        ? makeMonth(firstOfMonth(entry.at())).compose(made -> write(id, entry))
                        : Future.failedFuture(cause));
    }

    private Future<Void> write(UUID id, AuditEntry entry) {
        return sql.query(
                        """
                        INSERT INTO audit (id, at, action, object, subject, address, request_id, result, details)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        ON CONFLICT DO NOTHING
                        """,
                        id,
                        entry.at(),
                        entry.action(),
                        entry.object(),
                        entry.subject(),
                        entry.address(),
                        entry.requestId(),
                        entry.result(),
                        new JsonObject(new HashMap<String, Object>(entry.details())))
                .mapEmpty();
    }

    private static boolean isCheckViolation(Throwable cause) {
        return cause instanceof PgException pg && CHECK_VIOLATION.equals(pg.getSqlState());
    }

    Future<Page<AuditRecord>> list(ListAudit asked, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), SORT, 2);
        return sql.list(
                        AuditStore::entry,
                        """
                        SELECT * FROM audit
                        WHERE ($1::text IS NULL OR subject = $1)
                          AND ($2::text IS NULL OR action = $2 OR right($2, 1) = '.' AND starts_with(action, $2))
                          AND ($3::text IS NULL OR object = $3)
                          AND ($4::text IS NULL OR request_id = $4)
                          AND ($5::text IS NULL OR result = $5)
                          AND ($6::timestamptz IS NULL OR at >= $6)
                          AND ($7::timestamptz IS NULL OR at < $7)
                          AND ($8::timestamptz IS NULL OR (at, id) < ($8::timestamptz, $9::uuid))
                        ORDER BY at DESC, id DESC
                        LIMIT $10
                        """,
                        asked.subject(),
                        asked.action(),
                        asked.object(),
                        asked.requestId(),
                        asked.result(),
                        asked.since(),
                        asked.until(),
                        before(cursor),
                        beforeId(cursor),
                        limit + 1)
                .map(rows -> page(rows, limit));
    }

    /** What this one did and what was done with it; from where others did it is their own affair. */
    Future<Page<AuditRecord>> about(String subject, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        // Two walks of an index each, instead of one through everybody's entries.
        return sql.list(AuditStore::entry, """
                        (SELECT id, at, action, object, subject, address, request_id, result, details
                         FROM audit
                         WHERE subject = $1
                           AND ($2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::uuid))
                         ORDER BY at DESC, id DESC
                         LIMIT $4)
                        UNION ALL
                        (SELECT id, at, action, object, subject, NULL, request_id, result, details
                         FROM audit
                         WHERE object = $1 AND subject <> $1
                           AND ($2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::uuid))
                         ORDER BY at DESC, id DESC
                         LIMIT $4)
                        ORDER BY at DESC, id DESC
                        LIMIT $4
                        """, subject, before(cursor), beforeId(cursor), limit + 1)
                .map(rows -> page(rows, limit));
    }

    /** @return false when the month's partition was there already */
    Future<Boolean> makeMonth(LocalDate first) {
        return sql.query("SELECT audit_make_month($1) AS made", first)
                .map(rows -> rows.iterator().next().getBoolean("made"));
    }

    /** Drops the oldest month that was over before this day and says which; waits 300 ms for others at most. */
    Future<Optional<LocalDate>> dropMonth(LocalDate before) {
        return sql.query("SELECT audit_drop_month($1) AS month", before)
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate("month")));
    }

    static LocalDate firstOfMonth(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    private static @Nullable Instant before(@Nullable Cursor cursor) {
        return cursor == null ? null : cursor.instant(0);
    }

    private static @Nullable UUID beforeId(@Nullable Cursor cursor) {
        return cursor == null ? null : cursor.uuid(1);
    }

    private static Page<AuditRecord> page(List<AuditRecord> rows, int limit) {
        return Cursor.page(
                rows,
                limit,
                SORT,
                entry -> List.of(entry.at().toString(), entry.id().toString()));
    }

    private static AuditRecord entry(Row row) {
        Map<String, String> details = new HashMap<>();
        row.getJsonObject("details").forEach(detail -> details.put(detail.getKey(), String.valueOf(detail.getValue())));
        return new AuditRecord(
                row.getUUID("id"),
                Sql.instant(row, "at"),
                row.getString("action"),
                row.getString("object"),
                row.getString("subject"),
                row.getString("address"),
                row.getString("request_id"),
                row.getString("result"),
                details);
    }
}
