package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code idempotency}. */
final class IdempotencyStore {
    private static final int SWEPT_AT_ONCE = 1_000;

    /**
     * @param subject who asks: keys of two askers never meet
     * @param hash of the request, never the request
     */
    record Key(String subject, String op, String key, String hash) {}

    /**
     * @param state {@code claimed}, {@code done}, {@code refused} or {@code unknown}
     * @param running the time that the act was given is not over yet
     * @param reply as JSON, when it is done
     * @param refusal the failure as JSON, when it is refused
     */
    record Kept(
            String hash,
            String state,
            boolean running,
            @Nullable String reply,
            @Nullable String refusal) {}

    private final Sql sql;

    IdempotencyStore(Sql sql) {
        this.sql = sql;
    }

    /** @return false when another transaction is at the same key right now */
    Future<Boolean> lock(Key key) {
        return sql.one(
                row -> row.getBoolean("locked"),
                () -> new IllegalStateException("a function has always a row"),
                "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked",
                String.join("\n", key.subject, key.op, key.key));
    }

    /** What is kept under the key, and no older than it may be replayed. */
    Future<@Nullable Kept> find(Key key) {
        return sql.list(IdempotencyStore::kept, """
                        SELECT body_hash, state, claimed_until > now() AS running, reply::text AS reply,
                               refusal::text AS refusal
                        FROM idempotency
                        WHERE subject = $1 AND op = $2 AND key = $3 AND created_at > now() - interval '24 hours'""", key.subject, key.op, key.key)
                .map(rows -> rows.isEmpty() ? null : rows.get(0));
    }

    Future<Void> insertDone(Key key, String reply) {
        return insert(key, UUID.randomUUID(), "done", Duration.ZERO, reply);
    }

    Future<Void> insertClaimed(Key key, UUID claim, Duration within) {
        return insert(key, claim, "claimed", within, null);
    }

    /** Over a row that is too old to count and was not swept yet. */
    private Future<Void> insert(Key key, UUID claim, String state, Duration within, @Nullable String reply) {
        return sql.query("""
                        INSERT INTO idempotency (subject, op, key, body_hash, state, claim, claimed_until, reply)
                        VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 millisecond', $8::text::jsonb)
                        ON CONFLICT (subject, op, key) DO UPDATE SET
                            body_hash = excluded.body_hash, state = excluded.state, claim = excluded.claim,
                            claimed_until = excluded.claimed_until, reply = excluded.reply, refusal = NULL,
                            created_at = now()""", key.subject, key.op, key.key, key.hash, state, claim, within.toMillis(), reply)
                .mapEmpty();
    }

    Future<Void> done(Key key, UUID claim, String reply) {
        return sql.query("""
                        UPDATE idempotency SET state = 'done', reply = $5::text::jsonb
                        WHERE subject = $1 AND op = $2 AND key = $3 AND claim = $4""", key.subject, key.op, key.key, claim, reply).mapEmpty();
    }

    Future<Void> refused(Key key, UUID claim, String refusal) {
        return sql.query("""
                        UPDATE idempotency SET state = 'refused', refusal = $5::text::json
                        WHERE subject = $1 AND op = $2 AND key = $3 AND claim = $4""", key.subject, key.op, key.key, claim, refusal).mapEmpty();
    }

    Future<Void> unknown(Key key, UUID claim) {
        return sql.query("""
                        UPDATE idempotency SET state = 'unknown'
                        WHERE subject = $1 AND op = $2 AND key = $3 AND claim = $4""", key.subject, key.op, key.key, claim).mapEmpty();
    }

    Future<Void> forget(Key key, UUID claim) {
        return sql.query(
                        "DELETE FROM idempotency WHERE subject = $1 AND op = $2 AND key = $3 AND claim = $4",
                        key.subject,
                        key.op,
                        key.key,
                        claim)
                .mapEmpty();
    }

    /** One batch of what is too old. @return whether there may be more */
    Future<Boolean> sweep() {
        return sql.update("""
                        DELETE FROM idempotency WHERE (subject, op, key) IN (
                            SELECT subject, op, key FROM idempotency WHERE created_at < now() - interval '24 hours'
                            ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)""", SWEPT_AT_ONCE).map(swept -> swept == SWEPT_AT_ONCE);
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.getString("body_hash"),
                row.getString("state"),
                row.getBoolean("running"),
                row.getString("reply"),
                row.getString("refusal"));
    }
}
