package io.pult.infra;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** A concern's table in small: one thing that must exist once, claimed and written as {@link Lease} says. */
record LeaseThings(Sql sql) {
    static final String TABLE = """
            CREATE TABLE thing (
                id integer PRIMARY KEY,
                owner uuid REFERENCES node ON DELETE SET NULL,
                epoch bigint NOT NULL DEFAULT 0,
                writes integer NOT NULL DEFAULT 0
            );
            INSERT INTO thing (id) VALUES (1);""";

    /** The epoch, when the thing could be had. */
    Future<Optional<Long>> claim(UUID owner, UUID[] dead) {
        return sql.list(row -> row.getLong("epoch"), """
                        UPDATE thing SET owner = $1, epoch = epoch + 1
                        WHERE id IN (SELECT id FROM thing WHERE owner IS NULL OR owner = ANY ($2)
                                     ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED)
                        RETURNING epoch""", owner, dead)
                .map(rows -> rows.stream().findFirst());
    }

    /** How many rows a fenced write touched. */
    Future<Integer> write(UUID owner, long epoch) {
        return sql.update(
                "UPDATE thing SET writes = writes + 1 WHERE id = 1 AND owner = $1 AND epoch = $2", owner, epoch);
    }
}
