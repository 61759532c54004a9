package io.pult.telegram;

import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The SQL of {@code telegram_node}. */
final class TelegramNodeStore {
    /** A lease that runs says that a process lives; a row that was told lately, that its part of this concern does. */
    private static final String CANDIDATES = """
            SELECT t.node FROM telegram_node t JOIN node n ON n.id = t.node
            WHERE n.buried_at IS NULL AND n.lease_until > pult_now() AND NOT t.leaving
              AND t.told_at > pult_now() - interval '15 seconds'
            """;

    private final Sql sql;

    TelegramNodeStore(Sql sql) {
        this.sql = sql;
    }

    Future<Set<UUID>> candidates() {
        return sql.query(CANDIDATES).map(TelegramNodeStore::nodes);
    }

    /**
     * Writes down how the node is; whoever said that it leaves, leaves.
     *
     * @param vitals without what the table itself knows: floods are counted here
     * @return the candidates, in which this node may be missing when it tells for the first time
     */
    Future<Set<UUID>> tell(UUID node, boolean leaving, JsonObject vitals) {
        return sql.query("""
                WITH floods AS (
                    SELECT count(*) AS running FROM telegram_flood f JOIN telegram_session s USING (account_id)
                    WHERE f.until > now() AND s.owner = $1),
                told AS (
                    INSERT INTO telegram_node AS t (node, leaving, vitals, told_at)
                    SELECT $1, $2, $3::jsonb || jsonb_build_object('floods', running), pult_now() FROM floods
                    ON CONFLICT (node) DO UPDATE
                    SET leaving = t.leaving OR excluded.leaving, vitals = excluded.vitals, told_at = excluded.told_at)
                """ + CANDIDATES, node, leaving, vitals).map(TelegramNodeStore::nodes);
    }

    private static Set<UUID> nodes(RowSet<Row> rows) {
        Set<UUID> nodes = new HashSet<>();
        rows.forEach(row -> nodes.add(row.getUUID("node")));
        return nodes;
    }
}
