package io.pult.identity.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.contract.identity.SignedIn.SecondStep;
import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.identity.TestSignIns;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Migrations;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.pult.playground.social.Browser;
import io.pult.playground.social.TelegramIdStandIn;
import io.pult.playground.social.YandexIdStandIn;
import io.pult.support.TestBus;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The package on real stores, with the stand-ins of both providers and one clock for all that only a test moves. */
final class SocialLab implements AutoCloseable {
    static final String BOT = "1000000001:TEST-bot";
    static final String PAGE = "https://pult.example.org/login";
    static final String OTHER_PAGE = "https://pult.example.org/account";
    static final String ANNA = "900001";
    static final String BORIS = "900002";
    static final String PHONE = "a phone";
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final AtomicBoolean registration = new AtomicBoolean(true);
    final AtomicBoolean secondStep = new AtomicBoolean();
    final Pg pg;
    final Bus bus;
    final Browser telegram;
    final Browser yandex;
    private final Vertx vertx = Vertx.vertx();
    private final Ground ground;
    private final TestSignIns signIns;
    private final TelegramIdStandIn telegramId =
            new TelegramIdStandIn(0, now::get, BOT, "telegram-secret", List.of(PAGE, OTHER_PAGE));
    private final YandexIdStandIn yandexId =
            new YandexIdStandIn(0, now::get, "app", "yandex-secret", List.of(PAGE, OTHER_PAGE));

    SocialLab(Path folder) throws IOException {
        this(folder, TestStores.migrated().toString(), "yandex-secret");
    }

    /** @param database maybe by way of a gate */
    SocialLab(Path folder, String database, String yandexSecret) throws IOException {
        var postgres = PgSettings.of(database);
        Files.createDirectories(folder);
        Path keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var migrated = Wait.on(Migrations.run(vertx, postgres));
        bus = TestBus.on(vertx);
        ground = new Ground(
                migrated.instance(),
                "test",
                bus,
                postgres,
                RedisSettings.of("redis://127.0.0.1:1"),
                Secrets.load(keys),
                Wait.on(Lease.take(vertx, postgres, "test", "127.0.0.1", now::get, System::nanoTime)),
                now::get,
                new SimpleMeterRegistry(),
                new Vitals(now::get),
                new Outbox());
        pg = Pg.open(vertx, postgres);
        signIns = new TestSignIns(
                vertx,
                pg,
                ground,
                (user, first, client, call) -> Future.succeededFuture(
                        secondStep.get()
                                ? Optional.of(new SecondStep("step", Set.of("totp"), 300))
                                : Optional.empty()));
        Wait.on(vertx.deployVerticle(telegramId));
        Wait.on(vertx.deployVerticle(yandexId));
        telegram = new Browser(telegramId.url());
        yandex = new Browser(yandexId.url());
        Wait.on(vertx.deployVerticle(new Host(settings(yandexSecret))));
    }

    private SocialSettings settings(String yandexSecret) {
        return new SocialSettings(
                BOT,
                TelegramIdStandIn.clientId(BOT),
                "telegram-secret",
                URI.create(telegramId.url()),
                "app",
                yandexSecret,
                URI.create(yandexId.url()),
                URI.create(yandexId.url()),
                List.of(PAGE, OTHER_PAGE),
                Duration.ofSeconds(2));
    }

    /** All of it on one context, as in a node. */
    private final class Host extends VerticleBase {
        private final SocialSettings settings;
        private @Nullable Social social;

        Host(SocialSettings settings) {
            this.settings = settings;
        }

        @Override
        public Future<?> start() {
            social = new Social(
                    vertx,
                    ground,
                    pg,
                    new Ticker(vertx),
                    settings,
                    signIns.signIns(),
                    () -> Future.succeededFuture(registration.get()));
            return social.serve();
        }

        @Override
        public Future<?> stop() {
            return social == null ? Future.succeededFuture() : social.close();
        }
    }

    /** As it was at the start, but for what the package itself remembers of the issuer. */
    void clear() {
        now.set(START);
        registration.set(true);
        secondStep.set(false);
        telegram.admin("POST", "reset", new JsonObject());
        yandex.admin("POST", "reset", new JsonObject());
        Wait.on(pg.query("TRUNCATE app_user, social_start, social_proof, outbox, revocation CASCADE"));
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    <Q, R> R ask(Op<Q, R> op, Q request, Call call) {
        return Wait.on(bus.ask(op, request, call));
    }

    <Q> String refusal(Op<Q, ?> op, Q request, Call call) {
        return code(bus.ask(op, request, call));
    }

    static String code(Future<?> refused) {
        Throwable cause = Wait.failureOf(refused);
        assertThat(cause).isInstanceOf(Failure.class);
        return ((Failure) cause).kind().status() + " " + ((Failure) cause).code();
    }

    static Call stranger() {
        return new Call(
                Principal.ANONYMOUS,
                "test",
                System.nanoTime() + Duration.ofSeconds(10).toNanos(),
                "198.51.100.7",
                Locale.ENGLISH,
                null);
    }

    /** A question of the person who was signed in so. */
    Call call(SignedIn signedIn) {
        return Wait.on(signIns.call(token(signedIn), Duration.ofSeconds(10)))
                .orElseThrow(() -> new AssertionError("this token is worth nothing"));
    }

    boolean worthNothing(SignedIn signedIn) {
        return Wait.on(signIns.call(token(signedIn), Duration.ofSeconds(10))
                .map(Optional::isEmpty)
                .recover(cause -> cause instanceof Failure failure && failure.is("token.unknown")
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(cause)));
    }

    private static String token(SignedIn signedIn) {
        String token = signedIn.accessToken();
        assertThat(token).as("an access token").isNotNull();
        return String.valueOf(token);
    }

    static SocialOps.SignIn launch(String initData, String device) {
        return new SocialOps.SignIn(
                new SocialOps.Proof(initData, null, null, null, null, ClientKind.BROWSER), null, device);
    }

    SignedIn launched(String as) {
        return ask(SocialOps.TELEGRAM, launch(telegram.launch(as, 0), PHONE), stranger());
    }

    /** A start that leads to the provider's page and back. */
    record Trip(SocialOps.Started started, Map<String, String> back) {
        SocialOps.Proof proof(@Nullable ClientKind client) {
            return new SocialOps.Proof(null, null, back.get("code"), back.get("state"), back.get("error"), client);
        }

        SocialOps.SignIn signIn(@Nullable ClientKind client) {
            return new SocialOps.SignIn(proof(client), started.binding(), "a browser");
        }
    }

    Trip trip(SocialProvider provider, String as, @Nullable ClientKind client) {
        var start = new SocialOps.Start(provider, new SocialOps.Way(PAGE, client));
        return walked(provider, as, ask(SocialOps.START, start, stranger()));
    }

    Trip linkTrip(SocialProvider provider, String as, SignedIn asker) {
        var start = new SocialOps.Start(provider, new SocialOps.Way(OTHER_PAGE, null));
        return walked(provider, as, ask(SocialOps.START_LINK, start, call(asker)));
    }

    private Trip walked(SocialProvider provider, String as, SocialOps.Started started) {
        Browser browser = provider == SocialProvider.TELEGRAM ? telegram : yandex;
        return new Trip(started, browser.choose(started.authorizationUrl(), as));
    }

    SignedIn signedIn(SocialProvider provider, String as) {
        Op<SocialOps.SignIn, SignedIn> op = provider == SocialProvider.TELEGRAM ? SocialOps.TELEGRAM : SocialOps.YANDEX;
        return ask(op, trip(provider, as, null).signIn(null), stranger());
    }

    long count(String sql, Object... args) {
        return Wait.on(pg.query(sql, args)).iterator().next().getLong(0);
    }

    /** What the audit was told, oldest first: action, subject and result. */
    List<String> audit() {
        return Wait.on(pg.list(
                        row -> row.getJsonObject("body"),
                        "SELECT body FROM outbox WHERE op = '~identity.audit' ORDER BY created_at, body->>'action'"))
                .stream()
                .map(SocialLab::line)
                .toList();
    }

    private static String line(JsonObject entry) {
        String subject = entry.getString("subject").replaceAll(":.*", "");
        return entry.getString("action") + " " + subject + " " + entry.getString("result");
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
