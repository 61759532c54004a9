package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The SQL of {@code telegram_watch}, written by the owner of the session alone. */
final class WatchStore {
    private final Sql sql;

    WatchStore(Sql sql) {
        this.sql = sql;
    }

    /** Once is enough for each. @return false when the session is somebody else's by now */
    Future<Boolean> put(UUID account, UUID owner, long epoch, Collection<Watch> watches) {
        return sql.query(
                        """
                        WITH mine AS (
                            SELECT account_id FROM telegram_session WHERE account_id = $1 AND owner = $2 AND epoch = $3),
                        added AS (
                            INSERT INTO telegram_watch (account_id, kind, peer, username, asked_by)
                            SELECT m.account_id, n.kind, n.peer, n.username, n.asked_by
                            FROM mine m, unnest($4::text[], $5::bigint[], $6::text[], $7::text[])
                                 AS n (kind, peer, username, asked_by)
                            ON CONFLICT (account_id, kind, peer, asked_by)
                            DO UPDATE SET username = coalesce(excluded.username, telegram_watch.username))
                        SELECT FROM mine
                        """,
                        account,
                        owner,
                        epoch,
                        watches.stream().map(watch -> watch.kind().text()).toArray(String[]::new),
                        watches.stream().map(Watch::peer).toArray(Long[]::new),
                        watches.stream().map(Watch::username).toArray(String[]::new),
                        watches.stream().map(Watch::askedBy).toArray(String[]::new))
                .map(rows -> rows.size() == 1);
    }

    /** @return false when the session is somebody else's by now */
    Future<Boolean> remove(
            UUID account, UUID owner, long epoch, Watch.Kind kind, Collection<Long> peers, String askedBy) {
        return sql.query("""
                        WITH mine AS (
                            SELECT account_id FROM telegram_session WHERE account_id = $1 AND owner = $2 AND epoch = $3),
                        gone AS (
                            DELETE FROM telegram_watch w USING mine m
                            WHERE w.account_id = m.account_id AND w.kind = $4 AND w.peer = ANY ($5) AND w.asked_by = $6)
                        SELECT FROM mine
                        """, account, owner, epoch, kind.text(), peers.toArray(Long[]::new), askedBy)
                .map(rows -> rows.size() == 1);
    }

    /** Of many accounts. */
    Future<Map<UUID, List<Watch>>> of(UUID[] accounts) {
        return sql.query("""
                SELECT account_id, kind, peer, username, asked_by FROM telegram_watch WHERE account_id = ANY ($1)
                """, (Object) accounts)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.groupingBy(
                                row -> row.getUUID("account_id"),
                                Collectors.mapping(WatchStore::watch, Collectors.toList()))));
    }

    private static Watch watch(Row row) {
        return new Watch(
                Watch.Kind.of(row.getString("kind")),
                row.getLong("peer"),
                row.getString("username"),
                row.getString("asked_by"));
    }
}
