package io.pult.process;

import io.pult.bus.Bus;
import io.pult.bus.BusDoctor;
import io.pult.bus.Call;
import io.pult.bus.Cluster;
import io.pult.bus.Failure;
import io.pult.bus.HmacSeal;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.contract.telegram.TelegramActs.Comment;
import io.pult.infra.Secrets;
import io.pult.support.Chance;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another concern in this process: it joins the nodes' cluster and comments through their accounts, each comment by an id that
 * is chosen before the first try and kept for the next ones. On any thread.
 */
final class TelegramAskers implements AutoCloseable {
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int TRIES = 60;
    /** Longer than all tries of one comment last that fail at once. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(90);

    private final Vertx vertx;
    private final Bus bus;
    private final ChannelName channel;
    private final int post;
    private final AtomicLong randomIds = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<Long> tried = ConcurrentHashMap.newKeySet();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicLong slowest = new AtomicLong();
    private long timer = -1;
    private volatile boolean ending;

    private TelegramAskers(Vertx vertx, Bus bus, ChannelName channel, int post) {
        this.vertx = vertx;
        this.bus = bus;
        this.channel = channel;
        this.post = post;
    }

    static TelegramAskers join(Cluster.Membership membership, Secrets secrets, ChannelName channel, int post) {
        Cluster cluster = Cluster.member(membership);
        Vertx vertx = Wait.on(Vertx.builder()
                .with(new VertxOptions()
                        .setEventBusOptions(new EventBusOptions()
                                .setHost(membership.host())
                                .setClusterPingInterval(2_000)
                                .setClusterPingReplyInterval(4_000)))
                .withClusterManager(cluster)
                .buildClustered());
        var seal = new HmacSeal(secrets.currentKey(), secrets.derive("principal seal"), Clock.systemUTC());
        var bus = new Bus(vertx, seal, (op, who) -> true, cluster);
        Wait.on(new BusDoctor(bus).start());
        return new TelegramAskers(vertx, bus, channel, post);
    }

    /** So many new comments a second from now on. */
    void begin(List<UUID> accounts, int perSecond) {
        var chance = new Chance();
        timer = vertx.setPeriodic(1_000 / perSecond, tick -> {
            long id = randomIds.incrementAndGet();
            underWay.incrementAndGet();
            say(
                    new Comment(chance.of(accounts), null, channel, post, "comment " + id, Long.toString(id)),
                    System.nanoTime(),
                    1);
        });
    }

    private void say(Comment comment, long began, int attempt) {
        tried.add(Long.valueOf(comment.randomId()));
        bus.ask(TelegramActs.COMMENT, comment, Call.system("test", BUDGET)).onComplete(done -> {
            if (done.succeeded()) {
                acknowledged.add(Long.valueOf(comment.randomId()));
                slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
                underWay.decrementAndGet();
                return;
            }
            failures.merge(
                    done.cause() instanceof Failure failure
                            ? failure.code()
                            : done.cause().toString(),
                    1,
                    Integer::sum);
            if (attempt < TRIES && !ending) {
                vertx.setTimer(AGAIN.toMillis(), waited -> say(comment, began, attempt + 1));
            } else {
                underWay.decrementAndGet();
            }
        });
    }

    /** No new ones. Returns when those that were begun have their answers. */
    void end() throws Exception {
        vertx.cancelTimer(timer);
        Wait.until("every comment has an answer", LAST_ANSWERS, () -> underWay.get() == 0);
    }

    /** Ids of the comments that somebody was told to have been made. */
    Set<Long> acknowledged() {
        return acknowledged;
    }

    Set<Long> tried() {
        return tried;
    }

    /** From the first try to the answer, over all tries. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** How often a try failed, by the code. */
    Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    @Override
    public void close() {
        ending = true;
        vertx.cancelTimer(timer);
        Wait.on(vertx.close());
    }
}
