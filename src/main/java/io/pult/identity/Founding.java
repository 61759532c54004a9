package io.pult.identity;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Role;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes people on behalf of whoever runs the machine: before the first of them nobody could ask for one. */
public final class Founding {
    private static final Logger log = LoggerFactory.getLogger(Founding.class);
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Pg pg;
    private final Outbox outbox;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final InstantSource clock;

    Founding(Pg pg, Outbox outbox, PasswordRules rules, PasswordHasher hasher, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.rules = rules;
        this.hasher = hasher;
        this.clock = clock;
    }

    /**
     * The one that the settings name, when there is no SUPERUSER at all. A login that exists stays as it is: whoever may set
     * the environment of a node must not become another person by it.
     *
     * @return fails with IllegalArgumentException when login or password are against the rules
     */
    Future<Void> firstSuperuser(IdentitySettings settings) {
        String login = settings.firstLogin();
        String password = settings.firstPassword();
        if (login == null || password == null) {
            return Future.succeededFuture();
        }
        return new UserStore(pg)
                .anySuperuser()
                .<Void>compose(any -> any ? Future.succeededFuture() : found(login, password))
                .recover(Founding::orSaid);
    }

    private Future<Void> found(String login, String password) {
        return create(login, password, Role.SUPERUSER, Call.system("settings", BUDGET))
                .onSuccess(id ->
                        log.atInfo().addKeyValue("user", id).log("the first SUPERUSER was made, as the settings say"))
                .mapEmpty();
    }

    /** A login is taken by another node that started at the same moment, or by somebody whom this must not raise. */
    private static Future<Void> orSaid(Throwable cause) {
        if (!(cause instanceof Failure failure)) {
            return Future.failedFuture(cause);
        }
        if (failure.is("user.login_taken")) {
            log.warn("identity.first_login is a login that exists; it stays as it is");
            return Future.succeededFuture();
        }
        return Future.failedFuture(
                failure.kind() == Failure.Kind.UNPROCESSABLE
                        ? new IllegalArgumentException(
                                "identity.first_login and first_password make no user: " + failure.text())
                        : failure);
    }

    /** @return fails with CONFLICT {@code user.login_taken}, or UNPROCESSABLE when login or password are against the rules */
    Future<UUID> create(String login, String password, Role role, Call call) {
        PasswordRules.requireLogin(login);
        rules.requireGood(password, login);
        UUID id = UUID.randomUUID();
        return hasher.hash(password)
                .compose(hash -> pg.tx(tx -> new AppSettingsStore(tx)
                        .read()
                        .compose(settings -> insert(tx, id, login, hash, settings.langCode(), role, call))))
                .map(id);
    }

    private Future<UUID> insert(Sql tx, UUID id, String login, String hash, String langCode, Role role, Call call) {
        Instant now = clock.instant();
        var user = new UserStore.NewUser(
                id,
                login,
                hash,
                "",
                langCode,
                EnumSet.of(Role.USER, role),
                call.principal().subject(),
                now);
        var entry = AuditEntry.done(call, now, "user.created", User.subject(id)).with(Map.of("role", role.name()));
        return new UserStore(tx).insert(user).compose(inserted -> outbox.put(tx, AuditEntry.RECORD, entry));
    }

    /**
     * From the machine itself and without a node.
     *
     * @return fails as {@link #create} does
     */
    public static Future<UUID> user(
            Vertx vertx, PgSettings postgres, PasswordSettings settings, String login, String password, Role role) {
        Pg pg = Pg.open(vertx, postgres);
        var hasher = new Argon2Hasher(vertx, settings, new SimpleMeterRegistry(), System::nanoTime);
        var founding = new Founding(pg, new Outbox(), PasswordRules.load(), hasher, Clock.systemUTC());
        return Future.succeededFuture()
                .compose(start -> founding.create(login, password, role, Call.system("command", BUDGET)))
                .eventually(hasher::close)
                .eventually(pg::close);
    }

    /** 120 random bits, for a person to copy. */
    public static String randomPassword() {
        byte[] bits = new byte[15];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }
}
