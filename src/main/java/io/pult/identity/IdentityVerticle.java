package io.pult.identity;

import io.pult.contract.identity.AppSettings;
import io.pult.identity.audit.Audit;
import io.pult.identity.factor.FactorData;
import io.pult.identity.factor.FactorSettings;
import io.pult.identity.factor.Factors;
import io.pult.identity.social.Social;
import io.pult.identity.social.SocialData;
import io.pult.infra.Ground;
import io.pult.infra.Idempotency;
import io.pult.infra.Pg;
import io.pult.infra.Redis;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the concern {@code identity}. */
public final class IdentityVerticle extends VerticleBase {
    /** Redis stands before every first look at a token: rather the database than a long wait. */
    private static final Duration CACHE_TIMEOUT = Duration.ofMillis(300);

    private final Ground ground;
    private final IdentityConfiguration configuration;
    private final PasswordRules passwordRules;
    private final JwtKeys jwtKeys;
    private @Nullable Pg pg;
    private @Nullable Redis redis;
    private @Nullable Ticker ticker;
    private @Nullable Argon2Hasher hasher;
    private @Nullable Factors factors;
    private @Nullable Social social;

    /** Reads files, the key file of access tokens among them when one is configured: not to be called on an event loop. */
    public IdentityVerticle(Ground ground, IdentityConfiguration configuration) {
        this.ground = ground;
        this.configuration = configuration;
        this.passwordRules = PasswordRules.load();
        this.jwtKeys = JwtKeys.load(configuration.sessions(), ground.secrets());
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
        var accessTokens = new AccessTokens(
                vertx, jwtKeys, ground.clock(), configuration.sessions().accessTtl());
        var refreshTokens = new RefreshTokens(ground.secrets());
        var sessions = new Sessions(
                database, ground.outbox(), accessTokens, refreshTokens, configuration.sessions(), ground.clock());
        var secondFactors = factors(database);
        var signIns = new SignIns(sessions, secondFactors.secondSteps());
        timers.every(Duration.ofMinutes(1), "forget old second steps", secondFactors::forgetOld);
        var hashing = new Argon2Hasher(vertx, configuration.passwords(), ground.metrics(), System::nanoTime);
        hasher = hashing;
        return Future.all(List.of(
                serveAuthentication(database, cache, accessTokens, timers),
                serveSessions(database, sessions, refreshTokens, timers),
                servePasswords(database, cache, hashing, signIns),
                serveWorkspaces(database),
                serveAdministration(database, hashing, timers),
                secondFactors.serve(ground.bus(), signIns),
                serveProviders(database, signIns, timers),
                servePersons(database, timers),
                new AppSettingsHandlers(
                                database,
                                ground.outbox(),
                                ground.clock(),
                                configuration.social().providers())
                        .serve(ground.bus())));
    }

    private Future<?> serveProviders(Pg database, SignIns signIns, Ticker timers) {
        var settings = new AppSettingsStore(database);
        var providers = new Social(
                vertx,
                ground,
                database,
                timers,
                configuration.social(),
                signIns,
                () -> settings.read().map(AppSettings::registrationEnabled));
        social = providers;
        timers.every(Duration.ofHours(1), "forget old social sign-ins", providers::forgetOld);
        return providers.serve();
    }

    private Factors factors(Pg database) {
        var opened = new Factors(
                vertx,
                database,
                ground.secrets(),
                ground.outbox(),
                ground.clock(),
                configuration.factors().site(configuration.publicUrl()));
        factors = opened;
        return opened;
    }

    private Future<?> serveAuthentication(Pg database, Redis cache, AccessTokens accessTokens, Ticker timers) {
        var clock = ground.clock();
        var revocations = new RevocationStore(database);
        var apiKeyUse = new ApiKeyUse(new ApiKeyStore(database), clock);
        var sessionStore =
                new SessionStore(database, configuration.factors().admins() == FactorSettings.Admins.REQUIRED);
        var sessionUse = new SessionUse(sessionStore, clock);
        var authentication = new AuthenticationHandlers(
                apiKeyUse,
                sessionStore,
                sessionUse,
                revocations,
                accessTokens,
                new AccessCache(cache),
                ground.bus(),
                clock,
                System::nanoTime);
        timers.every(Duration.ofSeconds(1), "revocations", authentication::hearRevocations);
        timers.every(Duration.ofSeconds(10), "note the use of API keys", apiKeyUse::noteUse);
        timers.every(Duration.ofSeconds(10), "note the use of sessions", sessionUse::note);
        timers.every(Duration.ofHours(1), "forget old revocations", revocations::forgetOld);
        return Future.all(
                        new ApiKeyHandlers(database, ground.outbox(), clock).serve(ground.bus()),
                        new JwksHandlers(jwtKeys).serve(ground.bus()),
                        authentication.serve())
                .compose(served -> authentication.hearRevocations().otherwiseEmpty());
    }

    private Future<?> serveSessions(Pg database, Sessions sessions, RefreshTokens refreshTokens, Ticker timers) {
        var clock = ground.clock();
        var store = new SessionStore(database);
        var ending = new SessionEnding(database, ground.outbox(), clock);
        var refresh =
                new SessionRefresh(vertx, store, sessions, ending, refreshTokens, configuration.sessions(), clock);
        timers.every(Duration.ofMinutes(10), "forget old sessions", () -> sweep(store, clock.instant()));
        return new SessionHandlers(refresh, ending, store, new UserStore(database), clock).serve(ground.bus());
    }

    private Future<Void> sweep(SessionStore sessions, Instant now) {
        return sessions.shorten(now, configuration.sessions().refreshTtl())
                .compose(shortened -> sessions.forgetOld(now));
    }

    private Future<?> servePasswords(Pg database, Redis cache, PasswordHasher hashing, SignIns signIns) {
        var outbox = ground.outbox();
        var clock = ground.clock();
        var attempts = new Attempts(cache, "login", Attempts.Pace.USUAL, System::nanoTime);
        var check = new PasswordCheck(hashing, attempts, new UserStore(database));
        var registration = new RegistrationHandlers(database, outbox, passwordRules, hashing, signIns, clock);
        var login = new LoginHandlers(database, outbox, check, signIns, clock);
        var passwords = new PasswordHandlers(database, outbox, passwordRules, hashing, check, clock);
        var founding = new Founding(database, outbox, passwordRules, hashing, clock);
        return Future.all(registration.serve(ground.bus()), login.serve(ground.bus()), passwords.serve(ground.bus()))
                .compose(served -> founding.firstSuperuser(configuration.sessions()));
    }

    /** What is a person's own: each table that keeps something of people is a part of what they can take along. */
    private Future<?> servePersons(Pg database, Ticker timers) {
        var audit = new Audit(vertx, database, ground.clock(), configuration.audit());
        var parts = new ArrayList<PersonalData>(PersonalRows.ofAccounts(database));
        parts.addAll(FactorData.of(database));
        parts.add(SocialData.of(database));
        parts.add(audit.data());
        var export = new PersonalExport(parts, ground.clock());
        return Future.all(
                audit.serve(ground.bus(), timers),
                new MeHandlers(database, ground.outbox(), ground.clock(), export).serve(ground.bus()),
                new ErasureHandlers(database, ground.bus(), ground.outbox(), ground.clock()).serve());
    }

    private Future<?> serveWorkspaces(Pg database) {
        var outbox = ground.outbox();
        var clock = ground.clock();
        return Future.all(
                new WorkspaceHandlers(database, outbox, clock).serve(ground.bus()),
                new MemberHandlers(database, outbox, clock).serve(ground.bus()),
                new InvitationHandlers(database, outbox, clock).serve(ground.bus()));
    }

    /** Of people by others. */
    private Future<?> serveAdministration(Pg database, PasswordHasher hashing, Ticker timers) {
        var outbox = ground.outbox();
        var clock = ground.clock();
        var changes = new PersonChanges(outbox, clock);
        var people = new PersonHandlers(database, changes, passwordRules, hashing, outbox, clock);
        var run = new BulkChangeRun(database, changes, outbox, clock);
        var bulk = new BulkChangeHandlers(database, run, new Idempotency(vertx, database), clock);
        timers.every(Duration.ofMinutes(10), "forget old bulk changes", bulk::forgetOld);
        return Future.all(people.serve(ground.bus()), bulk.serve(ground.bus()));
    }

    @Override
    public Future<?> stop() {
        Future<Void> ticking = ticker == null ? Future.succeededFuture() : ticker.stop();
        return ticking.eventually(() -> hasher == null ? Future.succeededFuture() : hasher.close())
                .eventually(() -> factors == null ? Future.succeededFuture() : factors.close())
                .eventually(() -> social == null ? Future.succeededFuture() : social.close())
                .eventually(() -> redis == null ? Future.succeededFuture() : redis.close())
                .eventually(() -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
