package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.jobs.JobStep;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This concern's part of the job {@code rekey}: every token, and what it is refreshed
 * with, under the current key. A step that is asked twice finds its
 * rows done; a token that changes meanwhile is left to whoever changed it.
 */
final class RekeyHandlers {
    private static final int ROWS = 100;

    private final SystemAccountStore accounts;
    private final TokenSeal seal;

    RekeyHandlers(SystemAccountStore accounts, TokenSeal seal) {
        this.accounts = accounts;
        this.seal = seal;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(JobStep.of("vk", "rekey"), this::step);
    }

    Future<JobStep.Result> step(JobStep step, Call call) {
        String cursor = step.cursor();
        return accounts.withTokensAfter(cursor == null ? null : UUID.fromString(cursor), ROWS)
                .compose(rows -> reseal(rows).compose(done -> result(rows)));
    }

    private Future<Void> reseal(List<Stored> rows) {
        return Future.all(rows.stream().map(this::reseal).toList()).mapEmpty();
    }

    private Future<?> reseal(Stored row) {
        UUID id = row.account().id();
        String token = row.envelope();
        String refresh = row.refresh();
        Future<Boolean> first = token == null || !seal.stale(token)
                ? Future.succeededFuture(false)
                : accounts.reseal(id, token, seal.seal(id, seal.open(row)));
        return refresh == null || !seal.stale(refresh)
                ? first
                : first.compose(
                        done -> accounts.resealRefresh(id, refresh, seal.seal(id, seal.openRefresh(id, refresh))));
    }

    private Future<JobStep.Result> result(List<Stored> rows) {
        @Nullable
        String next = rows.size() < ROWS
                ? null
                : rows.get(rows.size() - 1).account().id().toString();
        return accounts.countTokens().map(total -> new JobStep.Result(next, rows.size(), total));
    }
}
