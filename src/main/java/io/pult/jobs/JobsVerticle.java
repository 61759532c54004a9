package io.pult.jobs;

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
        var audit = new JobsAudit(ground.outbox(), ground.clock());
        return new JobHandlers(store, audit, new Idempotency(vertx, store), announcer, kinds)
                .serve(ground.bus())
                .compose(serving -> new InboxHandlers(store, audit, ground.bus(), ground.nodeName()).serve())
                .compose(serving -> walking.start())
                .onSuccess(walks -> forgetOld(ticker, jobs, inbox));
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
