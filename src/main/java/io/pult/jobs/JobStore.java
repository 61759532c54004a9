package io.pult.jobs;

import io.pult.bus.Page;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.pult.contract.jobs.JobsSummary;
import io.pult.contract.jobs.JobsSummary.Hour;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code job} as people see it; {@link OwnedJobStore} has what the owner writes. */
final class JobStore {
    /** Violated when a second job of a single kind would be unfinished. */
    static final String SINGLE = "job_single";

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Sql sql;

    JobStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param key absent when the start has no name
     * @return empty when a job of the kind and key is there already; fails on {@link #SINGLE}
     */
    Future<Optional<Job>> insert(
            UUID id, JobKind kind, Map<String, Object> args, @Nullable String key, String createdBy) {
        return sql.first(
                JobStore::job,
                """
                INSERT INTO job (id, kind, state, legs, single, time_limit_ms, args, start_key, created_by, deadline)
                VALUES ($1, $2, 'queued', $3, $4, $5::bigint, $6, $7, $8, now() + $5::bigint * interval '1 ms')
                ON CONFLICT (kind, start_key) DO NOTHING
                RETURNING *
                """,
                id,
                kind.name(),
                kind.legs().toArray(String[]::new),
                kind.single(),
                kind.limit().toMillis(),
                new JsonObject(args),
                key,
                createdBy);
    }

    Future<Optional<Job>> get(UUID id) {
        return sql.first(JobStore::job, "SELECT * FROM job WHERE id = $1", id);
    }

    Future<Optional<Job>> startedUnder(String kind, String key) {
        return sql.first(JobStore::job, "SELECT * FROM job WHERE kind = $1 AND start_key = $2", kind, key);
    }

    Future<Optional<Job>> unfinished(String kind) {
        return sql.first(
                JobStore::job,
                "SELECT * FROM job WHERE kind = $1 AND finished_at IS NULL ORDER BY created_at, id LIMIT 1",
                kind);
    }

    Future<Page<Job>> list(JobsOps.ListJobs wanted) {
        Cursor cursor = Cursor.decode(wanted.cursor(), wanted.sort(), 2);
        Instant at = cursor == null ? null : cursor.instant(0);
        UUID id = cursor == null ? null : cursor.uuid(1);
        JobState state = wanted.state();
        return sql.list(
                        JobStore::job,
                        wanted.sort().startsWith("-") ? """
                        SELECT * FROM job
                        WHERE ($1::text IS NULL OR state = $1::text) AND ($2::text IS NULL OR kind = $2::text)
                          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $5
                        """ : """
                        SELECT * FROM job
                        WHERE ($1::text IS NULL OR state = $1::text) AND ($2::text IS NULL OR kind = $2::text)
                          AND ($3::timestamptz IS NULL OR (created_at, id) > ($3::timestamptz, $4::uuid))
                        ORDER BY created_at, id
                        LIMIT $5
                        """,
                        state == null ? null : state.text(),
                        wanted.kind(),
                        at,
                        id,
                        wanted.limit() + 1)
                .map(rows -> Cursor.page(
                        rows,
                        wanted.limit(),
                        wanted.sort(),
                        job -> List.of(job.createdAt().toString(), job.id().toString())));
    }

    /** @param kind counted alone; absent: all of them */
    Future<JobsSummary> summary(@Nullable String kind) {
        var states = new TreeMap<String, Long>();
        for (JobState state : JobState.values()) {
            states.put(state.text(), 0L);
        }
        var kinds = new TreeSet<String>();
        return sql.query("SELECT state, kind, count(*) AS count FROM job GROUP BY state, kind")
                .compose(rows -> {
                    rows.forEach(row -> {
                        if (kind == null || kind.equals(row.getString("kind"))) {
                            states.merge(row.getString("state"), row.getLong("count"), Long::sum);
                        }
                        kinds.add(row.getString("kind"));
                    });
                    return sql.list(
                            row -> new Hour(Sql.instant(row, "at"), row.getLong("succeeded"), row.getLong("failed")),
                            """
                            SELECT at, count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
                                count(*) FILTER (WHERE state = 'failed') AS failed
                            FROM generate_series(date_trunc('hour', now()) - interval '23 hours', now(), interval '1 hour') AS at
                            LEFT JOIN job ON finished_at >= at AND finished_at < at + interval '1 hour'
                                AND ($1::text IS NULL OR kind = $1::text)
                            GROUP BY at ORDER BY at
                            """,
                            kind);
                })
                .map(hours -> new JobsSummary(states, List.copyOf(kinds), hours));
    }

    /**
     * A job that nobody has taken yet is cancelled at once, any other is left to its owner, or to whoever finds its owner
     * dead.
     *
     * @return empty when there is nothing to cancel
     */
    Future<Optional<Job>> cancel(UUID id) {
        return sql.first(JobStore::job, """
                        UPDATE job
                        SET state = CASE state WHEN 'queued' THEN 'cancelled' ELSE 'cancelling' END,
                            finished_at = CASE state WHEN 'queued' THEN now() END,
                            version = version + 1
                        WHERE id = $1 AND state IN ('queued', 'running')
                        RETURNING *
                        """, id);
    }

    /** @return empty when the job has not stopped; fails on {@link #SINGLE} */
    Future<Optional<Job>> retry(UUID id) {
        return sql.first(JobStore::job, """
                        UPDATE job
                        SET state = 'queued', attempts = 0, error_code = NULL, error_message = NULL, finished_at = NULL,
                            due_at = now(), deadline = now() + time_limit_ms * interval '1 ms', version = version + 1
                        WHERE id = $1 AND state IN ('failed', 'cancelled')
                        RETURNING *
                        """, id);
    }

    /** One batch of what finished longer ago than this; the next run takes the next. */
    Future<Void> forgetFinished(Duration ago) {
        return sql.query("""
                        DELETE FROM job WHERE id IN (
                            SELECT id FROM job WHERE finished_at < now() - $1::bigint * interval '1 ms'
                            ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                        """, ago.toMillis(), FORGOTTEN_AT_ONCE).mapEmpty();
    }

    static Job job(Row row) {
        return new Job(
                row.getUUID("id"),
                row.getString("kind"),
                row.getJsonObject("args").getMap(),
                JobState.of(row.getString("state")),
                Arrays.asList(row.getArrayOfStrings("legs")),
                row.getInteger("leg"),
                row.getInteger("step"),
                row.getLong("done"),
                total(row),
                row.getDouble("progress"),
                fault(row),
                row.getInteger("attempts"),
                row.getString("node"),
                row.getString("created_by"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "started_at"),
                Sql.instantOrNull(row, "finished_at"),
                Sql.instant(row, "deadline"),
                row.getLong("version"));
    }

    private static @Nullable Long total(Row row) {
        Long legTotal = row.getLong("leg_total");
        long legDone = row.getLong("leg_done");
        return legTotal == null ? null : row.getLong("done") - legDone + Math.max(legTotal, legDone);
    }

    private static Job.@Nullable Fault fault(Row row) {
        String code = row.getString("error_code");
        return code == null ? null : new Job.Fault(code, row.getString("error_message"));
    }
}
