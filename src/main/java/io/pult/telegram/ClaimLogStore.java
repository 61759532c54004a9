package io.pult.telegram;

import io.pult.bus.Page;
import io.pult.contract.telegram.OwnershipOps.ListClaims;
import io.pult.contract.telegram.SessionClaim;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/** The SQL of {@code telegram_claim}, which the statements of {@link SessionStore} write. */
final class ClaimLogStore {
    private static final String SORT = "-id";
    private static final int AT_ONCE = 5_000;

    private final Sql sql;

    ClaimLogStore(Sql sql) {
        this.sql = sql;
    }

    Future<Page<SessionClaim>> list(ListClaims asked, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), SORT, 1);
        // A statement for each kind of question: one for all would have one plan, which reads the whole log.
        String account = asked.accountId() == null ? "$1::uuid IS NULL" : "account_id = $1";
        String node = asked.node() == null ? "$2::text IS NULL" : "node_name = $2";
        return sql.list(
                        ClaimLogStore::claim,
                        "SELECT * FROM telegram_claim WHERE " + account + " AND " + node
                                + " AND id < $3 ORDER BY id DESC LIMIT $4",
                        asked.accountId(),
                        asked.node(),
                        cursor == null ? Long.MAX_VALUE : cursor.number(0),
                        limit + 1)
                .map(rows -> Cursor.page(rows, limit, SORT, claim -> List.of(Long.toString(claim.id()))));
    }

    /**
     * Forgets the oldest beyond the given age, all of them, a few at a time; what another node is at is left to it.
     *
     * @return how many
     */
    Future<Integer> retire(Duration keep) {
        return sql.update("""
                DELETE FROM telegram_claim WHERE id IN (
                    SELECT id FROM telegram_claim WHERE at < now() - $1 * interval '1 second'
                    ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)
                """, keep.toSeconds(), AT_ONCE)
                .compose(gone -> gone < AT_ONCE
                        ? Future.succeededFuture(gone)
                        : retire(keep).map(more -> gone + more));
    }

    private static SessionClaim claim(Row row) {
        return new SessionClaim(
                row.getLong("id"),
                row.getUUID("account_id"),
                row.getString("node_name"),
                row.getUUID("node"),
                row.getLong("epoch"),
                SessionClaim.Kind.of(row.getString("kind")),
                row.getString("reason"),
                Sql.instant(row, "at"));
    }
}
