package io.pult.mtproto;

import com.sun.management.ThreadMXBean;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Meters;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one event loop of a load, seen from the main thread: to bring work to it, and to know what it costs. */
final class LoadLoop {
    static final AppIdentity APP = new AppIdentity(1, "bench", "Bench", "1", "1.0", "en", "en");
    static final int LAYER = 204;

    private static final ConnectRamp.Rates FAST = new ConnectRamp.Rates(1_000, 1_000, 1_000);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    final Context context = vertx.getOrCreateContext();
    final LongAdder failed = new LongAdder();
    final AtomicInteger ready = new AtomicInteger();
    final DataCenter dc;
    final SessionLoop sessions;
    final ClientLoop clients;
    /** Of the loop's thread alone. */
    long answered;

    private final long thread;

    LoadLoop(int port, Path key) throws Exception {
        dc = new DataCenter(LoadCentre.DC, false, List.of(new Address("127.0.0.1", port)));
        var keys = RsaKeys.none().with(RsaKey.pem(Files.readString(key)));
        var workers = new CryptoWorkers(vertx);
        Ticks ticks = Ticks.system();
        sessions = on(() -> new SessionLoop(
                vertx,
                vertx.createNetClient(Dialer.options()),
                keys,
                workers,
                new ConnectRamp(FAST),
                Meters.NONE,
                ticks));
        clients = on(() -> new ClientLoop(vertx, sessions, workers, ticks));
        thread = on(() -> Thread.currentThread().getId());
    }

    /** What the loop has cost so far; two of them tell what it cost between. */
    record Spent(long nanos, long cpu, long bytes, long answered, long paused) {
        double seconds(Spent before) {
            return (nanos - before.nanos) / 1e9;
        }

        double calls(Spent before) {
            return (answered - before.answered) / seconds(before);
        }

        double bytesOfCall(Spent before) {
            return (bytes - before.bytes) / (double) (answered - before.answered);
        }

        double microsOfCall(Spent before) {
            return (cpu - before.cpu) / 1e3 / (answered - before.answered);
        }

        /** Share of one core. */
        double busy(Spent before) {
            return (cpu - before.cpu) / (double) (nanos - before.nanos);
        }

        /** Milliseconds in which a collection stopped everything. */
        double pauses(Spent before) {
            return paused - before.paused;
        }
    }

    Spent spent() throws Exception {
        return on(() -> new Spent(
                System.nanoTime(),
                THREADS.getThreadCpuTime(thread),
                THREADS.getThreadAllocatedBytes(thread),
                answered,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()));
    }

    /** Keeps so many calls under way. @return what ends it: no call is made any more, and those under way are answered */
    <C> Callable<Boolean> keepCalling(List<C> callers, int depth, Function<C, Future<Long>> call) throws Exception {
        var endless = new Endless<>(call);
        on(() -> {
            callers.forEach(caller -> {
                for (int i = 0; i < depth; i++) {
                    endless.again(caller);
                }
            });
            return true;
        });
        return endless;
    }

    private final class Endless<C> implements Callable<Boolean> {
        private final Function<C, Future<Long>> call;
        private int underWay;
        private boolean over;

        Endless(Function<C, Future<Long>> call) {
            this.call = call;
        }

        void again(C caller) {
            underWay++;
            call.apply(caller).onComplete(done -> {
                underWay--;
                count(done.succeeded());
                if (!over) {
                    again(caller);
                }
            });
        }

        @Override
        public Boolean call() throws Exception {
            on(() -> over = true);
            until("the last calls are answered", () -> on(() -> underWay == 0));
            return true;
        }
    }

    void count(boolean succeeded) {
        answered++;
        if (!succeeded) {
            failed.increment();
        }
    }

    void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not within three minutes: " + what);
            }
            Thread.sleep(20);
        }
    }

    /** When each of them has been answered once. */
    void allReady(int count) throws Exception {
        until(count + " are there", () -> ready.get() >= count);
        ready.set(0);
    }

    <T> T on(Callable<T> work) throws Exception {
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

    <T> void await(Supplier<Future<T>> work) throws Exception {
        on(work::get).toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
