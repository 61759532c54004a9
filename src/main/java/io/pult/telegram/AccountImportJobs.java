package io.pult.telegram;

import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the job of each import, at once or when jobs can be started again, and ends what no job has looked at. */
final class AccountImportJobs {
    private static final Logger log = LoggerFactory.getLogger(AccountImportJobs.class);
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration START = Duration.ofSeconds(15);
    private static final Duration FORGET = Duration.ofMinutes(30);
    private static final int AT_ONCE = 20;

    private final Ground ground;
    private final AccountImportStore imports;

    AccountImportJobs(Ground ground, Pg pg) {
        this.ground = ground;
        this.imports = new AccountImportStore(pg);
    }

    void start(Ticker timers) {
        timers.every(START, "imports without a job", this::sweep);
        timers.every(FORGET, "old imports", imports::sweep);
    }

    /** Never fails: a job that cannot be started now is started later. The import's id is its key, so that there is one. */
    Future<Void> started(UUID id) {
        var start = new JobsOps.Start(AccountImportSteps.KIND, AccountImportSteps.args(id), id.toString());
        return ground.bus()
                .ask(JobsOps.START, start, ground.systemCall(ASK))
                .compose(job -> imports.setJob(id, job.id()))
                .onFailure(cause -> log.atWarn()
                        .addKeyValue("import", id)
                        .addKeyValue("reason", cause.toString())
                        .log("the job of an import is started later"))
                .otherwiseEmpty();
    }

    private Future<?> sweep() {
        return imports.jobless(AT_ONCE)
                .compose(found -> Future.join(found.stream().map(this::started).toList()));
    }
}
