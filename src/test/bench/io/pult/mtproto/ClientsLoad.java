package io.pult.mtproto;

import io.pult.mtproto.LoadLoop.Spent;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.mtproto.updates.News;
import io.pult.mtproto.updates.UpdateState;
import io.pult.mtproto.updates.UpdatesMemory;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Whole clients of accounts that were signed in long ago, on one event loop, as a process of its own, for the benchmark:
 * {@code port key-file clients of-them-busy calls-under-way-in-each seconds}. Prints one JSON line.
 */
public final class ClientsLoad {
    private static final int WARM = 200;
    private static final int PEERS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<TelegramClient> clients = new ArrayList<>();
    private final LoadLoop loop;
    private final DcBook centres;

    private ClientsLoad(LoadLoop loop) {
        this.loop = loop;
        this.centres = new DcBook(false, List.of(loop.dc));
    }

    public static void main(String[] args) throws Exception {
        var loop = new LoadLoop(Integer.parseInt(args[0]), Path.of(args[1]));
        JsonObject told = new ClientsLoad(loop)
                .run(
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]),
                        Integer.parseInt(args[5]));
        System.out.println(told.put("failed", loop.failed.sum()).encode());
        System.exit(0);
    }

    private JsonObject run(int count, int busy, int depth, int seconds) throws Exception {
        open(0, WARM);
        for (TelegramClient each : List.copyOf(clients)) {
            loop.await(each::stop);
        }
        clients.clear();
        long heap = Heap.kept();
        open(WARM, count);
        Thread.sleep(2_000);
        long used = Heap.kept() - heap;
        Callable<Boolean> calling =
                loop.keepCalling(clients.subList(0, busy), depth, client -> client.call(new NumberCall(-1)));
        Thread.sleep(seconds * 1_000L);
        Spent before = loop.spent();
        Thread.sleep(seconds * 1_000L);
        Spent after = loop.spent();
        calling.call();
        return new JsonObject()
                .put("heap", used / (double) count)
                .put("calls", after.calls(before))
                .put("cpu", after.microsOfCall(before));
    }

    /** Until each of them has connected and got an answer. */
    private void open(int from, int count) throws Exception {
        loop.on(() -> {
            for (int i = from; i < from + count; i++) {
                var client = new TelegramClient(loop.clients, plan(i), new Listener());
                clients.add(client);
                client.start();
                client.call(new NumberCall(i), PATIENCE).onComplete(done -> {
                    loop.count(done.succeeded());
                    loop.ready.incrementAndGet();
                });
            }
            return true;
        });
        loop.allReady(count);
    }

    private ClientPlan plan(int number) {
        long self = 1_000_000L + number;
        List<KnownPeer> peers = IntStream.range(0, PEERS)
                .mapToObj(i -> new KnownPeer(KnownPeer.Kind.USER, self * PEERS + i, ~self * PEERS + i))
                .toList();
        var updates =
                new UpdatesMemory(new UpdateState(1, 0, (int) (System.currentTimeMillis() / 1_000), 1), List.of());
        var session = new SessionMemory(LoadCentre.DC, ScaleKeys.key(number), 0, 0);
        return new ClientPlan(
                centres,
                LoadCentre.DC,
                new Exit.Direct(),
                Framing.INTERMEDIATE,
                false,
                LoadLoop.APP,
                LoadLoop.LAYER,
                List.of(),
                new SavedAccount(session, false, self, false, updates, peers));
    }

    private final class Listener implements ClientListener {
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
        public void presence(long userId, Presence presence) {}

        @Override
        public void news(News news) {}

        @Override
        public void save(SavedAccount account) {}
    }
}
