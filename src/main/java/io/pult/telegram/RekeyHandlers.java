package io.pult.telegram;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.jobs.JobStep;
import io.pult.infra.Pg;
import io.pult.infra.Secrets;
import io.pult.telegram.SealedColumn.Sealed;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This concern's part of the job {@code rekey}: what is sealed, column by column, under the current key. A step that is asked twice
 * finds its rows done.
 */
final class RekeyHandlers {
    private static final int ROWS = 100;

    private final Pg pg;
    private final Secrets secrets;

    RekeyHandlers(Pg pg, Secrets secrets) {
        this.pg = pg;
        this.secrets = secrets;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(JobStep.of("telegram", "rekey"), this::step);
    }

    /** @param column index of it; {@code last} is the key of the last row that is done, absent before the first */
    private record Place(int column, @Nullable String last) {
        static Place of(@Nullable String cursor) {
            if (cursor == null) {
                return new Place(0, null);
            }
            int space = cursor.indexOf(' ');
            String last = cursor.substring(space + 1);
            return new Place(Integer.parseInt(cursor.substring(0, space)), last.isEmpty() ? null : last);
        }

        String cursor() {
            return column + " " + (last == null ? "" : last);
        }
    }

    Future<JobStep.Result> step(JobStep step, Call call) {
        Place place = Place.of(step.cursor());
        SealedColumn column = SealedColumn.ALL.get(place.column);
        return column.after(pg, place.last, ROWS)
                .compose(rows -> Future.all(
                                rows.stream().map(row -> reseal(column, row)).toList())
                        .compose(done -> total())
                        .map(total -> new JobStep.Result(next(place, rows), rows.size(), total)));
    }

    private Future<?> reseal(SealedColumn column, Sealed row) {
        if (!secrets.stale(row.envelope())) {
            return Future.succeededFuture();
        }
        String place = column.place().apply(row.key());
        return column.replace(pg, row, secrets.encrypt(secrets.decrypt(row.envelope(), place), place));
    }

    private static @Nullable String next(Place place, List<Sealed> rows) {
        if (rows.size() == ROWS) {
            return new Place(place.column, rows.get(ROWS - 1).key()).cursor();
        }
        return place.column + 1 < SealedColumn.ALL.size() ? new Place(place.column + 1, null).cursor() : null;
    }

    private Future<Long> total() {
        return Future.all(SealedColumn.ALL.stream()
                        .map(column -> column.count(pg))
                        .toList())
                .map(counts ->
                        counts.<Long>list().stream().mapToLong(Long::longValue).sum());
    }
}
