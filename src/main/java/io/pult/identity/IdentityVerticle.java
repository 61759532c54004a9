package io.pult.identity;

import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code identity}. */
public final class IdentityVerticle extends VerticleBase {
    private final Ground ground;
    private @Nullable Pg pg;
    private @Nullable Ticker ticker;

    public IdentityVerticle(Ground ground) {
        this.ground = ground;
    }

    @Override
    public Future<?> start() {
        pg = Pg.open(vertx, ground.postgres());
        ticker = new Ticker(vertx);
        var keys = new ApiKeyStore(pg);
        var handlers = new ApiKeyHandlers(keys, ground.clock());
        var authentication = new AuthenticationHandlers(keys, ground.bus(), ground.clock());
        ticker.every(Duration.ofSeconds(10), "note the use of API keys", authentication::noteUse);
        ticker.every(Duration.ofHours(1), "forget old revocations", keys::forgetOldRevocations);
        return Future.all(handlers.serve(ground.bus()), authentication.serve());
    }

    @Override
    public Future<?> stop() {
        Future<Void> ticking = ticker == null ? Future.succeededFuture() : ticker.stop();
        return ticking.eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
