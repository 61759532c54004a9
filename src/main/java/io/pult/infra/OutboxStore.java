package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The SQL of {@code outbox}. */
final class OutboxStore {
    /** @param attempts with the one that is to be made now */
    record Due(UUID id, String op, String body, int attempts) {}

    record Count(long waiting, long parked) {}

    private final Sql sql;

    OutboxStore(Sql sql) {
        this.sql = sql;
    }

    Future<Void> insert(UUID id, String op, String body) {
        return sql.query("INSERT INTO outbox (id, op, body) VALUES ($1, $2, $3::text::jsonb)", id, op, body)
                .mapEmpty();
    }

    /**
     * Rows for this node alone, until {@code hold} is over: a node that dies with them in hand leaves them to the next.
     *
     * @param limit at least 1
     */
    Future<List<Due>> claim(int limit, Duration hold) {
        return sql.list(OutboxStore::due, """
                UPDATE outbox SET attempts = attempts + 1, next_at = now() + $2 * interval '1 millisecond'
                WHERE id IN (SELECT id FROM outbox WHERE parked_at IS NULL AND next_at <= now()
                             ORDER BY next_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
                RETURNING id, op, body::text AS body, attempts""", limit, hold.toMillis());
    }

    Future<Void> acknowledged(UUID id) {
        return sql.query("DELETE FROM outbox WHERE id = $1", id).mapEmpty();
    }

    Future<Void> failed(UUID id, Duration again, String error) {
        return sql.query(
                        "UPDATE outbox SET next_at = now() + $2 * interval '1 millisecond', last_error = $3 WHERE id = $1",
                        id,
                        again.toMillis(),
                        error)
                .mapEmpty();
    }

    Future<Void> park(UUID id, String error) {
        return sql.query("UPDATE outbox SET parked_at = now(), last_error = $2 WHERE id = $1", id, error)
                .mapEmpty();
    }

    Future<Count> count() {
        return sql.one(
                row -> new Count(row.getLong("waiting"), row.getLong("parked")),
                () -> new IllegalStateException("count(*) has always a row"),
                """
                SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting,
                       count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
                FROM outbox""");
    }

    private static Due due(Row row) {
        return new Due(row.getUUID("id"), row.getString("op"), row.getString("body"), row.getInteger("attempts"));
    }
}
