package io.pult.identity;

import io.pult.contract.identity.BulkChangeOps.Action;
import io.pult.contract.identity.BulkChangeOps.Applied;
import io.pult.contract.identity.BulkChangeOps.Skipped;
import io.pult.contract.identity.PersonFilter;
import io.pult.contract.identity.Role;
import io.pult.identity.PersonChanges.Target;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code bulk_change} and {@code bulk_change_person}. */
final class BulkChangeStore {
    private static final String CHANGED = "changed";
    private static final int FORGOTTEN_AT_ONCE = 20;

    private final Sql sql;

    BulkChangeStore(Sql sql) {
        this.sql = sql;
    }

    /** @param askedBy subject of whoever has seen the preview, who alone applies it */
    record Header(
            UUID id,
            String askedBy,
            Action action,
            @Nullable Role role,
            @Nullable String reason,
            Instant expiresAt,
            boolean begun,
            boolean finished) {}

    Future<Void> insert(Header header, Instant now) {
        return sql.query(
                        """
                        INSERT INTO bulk_change (id, asked_by, action, role, reason, created_at, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        """,
                        header.id(),
                        header.askedBy(),
                        header.action().text(),
                        header.role() == null ? null : header.role().name(),
                        header.reason(),
                        now,
                        header.expiresAt())
                .mapEmpty();
    }

    /**
     * Keeps whom the filter meets now.
     *
     * @return how many; one more than {@code most} when there are more
     */
    Future<Integer> freeze(UUID id, PersonFilter filter, int most) {
        var where = new PersonWhere(filter, id);
        String limit = where.bind(most + 1);
        return sql.update("""
                INSERT INTO bulk_change_person (bulk_id, user_id, version)
                SELECT $1::uuid, id, version FROM app_user JOIN profile ON profile.user_id = id
                WHERE %s
                LIMIT %s
                """.formatted(where.text(), limit), where.arguments());
    }

    /** Nobody else works at it until the transaction ends. */
    Future<Optional<Header>> lock(UUID id) {
        return sql.first(BulkChangeStore::header, "SELECT * FROM bulk_change WHERE id = $1 FOR UPDATE", id);
    }

    Future<Void> begin(UUID id, Instant now) {
        return sql.query("UPDATE bulk_change SET begun_at = coalesce(begun_at, $2) WHERE id = $1", id, now)
                .mapEmpty();
    }

    /** Those whose turn it is. */
    Future<List<Target>> next(UUID id, int most) {
        return sql.list(row -> new Target(row.getUUID("user_id"), row.getLong("version")), """
                SELECT user_id, version FROM bulk_change_person
                WHERE bulk_id = $1 AND outcome IS NULL
                ORDER BY user_id
                LIMIT $2
                """, id, most);
    }

    Future<Void> noteChanged(UUID id, List<UUID> people) {
        return note(id, people, people.stream().map(person -> CHANGED).toList());
    }

    /** @param codes of why not */
    Future<Void> noteSkipped(UUID id, Map<UUID, String> codes) {
        return note(id, List.copyOf(codes.keySet()), List.copyOf(codes.values()));
    }

    private Future<Void> note(UUID id, List<UUID> people, List<String> outcomes) {
        return sql.query("""
                        UPDATE bulk_change_person SET outcome = said.outcome
                        FROM unnest($2::uuid[], $3::text[]) AS said (user_id, outcome)
                        WHERE bulk_id = $1 AND bulk_change_person.user_id = said.user_id
                        """, id, people.toArray(UUID[]::new), outcomes.toArray(String[]::new))
                .mapEmpty();
    }

    Future<Void> finish(UUID id, Instant now) {
        return sql.query("UPDATE bulk_change SET finished_at = $2 WHERE id = $1", id, now)
                .mapEmpty();
    }

    /** What has become of everybody so far. */
    Future<Applied> outcome(UUID id, int mostSkipped) {
        return sql.list(
                        row -> new Skipped(row.getUUID("user_id"), row.getString("outcome")),
                        """
                        SELECT user_id, outcome FROM bulk_change_person
                        WHERE bulk_id = $1 AND outcome <> $2
                        ORDER BY user_id
                        LIMIT $3
                        """,
                        id,
                        CHANGED,
                        mostSkipped)
                .compose(skipped -> sql.one(
                        row -> new Applied(row.getInteger("changed"), row.getInteger("skipped"), skipped),
                        () -> new IllegalStateException("count(*) has always a row"),
                        """
                        SELECT count(*) FILTER (WHERE outcome = $2)::integer AS changed,
                               count(*) FILTER (WHERE outcome <> $2)::integer AS skipped
                        FROM bulk_change_person
                        WHERE bulk_id = $1
                        """,
                        id,
                        CHANGED));
    }

    /** One batch of those that nobody has begun, or that were begun long ago; the next run takes the next. */
    Future<Void> forget(Instant notBegunSince, Instant begunBefore) {
        return sql.query("""
                        DELETE FROM bulk_change WHERE id IN (
                            SELECT id FROM bulk_change
                            WHERE (begun_at IS NULL AND expires_at < $1) OR begun_at < $2
                            ORDER BY created_at LIMIT $3 FOR UPDATE SKIP LOCKED)
                        """, notBegunSince, begunBefore, FORGOTTEN_AT_ONCE).mapEmpty();
    }

    private static Header header(Row row) {
        String role = row.getString("role");
        return new Header(
                row.getUUID("id"),
                row.getString("asked_by"),
                Action.of(row.getString("action")),
                role == null ? null : Role.valueOf(role),
                row.getString("reason"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "begun_at") != null,
                Sql.instantOrNull(row, "finished_at") != null);
    }
}
