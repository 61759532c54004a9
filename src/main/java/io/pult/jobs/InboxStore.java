package io.pult.jobs;

import io.pult.bus.Page;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.InboxState;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of the table {@code inbox}. */
final class InboxStore {
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Sql sql;

    InboxStore(Sql sql) {
        this.sql = sql;
    }

    Future<Optional<InboxItem>> get(UUID id) {
        return sql.first(InboxStore::item, "SELECT * FROM inbox WHERE id = $1", id);
    }

    Future<Page<InboxItem>> list(InboxOps.ListInbox wanted) {
        Cursor cursor = Cursor.decode(wanted.cursor(), wanted.sort(), 2);
        Instant at = cursor == null ? null : cursor.instant(0);
        UUID id = cursor == null ? null : cursor.uuid(1);
        InboxState state = wanted.state();
        return sql.list(
                        InboxStore::item,
                        wanted.sort().startsWith("-") ? """
                        SELECT * FROM inbox
                        WHERE ($1::text IS NULL OR state = $1::text) AND ($2::text IS NULL OR concern = $2::text)
                          AND ($3::text IS NULL OR kind = $3::text)
                          AND ($4::timestamptz IS NULL OR (opened_at, id) < ($4::timestamptz, $5::uuid))
                        ORDER BY opened_at DESC, id DESC
                        LIMIT $6
                        """ : """
                        SELECT * FROM inbox
                        WHERE ($1::text IS NULL OR state = $1::text) AND ($2::text IS NULL OR concern = $2::text)
                          AND ($3::text IS NULL OR kind = $3::text)
                          AND ($4::timestamptz IS NULL OR (opened_at, id) > ($4::timestamptz, $5::uuid))
                        ORDER BY opened_at, id
                        LIMIT $6
                        """,
                        state == null ? null : state.text(),
                        wanted.concern(),
                        wanted.kind(),
                        at,
                        id,
                        wanted.limit() + 1)
                .map(rows -> Cursor.page(
                        rows,
                        wanted.limit(),
                        wanted.sort(),
                        item -> List.of(item.openedAt().toString(), item.id().toString())));
    }

    /** @return empty when the same item is open already, word for word */
    Future<Optional<InboxItem>> open(UUID id, InboxOps.Open wanted) {
        return sql.first(
                InboxStore::item,
                """
                INSERT INTO inbox AS known (id, concern, kind, subject, title, fields, details, state)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')
                ON CONFLICT (concern, kind, subject) WHERE state = 'open' DO UPDATE
                SET title = excluded.title, fields = excluded.fields, details = excluded.details
                WHERE (known.title, known.fields, known.details)
                    IS DISTINCT FROM (excluded.title, excluded.fields, excluded.details)
                RETURNING *
                """,
                id,
                wanted.concern(),
                wanted.kind(),
                wanted.subject(),
                wanted.title(),
                wanted.fields().toArray(String[]::new),
                new JsonObject(wanted.details()));
    }

    /** @return empty when no such item is open */
    Future<Optional<InboxItem>> withdraw(InboxOps.Withdraw wanted, String by) {
        return sql.first(InboxStore::item, """
                        UPDATE inbox SET state = 'withdrawn', closed_at = now(), closed_by = $4
                        WHERE concern = $1 AND kind = $2 AND subject = $3 AND state = 'open'
                        RETURNING *
                        """, wanted.concern(), wanted.kind(), wanted.subject(), by);
    }

    /**
     * Keeps other answers out while this one is on its way.
     *
     * @return empty when the item is closed, or another answer is on its way
     */
    Future<Optional<InboxItem>> reserve(UUID id, UUID answering, Duration time) {
        return sql.first(InboxStore::item, """
                        UPDATE inbox SET answering = $2, answering_until = now() + $3::bigint * interval '1 ms'
                        WHERE id = $1 AND state = 'open' AND (answering IS NULL OR answering_until < now())
                        RETURNING *
                        """, id, answering, time.toMillis());
    }

    Future<Void> free(UUID id, UUID answering) {
        return sql.query(
                        "UPDATE inbox SET answering = NULL, answering_until = NULL WHERE id = $1 AND answering = $2",
                        id,
                        answering)
                .mapEmpty();
    }

    /**
     * Also when the concern has withdrawn the item meanwhile, as one may that has just got its answer.
     *
     * @return empty when it was answered before
     */
    Future<Optional<InboxItem>> answered(UUID id, String by) {
        return sql.first(InboxStore::item, """
                        UPDATE inbox
                        SET state = 'answered', closed_at = coalesce(closed_at, now()), closed_by = $2,
                            answering = NULL, answering_until = NULL
                        WHERE id = $1 AND state <> 'answered'
                        RETURNING *
                        """, id, by);
    }

    /** One batch of what was closed longer ago than this; the next run takes the next. */
    Future<Void> forgetClosed(Duration ago) {
        return sql.query("""
                        DELETE FROM inbox WHERE id IN (
                            SELECT id FROM inbox WHERE closed_at < now() - $1::bigint * interval '1 ms'
                            ORDER BY closed_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                        """, ago.toMillis(), FORGOTTEN_AT_ONCE).mapEmpty();
    }

    private static InboxItem item(Row row) {
        return new InboxItem(
                row.getUUID("id"),
                row.getString("concern"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("title"),
                Arrays.asList(row.getArrayOfStrings("fields")),
                row.getJsonObject("details").getMap(),
                InboxState.of(row.getString("state")),
                Sql.instant(row, "opened_at"),
                Sql.instantOrNull(row, "closed_at"),
                row.getString("closed_by"));
    }
}
