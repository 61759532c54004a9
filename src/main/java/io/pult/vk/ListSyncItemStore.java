package io.pult.vk;

import io.pult.bus.Json;
import io.pult.bus.Page;
import io.pult.contract.vk.ListSyncOps.Item;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code list_sync_items}, but for writing, which is one statement with the sync's own row. */
final class ListSyncItemStore {
    private final Sql sql;

    ListSyncItemStore(Sql sql) {
        this.sql = sql;
    }

    private record Placed(long position, Item item) {}

    Future<Page<Item>> list(UUID sync, @Nullable String after, int limit) {
        // Of this list alone: another one's place means nothing here.
        String order = sync.toString();
        Cursor cursor = Cursor.decode(after, order, 1);
        return sql.list(
                        ListSyncItemStore::placed,
                        """
                        SELECT position, vk_id, body::text AS body FROM list_sync_items
                        WHERE sync_id = $1 AND position > $2
                        ORDER BY position
                        LIMIT $3
                        """,
                        sync,
                        cursor == null ? Long.MIN_VALUE : cursor.number(0),
                        limit + 1)
                .map(rows -> Cursor.page(rows, limit, order, row -> List.of(Long.toString(row.position))))
                .map(page -> new Page<>(page.items().stream().map(Placed::item).toList(), page.next()));
    }

    Future<Boolean> holdsOneOf(UUID sync, List<Long> keys) {
        return sql.query(
                        "SELECT 1 FROM list_sync_items WHERE sync_id = $1 AND vk_id = ANY ($2) LIMIT 1",
                        sync,
                        keys.toArray(Long[]::new))
                .map(rows -> rows.size() > 0);
    }

    /** @return how many went; fewer than the limit when these were the last that nobody else is removing */
    Future<Integer> remove(UUID sync, int limit) {
        return sql.update("""
                DELETE FROM list_sync_items WHERE sync_id = $1 AND position IN (
                    SELECT position FROM list_sync_items WHERE sync_id = $1
                    ORDER BY position LIMIT $2 FOR UPDATE SKIP LOCKED)
                """, sync, limit);
    }

    private static Placed placed(Row row) {
        String body = row.getString("body");
        Item item = body == null ? Item.of(row.getLong("vk_id"), null) : Json.readLeniently(body, Item.class);
        return new Placed(row.getLong("position"), item);
    }
}
