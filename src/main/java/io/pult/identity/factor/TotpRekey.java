package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.jobs.JobStep;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This concern's part of the job {@code rekey}: the secret of every device that shows codes, under the current key. A step that is
 * asked twice finds its rows done.
 */
final class TotpRekey {
    private static final int ROWS = 100;

    private final TotpStore store;
    private final TotpSecrets secrets;

    TotpRekey(Pg pg, TotpSecrets secrets) {
        this.store = new TotpStore(pg);
        this.secrets = secrets;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(JobStep.of("identity", "rekey"), this::step);
    }

    Future<JobStep.Result> step(JobStep step, Call call) {
        String cursor = step.cursor();
        return store.after(cursor == null ? null : UUID.fromString(cursor), ROWS)
                .compose(rows ->
                        Future.all(rows.stream().map(this::reseal).toList()).compose(done -> result(rows)));
    }

    private Future<Void> reseal(TotpStore.Stored row) {
        return secrets.stale(row.envelope())
                ? store.reseal(row, secrets.reseal(row.envelope(), row.user()))
                : Future.succeededFuture();
    }

    private Future<JobStep.Result> result(List<TotpStore.Stored> rows) {
        @Nullable
        String next =
                rows.size() < ROWS ? null : rows.get(rows.size() - 1).user().toString();
        return store.count().map(total -> new JobStep.Result(next, rows.size(), total));
    }
}
