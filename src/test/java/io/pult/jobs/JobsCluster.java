package io.pult.jobs;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.pult.infra.Backoff;
import io.pult.infra.Ground;
import io.pult.infra.Lease;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RedisSettings;
import io.pult.infra.Secrets;
import io.pult.infra.Vitals;
import io.pult.support.TestBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Nodes that walk jobs, in one JVM: one bus and one database, a lease for each. Blocks, for tests. */
final class JobsCluster implements AutoCloseable {
    static final JobKind WALK = new JobKind("walk", List.of("alpha"), Duration.ofMinutes(5), false);
    static final JobKind TOUR = new JobKind("tour", List.of("alpha", "beta"), Duration.ofMinutes(5), false);
    static final JobKind SOLO = new JobKind("solo", List.of("alpha"), Duration.ofMinutes(5), true);
    static final JobKind HASTY = new JobKind("hasty", List.of("alpha"), Duration.ofMillis(400), false);

    static final JobsSettings SETTINGS = new JobsSettings(
            Duration.ofMillis(100),
            4,
            new Backoff(Duration.ofMillis(40), Duration.ofMillis(150), 4),
            Duration.ofSeconds(1),
            Duration.ofDays(30));

    /** Jobs need none. */
    private static final RedisSettings NO_REDIS = RedisSettings.of("redis://127.0.0.1:1");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    final Bus bus = TestBus.on(vertx);
    final Call person = call("user:ada");
    final PgSettings postgres;
    final Pg pg;
    private final Path keys = keyFile();
    private final List<Lease> leases = new ArrayList<>();

    JobsCluster(URI database) {
        postgres = PgSettings.of(database.toString());
        pg = Pg.open(vertx, postgres);
        newKey();
    }

    record Node(Lease lease, String deployment) {}

    static Call call(String subject) {
        return Call.by(new Principal(subject, Set.of("ADMIN")), Duration.ofSeconds(30));
    }

    Lease lease(String name) {
        Lease lease = await(Lease.take(vertx, postgres, name, "here", InstantSource.system(), System::nanoTime));
        leases.add(lease);
        return lease;
    }

    Node node(String name) {
        return node(name, SETTINGS, postgres);
    }

    /** @param reached where this node finds the database */
    Node node(String name, JobsSettings settings, PgSettings reached) {
        Lease lease = lease(name);
        return new Node(lease, deploy(name, settings, reached, lease));
    }

    private String deploy(String name, JobsSettings settings, PgSettings reached, Lease lease) {
        return await(vertx.deployVerticle(new JobsVerticle(
                ground(name, reached, NO_REDIS, lease), settings, List.of(JobKind.REKEY, WALK, TOUR, SOLO, HASTY))));
    }

    /** With the keys of this moment. */
    Ground ground(String name, PgSettings reached, RedisSettings redis, Lease lease) {
        return new Ground(
                UUID.randomUUID(),
                name,
                bus,
                reached,
                redis,
                Secrets.load(keys),
                lease,
                InstantSource.system(),
                new SimpleMeterRegistry(),
                new Vitals(InstantSource.system()),
                new Outbox());
    }

    /** A new current key for grounds made from now on. */
    void newKey() {
        try {
            Secrets.generate(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keyFile() {
        try {
            return Files.createTempDirectory("pult-jobs").resolve("secrets.key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(Node node) {
        await(vertx.undeploy(node.deployment));
    }

    <Q, R> R ask(Op<Q, R> op, Q request) {
        return await(bus.ask(op, request, person));
    }

    <Q, R> Failure refusal(Op<Q, R> op, Q request) {
        return Assertions.catchThrowableOfType(Failure.class, () -> ask(op, request));
    }

    UUID start(JobKind kind) {
        return ask(
                        JobsOps.START,
                        new JobsOps.Start(
                                kind.name(), Map.of(), UUID.randomUUID().toString()))
                .id();
    }

    Job job(UUID id) {
        return ask(JobsOps.GET, new JobsOps.JobId(id));
    }

    Job until(UUID id, JobState state) {
        return until(id, job -> job.state() == state);
    }

    Job until(UUID id, Predicate<Job> holds) {
        return until(() -> job(id), holds);
    }

    static void until(Supplier<Boolean> holds) {
        until(holds, held -> held);
    }

    static <T> T until(Supplier<T> look, Predicate<T> holds) {
        return until(look, holds, PATIENCE);
    }

    static <T> T until(Supplier<T> look, Predicate<T> holds, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        T seen = look.get();
        while (!holds.test(seen)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come about in " + patience + "; last seen: " + seen);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            seen = look.get();
        }
        return seen;
    }

    int update(String statement, @Nullable Object... args) {
        return await(pg.update(statement, args));
    }

    /** Throws what the future fails with. */
    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }

    @Override
    public void close() {
        leases.forEach(lease -> await(lease.release().otherwiseEmpty()));
        await(vertx.close());
        try {
            Files.delete(keys);
            Files.delete(keys.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
