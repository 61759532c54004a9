package io.pult.identity;

import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Redis;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code identity}. */
public final class IdentityVerticle extends VerticleBase {
    /** Redis stands before every first look at a token: rather the database than a long wait. */
    private static final Duration CACHE_TIMEOUT = Duration.ofMillis(300);

    private final Ground ground;
    private final IdentitySettings settings;
    private final JwtKeys jwtKeys;
    private @Nullable Pg pg;
    private @Nullable Redis redis;
    private @Nullable Ticker ticker;

    /** Reads the key file of access tokens, when one is configured: not to be called on an event loop. */
    public IdentityVerticle(Ground ground, IdentitySettings settings) {
        this.ground = ground;
        this.settings = settings;
        this.jwtKeys = JwtKeys.load(settings, ground.secrets());
    }

    @Override
    public Future<?> start() {
        return Redis.open(vertx, ground.redis().url(), CACHE_TIMEOUT)
                .onSuccess(opened -> redis = opened)
                .compose(this::serve);
    }

    private Future<?> serve(Redis cache) {
        var database = Pg.open(vertx, ground.postgres());
        var timers = new Ticker(vertx);
        pg = database;
        ticker = timers;
        var clock = ground.clock();
        var bus = ground.bus();
        var accessTokens = new AccessTokens(vertx, jwtKeys, clock, settings.accessTtl());
        var revocations = new RevocationStore(database);
        var apiKeys = new ApiKeyStore(database);
        var apiKeyUse = new ApiKeyUse(apiKeys, clock);
        var sessionStore = new SessionStore(database);
        var sessionUse = new SessionUse(sessionStore, clock);
        var refreshTokens = new RefreshTokens(ground.secrets());
        var sessions = new Sessions(database, ground.outbox(), accessTokens, refreshTokens, settings, clock);
        var sessionEnding = new SessionEnding(database, ground.outbox(), clock);
        var sessionRefresh = new SessionRefresh(sessionStore, sessions, sessionEnding, refreshTokens, settings, clock);
        var authentication = new AuthenticationHandlers(
                apiKeyUse,
                sessionStore,
                sessionUse,
                revocations,
                accessTokens,
                new AccessCache(cache),
                bus,
                clock,
                System::nanoTime);
        timers.every(Duration.ofSeconds(1), "revocations", authentication::hearRevocations);
        timers.every(Duration.ofSeconds(10), "note the use of API keys", apiKeyUse::noteUse);
        timers.every(Duration.ofHours(1), "forget old revocations", revocations::forgetOld);
        timers.every(Duration.ofSeconds(10), "note the use of sessions", sessionUse::note);
        timers.every(Duration.ofMinutes(10), "forget old sessions", () -> sweep(sessionStore, clock.instant()));
        var sessionHandlers =
                new SessionHandlers(sessionRefresh, sessionEnding, sessionStore, new UserStore(database), clock);
        return Future.all(
                        new ApiKeyHandlers(apiKeys, clock).serve(bus),
                        authentication.serve(),
                        sessionHandlers.serve(bus),
                        new JwksHandlers(jwtKeys).serve(bus))
                .compose(served -> authentication.hearRevocations().otherwiseEmpty());
    }

    private Future<Void> sweep(SessionStore sessions, Instant now) {
        return sessions.shorten(now, settings.refreshTtl()).compose(shortened -> sessions.forgetOld(now));
    }

    @Override
    public Future<?> stop() {
        Future<Void> ticking = ticker == null ? Future.succeededFuture() : ticker.stop();
        return ticking.eventually(() -> redis == null ? Future.succeededFuture() : redis.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
