package io.pult.vk;

import io.pult.bus.Json;
import io.pult.bus.Page;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobStep;
import io.pult.contract.vk.ListSync;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.State;
import io.pult.contract.vk.ListSync.Target;
import io.pult.contract.vk.ListSyncOps.ListSyncs;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.pult.vk.ListSyncSource.Entry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code list_syncs}. */
final class ListSyncStore {
    private static final String SORT = "-created_at";
    private static final int FORGOTTEN_AT_ONCE = 100;

    private final Sql sql;

    ListSyncStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A row with what is between the job and this concern.
     *
     * @param step that comes next
     * @param cursor where it begins; absent before the first and after the last
     * @param lastDone items that the step before it added
     */
    record Stored(ListSync sync, int step, @Nullable String cursor, long lastDone) {}

    Future<ListSync> insert(UUID id, Kind kind, Target target, int keepDays, String createdBy) {
        return sql.one(
                row -> stored(row).sync,
                ListSyncFaults::gone,
                """
                INSERT INTO list_syncs (id, kind, target, state, keep_days, created_by)
                VALUES ($1, $2, $3, 'queued', $4, $5)
                RETURNING *
                """,
                id,
                SystemAccountStore.word(kind),
                new JsonObject(Json.text(target)),
                keepDays,
                createdBy);
    }

    Future<Long> countUnfinished() {
        return sql.query("SELECT count(*) AS n FROM list_syncs WHERE finished_at IS NULL AND deleted_at IS NULL")
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    Future<Optional<Stored>> find(UUID id) {
        return sql.first(ListSyncStore::stored, "SELECT * FROM list_syncs WHERE id = $1 AND deleted_at IS NULL", id);
    }

    Future<Page<ListSync>> list(ListSyncs asked, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), SORT, 2);
        return sql.list(
                        row -> stored(row).sync,
                        """
                        SELECT * FROM list_syncs
                        WHERE deleted_at IS NULL
                          AND ($1::text IS NULL OR kind = $1::text)
                          AND ($2::text IS NULL OR state = $2::text)
                          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $5
                        """,
                        asked.kind() == null ? null : SystemAccountStore.word(asked.kind()),
                        asked.state() == null ? null : SystemAccountStore.word(asked.state()),
                        cursor == null ? null : cursor.instant(0),
                        cursor == null ? null : cursor.uuid(1),
                        limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        sync -> List.of(sync.createdAt().toString(), sync.id().toString())));
    }

    /**
     * A step's items and the place after it, together or not at all.
     *
     * @return empty when the step was done already, or the sync is gone
     */
    Future<Optional<Stored>> advance(UUID id, JobStep step, ListSyncGain gain) {
        List<Entry> entries = gain.entries();
        ListSyncPlace next = gain.next();
        // Of two that write one step, the second waits for the row and then finds it at another step.
        return sql.first(
                ListSyncStore::stored,
                """
                WITH mine AS MATERIALIZED (
                    SELECT id, next_position FROM list_syncs
                    WHERE id = $1 AND step = $2 AND deleted_at IS NULL
                    FOR UPDATE
                ), added AS (
                    INSERT INTO list_sync_items (sync_id, position, vk_id, body)
                    SELECT mine.id, mine.next_position + item.nth, item.vk_id, item.body::json
                    FROM mine, unnest($3::bigint[], $4::text[]) WITH ORDINALITY AS item (vk_id, body, nth)
                    ON CONFLICT (sync_id, vk_id) DO NOTHING
                    RETURNING 1
                ), counted AS (
                    SELECT count(*) AS n FROM added
                )
                UPDATE list_syncs
                SET step = step + 1, cursor = $5, total = $6, job = $7, items = items + n, last_done = n,
                    next_position = list_syncs.next_position + cardinality($3::bigint[]),
                    state = CASE WHEN $5::text IS NULL THEN 'succeeded' ELSE 'running' END,
                    finished_at = CASE WHEN $5::text IS NULL THEN now() END,
                    error_code = NULL, error_message = NULL
                FROM mine, counted
                WHERE list_syncs.id = mine.id
                RETURNING list_syncs.*
                """,
                id,
                step.step(),
                entries.stream().map(Entry::key).toArray(Long[]::new),
                entries.stream().map(Entry::body).toArray(String[]::new),
                next == null ? null : next.text(),
                gain.count(),
                step.job());
    }

    Future<Optional<Stored>> setJob(UUID id, UUID job) {
        return sql.first(
                ListSyncStore::stored,
                "UPDATE list_syncs SET job = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING *",
                id,
                job);
    }

    /**
     * Takes over what has become of the job, unless something newer is known of it. A sync that has all its items has
     * succeeded, whatever its job says.
     */
    Future<Optional<Stored>> follow(UUID id, Job job, State state) {
        Job.Fault error = job.error();
        return sql.first(
                ListSyncStore::stored,
                """
                UPDATE list_syncs
                SET job_version = $2, state = $3, finished_at = $4, error_code = $5, error_message = $6
                WHERE id = $1 AND job_version < $2 AND state <> 'succeeded' AND deleted_at IS NULL
                RETURNING *
                """,
                id,
                job.version(),
                SystemAccountStore.word(state),
                job.finishedAt(),
                error == null ? null : error.code(),
                error == null ? null : error.message());
    }

    /** Ended without anybody knowing how. */
    Future<Optional<Stored>> abandon(UUID id, ListSync.Fault error) {
        return sql.first(ListSyncStore::stored, """
                UPDATE list_syncs SET state = 'failed', finished_at = now(), error_code = $2, error_message = $3
                WHERE id = $1 AND finished_at IS NULL AND deleted_at IS NULL
                RETURNING *
                """, id, error.code(), error.message());
    }

    /** Unfinished ones that nobody has looked at for so long; they count as looked at from now on. */
    Future<List<Stored>> due(Duration since, int limit) {
        return sql.list(ListSyncStore::stored, """
                WITH due AS MATERIALIZED (
                    SELECT id FROM list_syncs
                    WHERE finished_at IS NULL AND deleted_at IS NULL
                      AND looked_at < now() - $1::bigint * interval '1 ms'
                    ORDER BY looked_at
                    LIMIT $2
                    FOR UPDATE SKIP LOCKED
                )
                UPDATE list_syncs SET looked_at = now() FROM due WHERE list_syncs.id = due.id
                RETURNING list_syncs.*
                """, since.toMillis(), limit);
    }

    /** @return the row as it was; empty when there is none */
    Future<Optional<Stored>> delete(UUID id) {
        return sql.first(
                ListSyncStore::stored,
                "UPDATE list_syncs SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL RETURNING *",
                id);
    }

    /** One batch of those whose time is over. */
    Future<Integer> forgetExpired() {
        return sql.update("""
                UPDATE list_syncs SET deleted_at = now() WHERE id IN (
                    SELECT id FROM list_syncs
                    WHERE deleted_at IS NULL AND finished_at < now() - keep_days * interval '1 day'
                    ORDER BY finished_at LIMIT $1 FOR UPDATE SKIP LOCKED)
                """, FORGOTTEN_AT_ONCE);
    }

    Future<Optional<UUID>> deleted() {
        return sql.first(
                row -> row.getUUID("id"),
                "SELECT id FROM list_syncs WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1");
    }

    /** The row of a deleted one, once its items are gone. */
    Future<Void> remove(UUID id) {
        return sql.query("""
                        DELETE FROM list_syncs
                        WHERE id = $1 AND deleted_at IS NOT NULL
                          AND NOT EXISTS (SELECT 1 FROM list_sync_items WHERE sync_id = $1)
                        """, id).mapEmpty();
    }

    private static Stored stored(Row row) {
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        Long count = row.getLong("total");
        long items = row.getLong("items");
        String code = row.getString("error_code");
        int keepDays = row.getInteger("keep_days");
        Instant finishedAt = Sql.instantOrNull(row, "finished_at");
        var sync = new ListSync(
                row.getUUID("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Json.readLeniently(row.getJsonObject("target").toBuffer(), Target.class),
                state,
                row.getUUID("job"),
                count,
                items,
                progress(state, count, items),
                code == null ? null : new ListSync.Fault(code, row.getString("error_message")),
                keepDays,
                row.getString("created_by"),
                Sql.instant(row, "created_at"),
                finishedAt,
                finishedAt == null ? null : finishedAt.plus(Duration.ofDays(keepDays)));
        return new Stored(sync, row.getInteger("step"), row.getString("cursor"), row.getLong("last_done"));
    }

    private static @Nullable Double progress(State state, @Nullable Long count, long items) {
        if (state == State.SUCCEEDED) {
            return 1.0;
        }
        return count == null ? null : count == 0 ? 0 : Math.min(1, (double) items / count);
    }
}
