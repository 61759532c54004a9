package io.pult.telegram;

import io.pult.contract.telegram.TelegramAccount.State;
import io.pult.contract.telegram.TelegramNode;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** How many accounts are in which state, and what is open at the moment. */
    record Counts(Map<State, Integer> states, int waiting, int floods) {}

    Future<Counts> counts() {
        return sql.query("""
                WITH flooded AS (SELECT DISTINCT account_id FROM telegram_flood WHERE until > now()),
                live AS (SELECT id FROM node WHERE buried_at IS NULL AND lease_until > pult_now())
                SELECT CASE WHEN s.state = 'ready' AND f.account_id IS NOT NULL THEN 'flood' ELSE s.state END AS state,
                       count(*)::integer AS accounts,
                       (count(*) FILTER (WHERE s.wanted AND live.id IS NULL))::integer AS waiting,
                       (SELECT count(*)::integer FROM telegram_flood WHERE until > now()) AS floods
                FROM telegram_session s
                LEFT JOIN flooded f USING (account_id)
                LEFT JOIN live ON live.id = s.owner
                GROUP BY 1
                """).map(rows -> {
            Map<State, Integer> states = new EnumMap<>(State.class);
            int waiting = 0;
            int floods = 0;
            for (Row row : rows) {
                states.put(State.of(row.getString("state")), row.getInteger("accounts"));
                waiting += row.getInteger("waiting");
                floods = row.getInteger("floods");
            }
            return new Counts(states, waiting, floods);
        });
    }

    /** Nodes that live, oldest first. */
    Future<List<TelegramNode>> live() {
        return sql.list(TelegramNodeStore::node, """
                SELECT n.id, n.name, n.started_at, t.leaving, t.vitals, t.told_at,
                       coalesce(h.held, 0)::integer AS held, coalesce(h.held / sum(h.held) OVER (), 0)::float8 AS share
                FROM telegram_node t
                JOIN node n ON n.id = t.node
                LEFT JOIN (SELECT owner, count(*) AS held FROM telegram_session WHERE owner IS NOT NULL GROUP BY owner) h
                  ON h.owner = n.id
                WHERE n.buried_at IS NULL AND n.lease_until > pult_now()
                ORDER BY n.started_at, n.id
                """);
    }

    private static TelegramNode node(Row row) {
        JsonObject vitals = row.get(JsonObject.class, "vitals");
        return new TelegramNode(
                row.getUUID("id"),
                row.getString("name"),
                row.getBoolean("leaving"),
                row.getInteger("held"),
                vitals.getInteger("connected", 0),
                vitals.getInteger("connecting", 0),
                vitals.getInteger("resting", 0),
                Math.round(row.getDouble("share") * 1_000) / 1_000.0,
                vitals.getInteger("in_flight", 0),
                vitals.getDouble("calls_per_second", 0.0),
                vitals.getLong("reconnects", 0L),
                vitals.getInteger("floods", 0),
                vitals.getLong("heap_bytes", 0L),
                vitals.getLong("resident_bytes", 0L),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "told_at"));
    }

    private static Set<UUID> nodes(RowSet<Row> rows) {
        Set<UUID> nodes = new HashSet<>();
        rows.forEach(row -> nodes.add(row.getUUID("node")));
        return nodes;
    }
}
