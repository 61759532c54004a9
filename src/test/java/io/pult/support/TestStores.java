package io.pult.support;

import io.pult.infra.Embedded;
import io.pult.infra.Migrations;
import io.pult.infra.PgSettings;
import io.pult.infra.ThrowawayStores;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The real PostgreSQL and Redis for tests: one pair for each test JVM, started when first asked for, stopped when the JVM
 * ends. Each call gives a part of it that no other test uses, so tests neither clean up nor wait for each other. Blocks.
 */
public final class TestStores {
    private static final Path BINARIES = Path.of("target", "embedded");
    private static final Path DATA = Path.of("target", "test-stores");
    private static final int REDIS_DATABASES = 512;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Embedded stores;
    private final PgConnection admin;
    /** Nobody is connected to it, so that it can be copied. */
    private @Nullable String template;

    private final AtomicInteger databases = new AtomicInteger();
    private final AtomicInteger redisDatabases = new AtomicInteger();

    private TestStores() throws Exception {
        stores = ThrowawayStores.start(DATA, BINARIES);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            vertx.close();
            stores.close();
        }));
        admin = PgConnection.connect(
                        vertx, PgConnectOptions.fromUri(stores.postgres().toString()))
                .await(10, TimeUnit.SECONDS);
    }

    /** A fresh, empty database: {@code postgresql://pult:<password>@127.0.0.1:<port>/test_1}. */
    public static URI database() {
        return Running.STORES.newDatabase();
    }

    /**
     * A fresh database with the schema of this code and no data: a copy, which takes a quarter of the time of migrating.
     * All of one test JVM name the same instance.
     */
    public static URI migrated() {
        return Running.STORES.newMigratedDatabase();
    }

    /** An empty Redis database: {@code redis://:<password>@127.0.0.1:<port>/1}; 511 for each test JVM. */
    public static URI redis() {
        return Running.STORES.newRedisDatabase();
    }

    private URI newDatabase() {
        return create("");
    }

    private URI newMigratedDatabase() {
        synchronized (this) {
            if (template == null) {
                URI migrated = create("");
                Wait.on(Migrations.run(vertx, PgSettings.of(migrated.toString())));
                template = migrated.getPath().substring(1);
            }
        }
        return create(" TEMPLATE " + template + " STRATEGY FILE_COPY");
    }

    private URI create(String how) {
        String name = "test_" + databases.incrementAndGet();
        try {
            admin.query("CREATE DATABASE " + name + how).execute().await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no database for a test", e);
        }
        return stores.postgres().resolve("/" + name);
    }

    private URI newRedisDatabase() {
        int number = redisDatabases.incrementAndGet();
        if (number == REDIS_DATABASES) {
            throw new IllegalStateException("all " + REDIS_DATABASES + " Redis databases are taken");
        }
        return stores.redis().resolve("/" + number);
    }

    private static final class Running {
        static final TestStores STORES = start();

        private static TestStores start() {
            try {
                return new TestStores();
            } catch (Exception e) {
                throw new IllegalStateException("no stores for the tests", e);
            }
        }
    }
}
