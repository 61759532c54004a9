package io.pult.process;

import io.pult.mtproto.DcBook;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.Meter;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.transport.Dialer;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Thousands of accounts on a few event loops of this JVM, which connect in the order of the ramp. */
final class TelegramCrowd implements AutoCloseable {
    private static final int LOOPS = 3;
    /** More than twice what is usual in a process, whose exits are many: a minute is short. */
    private static final ConnectRamp.Rates RATES = new ConnectRamp.Rates(500, 500, 50);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS + 1));
    private final CryptoWorkers workers = new CryptoWorkers(vertx);
    private final Map<Meter, LongAdder> meters = Stream.of(Meter.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), each -> new LongAdder()));
    private final List<CrowdMember> members = new ArrayList<>();

    TelegramCrowd(TelegramProcess telegram, int people) throws Exception {
        var shared = new CrowdLoop.Shared(
                vertx.createNetClient(Dialer.options()),
                telegram.keys(),
                workers,
                new ConnectRamp(RATES),
                meter -> meters.get(meter).increment(),
                Ticks.system());
        List<CrowdLoop> loops =
                Stream.generate(() -> new CrowdLoop(shared)).limit(LOOPS).toList();
        loops.forEach(each -> Wait.on(vertx.deployVerticle(each)));
        DcBook centres = telegram.centres();
        long firstUser = telegram.firstUser();
        for (int i = 0; i < people; i++) {
            members.add(new CrowdMember(i, people, firstUser, centres, loops.get(i % LOOPS)));
        }
    }

    Vertx vertx() {
        return vertx;
    }

    List<CrowdMember> members() {
        return members;
    }

    /** Every {@code step}th of them, others for each offset. */
    List<CrowdMember> some(int offset, int step) {
        return members.stream()
                .filter(each -> each.number() % step == offset % step)
                .toList();
    }

    void connect() throws Exception {
        members.forEach(CrowdMember::start);
        awaitAllActive();
    }

    void awaitAllActive() throws Exception {
        Wait.until("all are connected", PATIENCE, () -> members.stream().allMatch(CrowdMember::isActive));
    }

    long heard() {
        return members.stream().mapToLong(CrowdMember::heard).sum();
    }

    int lost() {
        return members.stream().mapToInt(CrowdMember::lost).sum();
    }

    /** In the order of their numbers. */
    int[] lostByEach() {
        return members.stream().mapToInt(CrowdMember::lost).toArray();
    }

    long count(Meter meter) {
        return meters.get(meter).sum();
    }

    @Override
    public void close() {
        Wait.on(workers.close());
        Wait.on(vertx.close());
    }
}
