package io.pult.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** How many passwords this machine can hash when it does nothing else: on as many threads, and at the cost, of a node's defaults. */
final class HashCeiling {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private HashCeiling() {}

    static double perSecond(Duration time) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long began = System.nanoTime();
            Callable<Integer> hashing = () -> hash(began + time.toNanos());
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(hashing));
            }
            double hashes = 0;
            for (Future<Integer> each : running) {
                hashes += each.get();
            }
            return hashes * 1e9 / (System.nanoTime() - began);
        } finally {
            threads.shutdown();
        }
    }

    private static int hash(long until) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt("a benchmark salt".getBytes(StandardCharsets.US_ASCII))
                .build();
        byte[] password = SignedInPerson.PASSWORD.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[32];
        int hashes = 0;
        while (System.nanoTime() - until < 0) {
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password, out);
            hashes++;
        }
        return hashes;
    }
}
