package io.pult.mtproto;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.pult.mtproto.api.Updates;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Meters;
import io.pult.mtproto.session.Session;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionOwner;
import io.pult.mtproto.session.SessionPlan;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * Sessions on one event loop as a process of its own, for the benchmark: {@code port key-file idle|calls|paced sessions
 * seconds (calls under way in each session | calls a second)}. Prints one JSON line.
 */
public final class SessionsLoad {
    private static final AppIdentity APP = new AppIdentity(1, "bench", "Bench", "1", "1.0", "en", "en");
    private static final int LAYER = 204;
    private static final int WARM = 200;
    private static final ConnectRamp.Rates FAST = new ConnectRamp.Rates(1_000, 1_000, 1_000);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final List<Session> sessions = new ArrayList<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final LongAdder pushed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final DataCenter dc;
    private final SessionLoop loop;
    private long answered;

    private SessionsLoad(int port, String pem) throws Exception {
        dc = new DataCenter(2, false, List.of(new Address("127.0.0.1", port)));
        var keys = RsaKeys.none().with(RsaKey.pem(pem));
        loop = on(() -> new SessionLoop(
                vertx,
                vertx.createNetClient(Dialer.options()),
                keys,
                new CryptoWorkers(vertx),
                new ConnectRamp(FAST),
                Meters.NONE,
                Ticks.system()));
    }

    public static void main(String[] args) throws Exception {
        var load = new SessionsLoad(Integer.parseInt(args[0]), Files.readString(Path.of(args[1])));
        int count = Integer.parseInt(args[3]);
        int seconds = Integer.parseInt(args[4]);
        int last = Integer.parseInt(args[5]);
        JsonObject told = switch (args[2]) {
            case "idle" -> load.idle(count, seconds);
            case "calls" -> load.calls(count, seconds, last);
            case "paced" -> load.paced(count, seconds, last);
            default -> throw new IllegalArgumentException(args[2]);
        };
        System.out.println(told.put("failed", load.failed.sum()).encode());
        System.exit(0);
    }

    private JsonObject idle(int count, int seconds) throws Exception {
        // What the first sessions bring with them, such as classes, belongs to no session.
        open(0, WARM);
        for (Session each : List.copyOf(sessions)) {
            on(each::stop);
        }
        sessions.clear();
        ready.set(0);
        Thread.sleep(1_000);
        long heap = heap();
        long resident = resident();
        open(WARM, count);
        Thread.sleep(2_000);
        double perSession = (heap() - heap) / (double) count;
        long added = resident() - resident;
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long pushes = pushed.sum();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double time = System.nanoTime() - start;
        return new JsonObject()
                .put("heap", perSession)
                .put("resident", added)
                .put("cpu", (system.getProcessCpuTime() - cpu) / time)
                .put("pushes", (pushed.sum() - pushes) / (time / 1e9))
                .put("active", active());
    }

    private JsonObject calls(int count, int seconds, int depth) throws Exception {
        open(0, count);
        run(() -> sessions.forEach(session -> {
            for (int i = 0; i < depth; i++) {
                again(session);
            }
        }));
        Thread.sleep(seconds * 1_000L);
        long thread = on(() -> Thread.currentThread().getId());
        long before = on(() -> answered);
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long cpu = THREADS.getThreadCpuTime(thread);
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        long calls = on(() -> answered) - before;
        double time = System.nanoTime() - start;
        return new JsonObject()
                .put("calls", calls / (time / 1e9))
                .put("bytes", (THREADS.getThreadAllocatedBytes(thread) - bytes) / (double) calls)
                .put("busy", (THREADS.getThreadCpuTime(thread) - cpu) / time);
    }

    private void again(Session session) {
        session.call(new NumberCall(-1)).onComplete(done -> {
            if (done.failed()) {
                failed.increment();
            }
            answered++;
            again(session);
        });
    }

    private JsonObject paced(int count, int seconds, int rate) throws Exception {
        open(0, count);
        // As long again before, for the compiler.
        pace(seconds, rate, new Histogram(3));
        var latencies = new Histogram(3);
        double reached = pace(seconds, rate, latencies);
        return new JsonObject()
                .put("rate", reached)
                .put("p50", latencies.getValueAtPercentile(50) / 1e6)
                .put("p99", latencies.getValueAtPercentile(99) / 1e6)
                .put("max", latencies.getMaxValue() / 1e6);
    }

    /** At a fixed rate, whether answers come or not; a latency counts from when the call was meant to be made. */
    private double pace(int seconds, int rate, Histogram latencies) throws Exception {
        var over = new CompletableFuture<Double>();
        long calls = (long) rate * seconds;
        double gap = 1e9 / rate;
        run(() -> {
            long start = System.nanoTime();
            var made = new long[2];
            vertx.setPeriodic(1, tick -> {
                while (made[0] < calls && System.nanoTime() - start >= made[0] * gap) {
                    long meant = start + (long) (made[0] * gap);
                    Session session = sessions.get((int) (made[0]++ % sessions.size()));
                    session.call(new NumberCall(-1)).onComplete(done -> {
                        if (done.failed()) {
                            failed.increment();
                        }
                        latencies.recordValue(System.nanoTime() - meant);
                        if (++made[1] == calls) {
                            vertx.cancelTimer(tick);
                            over.complete(calls / ((System.nanoTime() - start) / 1e9));
                        }
                    });
                }
            });
        });
        return over.get(seconds * 3L + 60, TimeUnit.SECONDS);
    }

    /** Until each of them has connected and got an answer. */
    private void open(int from, int count) throws Exception {
        run(() -> {
            for (int i = from; i < from + count; i++) {
                var memory = new SessionMemory(2, ScaleKeys.key(i), 0, 0);
                Session session = loop.open(
                        new SessionPlan(dc, new Exit.Direct(), Framing.INTERMEDIATE, false, APP, LAYER, memory, true),
                        new Listener());
                sessions.add(session);
                session.start();
                session.call(new NumberCall(i), java.time.Duration.ofMinutes(2)).onComplete(done -> {
                    if (done.failed()) {
                        failed.increment();
                    }
                    ready.incrementAndGet();
                });
            }
        });
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (ready.get() < count) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(ready + " of " + count + " sessions are there");
            }
            Thread.sleep(50);
        }
    }

    private long active() throws Exception {
        return on(() -> sessions.stream()
                .filter(session -> session.state() instanceof SessionState.Active)
                .count());
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1_024;
    }

    private void run(Runnable work) throws Exception {
        on(() -> {
            work.run();
            return true;
        });
    }

    private <T> T on(java.util.concurrent.Callable<T> work) throws Exception {
        var done = new CompletableFuture<T>();
        context.runOnContext(go -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(2, TimeUnit.MINUTES);
    }

    private final class Listener implements SessionOwner {
        @Override
        public boolean mayWrite() {
            return true;
        }

        @Override
        public void changed(SessionState state) {
            if (state instanceof SessionState.Lost) {
                failed.increment();
            }
        }

        @Override
        public void remember(SessionMemory memory) {}

        @Override
        public void pushed(TlReader updates) {
            Updates.read(updates);
            pushed.increment();
        }

        @Override
        public void missed() {}
    }
}
