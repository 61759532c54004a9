package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.LoginOps;
import io.pult.contract.identity.PasswordOps;
import io.pult.contract.identity.RegistrationOps;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Redis;
import io.pult.infra.Secrets;
import io.pult.support.Gate;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that has to do with passwords, over real stores that can be cut off, with a hasher that counts. */
final class PasswordRig implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final String PASSWORD = "four words are better";

    final CountingHasher hasher = new CountingHasher();
    final Pg pg;
    final Redis redis;
    final RegistrationHandlers registration;
    final LoginHandlers login;
    final PasswordHandlers passwords;
    final AppSettingsHandlers settings;
    final Founding founding;
    Instant now = START;

    private final Gate postgres;
    private final Gate redisGate;
    private final Loop loop = new Loop();

    PasswordRig(Path folder) throws Exception {
        postgres = new Gate(TestStores.migrated());
        redisGate = new Gate(TestStores.redis());
        var to = PgSettings.of(postgres.url());
        pg = loop.make(() -> Pg.open(loop.vertx, to));
        redis = loop.on(() -> Redis.open(loop.vertx, redisGate.url(), Duration.ofSeconds(2)));
        Path keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var secrets = Secrets.load(keys);
        InstantSource clock = () -> now;
        var outbox = new Outbox();
        var rules = PasswordRules.load();
        var identity = settings(null, null);
        var accessTokens = new AccessTokens(loop.vertx, JwtKeys.load(identity, secrets), clock, identity.accessTtl());
        var sessions = new Sessions(pg, outbox, accessTokens, new RefreshTokens(secrets), identity, clock);
        var signIns = new SignIns(sessions, (user, first, client, call) -> Future.succeededFuture(Optional.empty()));
        var attempts = new Attempts(redis, "login", Attempts.Pace.USUAL, System::nanoTime);
        var check = new PasswordCheck(hasher, attempts, new UserStore(pg));
        registration = new RegistrationHandlers(pg, outbox, rules, hasher, signIns, clock);
        login = new LoginHandlers(pg, outbox, check, signIns, clock);
        passwords = new PasswordHandlers(pg, outbox, rules, hasher, check, clock);
        settings = new AppSettingsHandlers(pg, outbox, clock, List.of(SocialProvider.YANDEX));
        founding = new Founding(pg, outbox, rules, hasher, clock);
    }

    /** As if it were new. A test JVM makes a database in a second, so that one serves all tests of a class. */
    void reset() {
        now = START;
        hasher.forget();
        for (String statement : List.of(
                "DELETE FROM app_user",
                "DELETE FROM outbox",
                "DELETE FROM revocation",
                "DELETE FROM app_settings",
                "INSERT INTO app_settings DEFAULT VALUES")) {
            on(() -> pg.query(statement));
        }
        on(() -> redis.send(Request.cmd(Command.FLUSHDB)));
    }

    /** What happens while nothing can be written to this table, as when its disk is full. */
    void without(String table, Runnable work) {
        on(() -> pg.query("ALTER TABLE " + table + " RENAME TO gone"));
        work.run();
        on(() -> pg.query("ALTER TABLE gone RENAME TO " + table));
    }

    /** What happens while there is no way to the database. */
    void withoutPostgres(Runnable work) throws Exception {
        postgres.shut();
        work.run();
        postgres.open();
        Wait.until(
                "the database is back",
                () -> on(() -> pg.query("SELECT").map(true).otherwise(false)));
    }

    /** What happens while there is no way to Redis. */
    void withoutRedis(Runnable work) throws Exception {
        redisGate.shut();
        work.run();
        redisGate.open();
        Wait.until(
                "Redis is back",
                () -> on(() -> redis.send(Request.cmd(Command.PING)).map(true).otherwise(false)));
    }

    static IdentitySettings settings(@Nullable String firstLogin, @Nullable String firstPassword) {
        return new IdentitySettings(
                Duration.ofMinutes(15),
                Duration.ofDays(30),
                Duration.ofDays(180),
                Duration.ofSeconds(10),
                IdentitySettings.JwtAlgorithm.HS256,
                null,
                firstLogin,
                firstPassword);
    }

    <T> T on(Supplier<Future<T>> work) {
        return loop.on(work);
    }

    <T> Future<T> start(Supplier<Future<T>> work) {
        return loop.start(work);
    }

    Failure refusal(Supplier<Future<?>> work) {
        Throwable cause = Wait.failureOf(loop.start(() -> work.get().mapEmpty()));
        if (cause instanceof Failure failure) {
            return failure;
        }
        throw new AssertionError("not refused but failed", cause);
    }

    static Call stranger(String address) {
        return new Call(
                Principal.ANONYMOUS,
                UUID.randomUUID().toString(),
                System.nanoTime() + Duration.ofSeconds(10).toNanos(),
                address,
                Locale.ENGLISH,
                null);
    }

    static RegistrationOps.Register registration(String login, String password) {
        return new RegistrationOps.Register(
                "a test", new RegistrationOps.Register.Body(login, password, null, null, null));
    }

    SignedIn register(String login) {
        return on(() -> registration.register(registration(login, PASSWORD), stranger("192.0.2.1")));
    }

    /** Somebody in the database, whatever their password hash. */
    UUID user(String login, @Nullable String hash) {
        UUID id = UUID.randomUUID();
        on(() -> new UserStore(pg)
                .insert(new UserStore.NewUser(id, login, hash, "", "en", Set.of(Role.USER), "test", now)));
        return id;
    }

    Future<SignedIn> logIn(String login, String password, String address) {
        var body = new LoginOps.LogIn.Body(login, password, null);
        return this.login.logIn(new LoginOps.LogIn("a test", body), stranger(address));
    }

    SignedIn logIn(String login, String password) {
        return on(() -> logIn(login, password, "192.0.2.1"));
    }

    Failure refusedLogIn(String login, String password) {
        return refusal(() -> logIn(login, password, "192.0.2.1"));
    }

    /** A wrong password, as often. */
    void guess(String login, String address, int times) {
        for (int i = 0; i < times; i++) {
            refusal(() -> logIn(login, "a wrong password", address));
        }
    }

    /** In the newest session of this person, confirmed at its beginning. */
    Call inSession(UUID user) {
        var row = on(() -> pg.list(
                        found -> found,
                        "SELECT id, confirmed_at FROM session WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT 1",
                        user))
                .get(0);
        return inSession(
                user, row.getUUID("id"), row.getOffsetDateTime("confirmed_at").toInstant());
    }

    static Call inSession(UUID user, UUID session, Instant confirmedAt) {
        var principal = new Principal(User.subject(user), Set.of("USER"), Map.of(), new SignIn(session, confirmedAt));
        return new Call(
                principal,
                "request",
                System.nanoTime() + Duration.ofSeconds(10).toNanos(),
                "192.0.2.1",
                Locale.ENGLISH,
                null);
    }

    Future<Nothing> change(@Nullable String current, String fresh, @Nullable String login, Call call) {
        return passwords.change(
                new PasswordOps.ChangePassword(new PasswordOps.ChangePassword.Body(current, fresh, login)), call);
    }

    Future<Nothing> confirm(String password, Call call) {
        return passwords.confirm(new PasswordOps.Confirm(new PasswordOps.Confirm.Body(password)), call);
    }

    UUID idOf(String login) {
        return on(() -> new UserStore(pg).byLogin(login)).orElseThrow().id();
    }

    long count(String from, @Nullable Object... args) {
        return on(() -> pg.list(row -> row.getLong("n"), "SELECT count(*) AS n FROM " + from, args))
                .get(0);
    }

    /** Entries of the audit that were put into the outbox, oldest first. */
    List<JsonObject> audit(String action) {
        return on(() -> pg.list(
                row -> new JsonObject(row.getString("body")),
                "SELECT body::text AS body FROM outbox WHERE op = $1 AND body->>'action' = $2 ORDER BY body->>'at'",
                AuditEntry.RECORD.id(),
                action));
    }

    @Override
    public void close() throws Exception {
        loop.close();
        postgres.shut();
        redisGate.shut();
    }
}
