package io.pult;

import io.pult.bus.Failure;
import io.pult.infra.Backoff;
import io.pult.infra.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be known before the node can join a cluster: that the schema is there, and the instance's id, which names
 * the cluster. Runs on a small Vert.x of its own, because the clustered one cannot be built without that name.
 */
final class Bootstrap {
    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final Backoff WAIT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(4), 1);

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(2));
    private final Settings settings;
    private final WaitingRoom room;

    Bootstrap(Settings settings) {
        this.settings = settings;
        this.room = new WaitingRoom(vertx, settings);
    }

    /** Blocks for as long as the database is away; throws only for what waiting does not mend. */
    UUID instance() {
        try {
            return attempt(1).eventually(room::close).await();
        } finally {
            vertx.close().await();
        }
    }

    private Future<UUID> attempt(int number) {
        return Migrations.run(vertx, settings.postgres())
                .map(Migrations.Applied::instance)
                .recover(cause -> {
                    if (!(cause instanceof Failure failure) || failure.kind() != Failure.Kind.UNAVAILABLE) {
                        return Future.failedFuture(cause);
                    }
                    if (number == 1) {
                        log.warn("the database is away; waiting for it, HTTP answers 503 meanwhile");
                        room.openOnce();
                    }
                    return vertx.timer(WAIT.after(Math.min(number, 6)).toMillis(), TimeUnit.MILLISECONDS)
                            .compose(fired -> attempt(number + 1));
                });
    }
}
