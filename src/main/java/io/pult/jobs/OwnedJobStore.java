package io.pult.jobs;

import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SQL of the table {@code job} as its owner writes it. Every write is fenced by owner and epoch and gives nothing back
 * when the job belongs to somebody else by now.
 */
final class OwnedJobStore {
    private final Sql sql;

    OwnedJobStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes what is due and nobody's: released, of a dead owner, or ours without our knowing, which a lost answer of the
     * database leaves behind. A cancelled or overdue job is due at once, also while a step of it waits to be tried again.
     *
     * @param held jobs that this node is walking
     */
    Future<List<OwnedJob>> claim(UUID owner, UUID[] dead, Collection<UUID> held, int limit) {
        // Materialized: inlined into the update, the limit would be applied after rows were locked.
        return sql.list(owned(owner), """
                WITH free AS MATERIALIZED (
                    SELECT id FROM job
                    WHERE finished_at IS NULL
                      AND (due_at <= now() OR deadline <= now() OR state = 'cancelling')
                      AND (owner IS NULL OR owner = ANY ($2) OR (owner = $1 AND id <> ALL ($3)))
                    ORDER BY due_at, id
                    LIMIT $4
                    FOR UPDATE SKIP LOCKED
                )
                UPDATE job
                SET owner = $1, node = (SELECT name FROM node WHERE node.id = $1), epoch = epoch + 1,
                    version = version + 1, started_at = coalesce(started_at, now()),
                    state = CASE state WHEN 'queued' THEN 'running' ELSE state END
                FROM free WHERE job.id = free.id
                RETURNING job.*, deadline <= now() AS overdue
                """, owner, dead, held.toArray(UUID[]::new), limit);
    }

    /** A step's result and the next cursor in one write; past the last leg the job has succeeded. */
    Future<Optional<OwnedJob>> advance(OwnedJob was, long done, Position to) {
        return fenced(was, """
                UPDATE job
                SET leg = $4, step = step + 1, cursor = $5, done = done + $6, leg_done = $7, leg_total = $8,
                    progress = greatest(progress, $9),
                    attempts = 0, error_code = NULL, error_message = NULL, version = version + 1,
                    state = CASE WHEN $4 = cardinality(legs) THEN 'succeeded' ELSE state END,
                    finished_at = CASE WHEN $4 = cardinality(legs) THEN now() END,
                    owner = CASE WHEN $4 = cardinality(legs) THEN NULL ELSE owner END
                WHERE id = $1 AND owner = $2 AND epoch = $3
                RETURNING *, deadline <= now() AS overdue
                """, to.leg(), to.cursor(), done, to.legDone(), to.legTotal(), to.progress());
    }

    /** The step failed and is tried again later, by whichever node comes first. */
    Future<Optional<OwnedJob>> postpone(OwnedJob was, Duration delay, Job.Fault fault) {
        return fenced(was, """
                UPDATE job
                SET owner = NULL, due_at = now() + $4::bigint * interval '1 ms', attempts = attempts + 1,
                    error_code = $5, error_message = $6, version = version + 1
                WHERE id = $1 AND owner = $2 AND epoch = $3
                RETURNING *, deadline <= now() AS overdue
                """, delay.toMillis(), fault.code(), fault.message());
    }

    /** @param attempts of the present step that failed */
    Future<Optional<OwnedJob>> finish(OwnedJob was, JobState state, int attempts, Job.@Nullable Fault fault) {
        return fenced(
                was,
                """
                UPDATE job
                SET owner = NULL, state = $4, finished_at = now(), attempts = $5, error_code = $6, error_message = $7,
                    version = version + 1
                WHERE id = $1 AND owner = $2 AND epoch = $3
                RETURNING *, deadline <= now() AS overdue
                """,
                state.text(),
                attempts,
                fault == null ? null : fault.code(),
                fault == null ? null : fault.message());
    }

    /** Back to whoever comes first, without a mark. */
    Future<Optional<OwnedJob>> release(OwnedJob was) {
        return fenced(was, """
                        UPDATE job SET owner = NULL, due_at = now(), version = version + 1
                        WHERE id = $1 AND owner = $2 AND epoch = $3
                        RETURNING *, deadline <= now() AS overdue
                        """);
    }

    private Future<Optional<OwnedJob>> fenced(OwnedJob was, String statement, @Nullable Object... more) {
        var args = new @Nullable Object[3 + more.length];
        args[0] = was.id();
        args[1] = was.owner();
        args[2] = was.epoch();
        System.arraycopy(more, 0, args, 3, more.length);
        return sql.first(owned(was.owner()), statement, args);
    }

    private static Function<Row, OwnedJob> owned(UUID owner) {
        return row -> new OwnedJob(
                JobStore.job(row),
                owner,
                row.getLong("epoch"),
                row.getString("cursor"),
                row.getLong("leg_done"),
                row.getLong("leg_total"),
                row.getUUID("owner") != null,
                row.getBoolean("overdue"));
    }
}
