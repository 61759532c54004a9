package io.pult.mtproto;

import com.sun.management.OperatingSystemMXBean;
import io.pult.mtproto.LoadLoop.Spent;
import io.pult.mtproto.api.Updates;
import io.pult.mtproto.session.Session;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionOwner;
import io.pult.mtproto.session.SessionPlan;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sessions on one event loop as a process of its own, for the benchmark: {@code port key-file idle sessions seconds}, or
 * {@code port key-file busy sessions seconds calls-under-way-in-each calls-a-second}. Prints one JSON line.
 */
public final class SessionsLoad {
    private static final int WARM = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Of the paced calls; the compiler had its time before. */
    private static final int SETTLING_SECONDS = 3;

    private final List<Session> sessions = new ArrayList<>();
    private final LongAdder pushed = new LongAdder();
    private final LoadLoop loop;

    private SessionsLoad(LoadLoop loop) {
        this.loop = loop;
    }

    public static void main(String[] args) throws Exception {
        var loop = new LoadLoop(Integer.parseInt(args[0]), Path.of(args[1]));
        var load = new SessionsLoad(loop);
        int count = Integer.parseInt(args[3]);
        int seconds = Integer.parseInt(args[4]);
        JsonObject told = switch (args[2]) {
            case "idle" -> load.idle(count, seconds);
            case "busy" -> load.busy(count, seconds, Integer.parseInt(args[5]), Integer.parseInt(args[6]));
            default -> throw new IllegalArgumentException(args[2]);
        };
        System.out.println(told.put("failed", loop.failed.sum()).encode());
        System.exit(0);
    }

    private JsonObject idle(int count, int seconds) throws Exception {
        // What the first sessions bring with them, such as classes, belongs to no session.
        open(0, WARM);
        for (Session each : List.copyOf(sessions)) {
            loop.await(each::stop);
        }
        sessions.clear();
        long heap = Heap.kept();
        long resident = resident();
        open(WARM, count);
        Thread.sleep(2_000);
        long fresh = Heap.kept() - heap;
        long added = resident() - resident;
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long pushes = pushed.sum();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double time = System.nanoTime() - start;
        long used = system.getProcessCpuTime() - cpu;
        long statuses = pushed.sum() - pushes;
        return new JsonObject()
                .put("heap", Math.max(fresh, Heap.kept() - heap) / (double) count)
                .put("resident", added)
                .put("cpu", used / time)
                .put("pushes", statuses / (time / 1e9))
                .put("active", active());
    }

    /** As many calls as there can be; then at a fixed rate, which code that was compiled by then answers. */
    private JsonObject busy(int count, int seconds, int depth, int rate) throws Exception {
        open(0, count);
        Callable<Boolean> calling = loop.keepCalling(sessions, depth, session -> session.call(new NumberCall(-1)));
        Thread.sleep(seconds * 1_000L);
        Spent before = loop.spent();
        Thread.sleep(seconds * 1_000L);
        Spent many = loop.spent();
        calling.call();
        OpenCalls.run(loop, sessions, rate, SETTLING_SECONDS);
        Spent pacing = loop.spent();
        OpenCalls.Run paced = OpenCalls.run(loop, sessions, rate, seconds);
        Spent after = loop.spent();
        return new JsonObject()
                .put("calls", many.calls(before))
                .put("bytes", many.bytesOfCall(before))
                .put("micros", many.microsOfCall(before))
                .put("busy", many.busy(before))
                .put("rate", paced.perSecond())
                .put("p50", paced.millis(50))
                .put("p99", paced.millis(99))
                .put("max", paced.millis(100))
                .put("pacedMicros", after.microsOfCall(pacing))
                .put("pacedBusy", after.busy(pacing))
                .put("pauses", after.pauses(pacing));
    }

    /** Until each of them has connected and got an answer. */
    private void open(int from, int count) throws Exception {
        loop.on(() -> {
            for (int i = from; i < from + count; i++) {
                var memory = new SessionMemory(LoadCentre.DC, ScaleKeys.key(i), 0, 0);
                Session session = loop.sessions.open(
                        new SessionPlan(
                                loop.dc,
                                new Exit.Direct(),
                                Framing.INTERMEDIATE,
                                false,
                                LoadLoop.APP,
                                LoadLoop.LAYER,
                                memory,
                                true),
                        new Listener());
                sessions.add(session);
                session.start();
                session.call(new NumberCall(i), PATIENCE).onComplete(done -> {
                    loop.count(done.succeeded());
                    loop.ready.incrementAndGet();
                });
            }
            return true;
        });
        loop.allReady(count);
    }

    private long active() throws Exception {
        return loop.on(() -> sessions.stream()
                .filter(session -> session.state() instanceof SessionState.Active)
                .count());
    }

    private static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1_024;
    }

    private final class Listener implements SessionOwner {
        @Override
        public boolean mayWrite() {
            return true;
        }

        @Override
        public void changed(SessionState state) {
            if (state instanceof SessionState.Lost) {
                loop.failed.increment();
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
