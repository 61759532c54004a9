package io.pult.infra;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements: {@link Pg} outside a transaction, what {@link Pg#tx} hands out within one. A store takes this, so
 * that the same SQL serves both.
 */
public interface Sql {
    /**
     * @param args for {@code $1…}; an {@link Instant} is bound as timestamptz
     * @return fails with UNAVAILABLE when the database is away, else with what the driver says
     */
    Future<RowSet<Row>> query(String sql, @Nullable Object... args);

    /** The same statement for each row of arguments, in one round trip. */
    Future<Void> batch(String sql, List<Tuple> rows);

    /**
     * Runs once what was written so far stands, and not at all when it is rolled back; at once outside a transaction,
     * where every statement stands by itself.
     */
    void afterCommit(Runnable action);

    default <T> Future<List<T>> list(Function<Row, T> map, String sql, @Nullable Object... args) {
        return query(sql, args)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false).map(map).toList());
    }

    /** The first row, when there is one. */
    default <T> Future<Optional<T>> first(Function<Row, T> map, String sql, @Nullable Object... args) {
        return list(map, sql, args).map(rows -> rows.stream().findFirst());
    }

    /** The only row, or the failure when there is none. */
    default <T> Future<T> one(
            Function<Row, T> map, Supplier<? extends Throwable> none, String sql, @Nullable Object... args) {
        return query(sql, args)
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(none.get())
                        : Future.succeededFuture(map.apply(rows.iterator().next())));
    }

    /** How many rows the statement touched. */
    default Future<Integer> update(String sql, @Nullable Object... args) {
        return query(sql, args).map(RowSet::rowCount);
    }

    static Tuple tuple(@Nullable Object... args) {
        var values = new ArrayList<@Nullable Object>(args.length);
        for (Object arg : args) {
            values.add(arg instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : arg);
        }
        return Tuple.wrap(values);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static @Nullable Instant instantOrNull(Row row, String column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
