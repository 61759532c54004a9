package io.pult.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) on threads of its own, half as many as there are processors, so that a storm of sign-ins leaves the
 * other half to everybody else. What waits for them is bounded: a password that nobody waits for any more is not hashed.
 *
 * <p>A password is hashed as it came, in UTF-8, without any change to its letters.
 */
final class Argon2Hasher implements PasswordHasher {
    static final String POOL = "passwords";
    static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int SALT = 16;
    private static final int TAG = 32;

    /** Who asked over HTTP has his answer by then, be it that none came in time. */
    private static final Duration USELESS = Duration.ofSeconds(8);

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final PasswordHash.Cost cost;
    private final int most;
    private final WorkerExecutor workers;
    private final Timer timer;
    private final AtomicInteger inside;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();

    /** @param nanos read on any thread */
    Argon2Hasher(Vertx vertx, PasswordSettings settings, MeterRegistry metrics, LongSupplier nanos) {
        this.nanos = nanos;
        this.cost = new PasswordHash.Cost(settings.hashMemory(), settings.hashPasses(), settings.hashParallelism());
        this.most = THREADS + settings.hashQueue();
        this.workers = vertx.createSharedWorkerExecutor(POOL, THREADS, 1, TimeUnit.MINUTES);
        this.timer = Timer.builder("pult.passwords.hash")
                .description("Hashing one password, without its wait")
                .register(metrics);
        this.inside = new AtomicInteger();
        Gauge.builder("pult.passwords.waiting", inside, count -> Math.max(0, count.get() - THREADS))
                .description("Passwords that wait to be hashed")
                .register(metrics);
    }

    @Override
    public Future<String> hash(String password) {
        return work(() -> {
            byte[] salt = random(SALT);
            return new PasswordHash(cost, salt, tag(password, cost, salt, TAG)).text();
        });
    }

    @Override
    public Future<Boolean> verify(String password, String hash) {
        return work(() -> {
            var kept = PasswordHash.parse(hash);
            byte[] wanted = kept.tag();
            return MessageDigest.isEqual(wanted, tag(password, kept.cost(), kept.salt(), wanted.length));
        });
    }

    @Override
    public String decoy() {
        return new PasswordHash(cost, random(SALT), random(TAG)).text();
    }

    @Override
    public boolean outdated(String hash) {
        return !PasswordHash.parse(hash).cost().equals(cost);
    }

    Future<Void> close() {
        return workers.close();
    }

    private <T> Future<T> work(Supplier<T> task) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            return Future.failedFuture(busy());
        }
        long asked = nanos.getAsLong();
        return workers.executeBlocking(
                        () -> {
                            if (nanos.getAsLong() - asked > USELESS.toNanos()) {
                                throw busy();
                            }
                            return timer.record(task);
                        },
                        false)
                .onComplete(done -> inside.decrementAndGet());
    }

    private static Failure busy() {
        return Failure.tooMany("password.busy", "Too many people sign in at this moment; try again in a moment", RETRY);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] tag(String password, PasswordHash.Cost cost, byte[] salt, int length) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build();
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        byte[] tag = new byte[length];
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        generator.generateBytes(bytes, tag);
        Arrays.fill(bytes, (byte) 0);
        return tag;
    }
}
