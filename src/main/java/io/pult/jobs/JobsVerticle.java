package io.pult.jobs;

import io.pult.bus.Bus;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code jobs} and walks the jobs; one instance for each node. */
public final class JobsVerticle extends VerticleBase {
    private final Ground ground;
    private final JobsSettings settings;
    private final List<JobKind> kinds;
    private @Nullable Pg pg;
    private @Nullable JobEngine engine;

    public JobsVerticle(Ground ground, JobsSettings settings) {
        this(ground, settings, JobKind.ALL);
    }

    JobsVerticle(Ground ground, JobsSettings settings, List<JobKind> kinds) {
        this.ground = ground;
        this.settings = settings;
        this.kinds = kinds;
    }

    @Override
    public Future<?> start() {
        var store = Pg.open(vertx, ground.postgres());
        pg = store;
        var ticker = new Ticker(vertx);
        var announcer = new JobAnnouncer(ground.bus(), ticker);
        var walking = new JobEngine(ground, settings, new OwnedJobStore(store), announcer, ticker);
        engine = walking;
        var jobs = new JobStore(store);
        var inbox = new InboxStore(store);
        return serveJobs(new JobHandlers(jobs, new Idempotency(vertx, store), announcer, kinds))
                .compose(serving -> serveInbox(new InboxHandlers(inbox, ground.bus(), ground.nodeName())))
                .compose(serving -> walking.start())
                .onSuccess(walks -> forgetOld(ticker, jobs, inbox));
    }

    private Future<?> serveJobs(JobHandlers handlers) {
        Bus bus = ground.bus();
        return Future.all(List.of(
                bus.serve(JobsOps.LIST, handlers::list),
                bus.serve(JobsOps.GET, handlers::get),
                bus.serve(JobsOps.CANCEL, handlers::cancel),
                bus.serve(JobsOps.RETRY, handlers::retry),
                bus.serve(JobsOps.START_REKEY, handlers::startRekey),
                bus.serve(JobsOps.START, handlers::start)));
    }

    private Future<?> serveInbox(InboxHandlers handlers) {
        Bus bus = ground.bus();
        return Future.all(
                bus.serve(InboxOps.LIST, handlers::list),
                bus.serve(InboxOps.ANSWER, handlers::answer),
                bus.serve(InboxOps.OPEN, handlers::open),
                bus.serve(InboxOps.WITHDRAW, handlers::withdraw));
    }

    private void forgetOld(Ticker ticker, JobStore jobs, InboxStore inbox) {
        Duration keep = settings.keepFinished();
        ticker.every(Duration.ofMinutes(1), "forget finished jobs", () -> jobs.forgetFinished(keep));
        ticker.every(Duration.ofMinutes(1), "forget closed inbox items", () -> inbox.forgetClosed(keep));
    }

    @Override
    public Future<?> stop() {
        Future<Void> walking = engine == null ? Future.succeededFuture() : engine.stop();
        return walking.eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
