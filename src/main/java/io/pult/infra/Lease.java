package io.pult.infra;

import io.pult.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one node incarnation to own things that must exist once. Lost is lost: the process stops and starts as
 * a new incarnation.
 *
 * <p>A thing is a row with {@code owner uuid REFERENCES node ON DELETE SET NULL} and {@code epoch bigint}, claimed by
 *
 * <pre>{@code
 * UPDATE x SET owner = $1, epoch = epoch + 1
 * WHERE id IN (SELECT id FROM x WHERE owner IS NULL OR owner = ANY ($2) ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
 * RETURNING id, epoch
 * }</pre>
 *
 * <p>with {@link #owner} and {@link #dead}, written with {@code WHERE id = $1 AND owner = $2 AND epoch = $3}; every frame
 * that leaves on its behalf is preceded by {@link #guard} in the same task. A claim whose answer was lost leaves a row
 * that is ours without our knowing: whoever claims looks for those too.
 *
 * <p>What it cannot guarantee: that a frame does not leave late when the process is frozen between the guard and the
 * write of the kernel.
 */
public final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final UUID[] NOBODY = {};

    private enum State {
        HELD,
        LOST,
        RELEASED
    }

    /** Twice, because nanoTime stands still while a machine is suspended, and the wall clock may be set back. */
    private record Deadline(long nano, long wallMillis) {}

    private final UUID owner = UUID.randomUUID();
    private final Vertx vertx;
    private final Context context;
    private final LeaseTimes times;
    private final InstantSource wall;
    private final LongSupplier nano;
    private final PgLine renewals;
    private final PgLine others;
    private final Silence silence = new Silence();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);
    private volatile Deadline deadline;
    private @Nullable Ticker ticker;

    private Lease(Vertx vertx, PgSettings settings, LeaseTimes times, InstantSource wall, LongSupplier nano) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.times = times;
        this.wall = wall;
        this.nano = nano;
        this.renewals = new PgLine(vertx, settings, times.patience());
        this.others = new PgLine(vertx, settings, times.patience());
        this.deadline = deadlineFromNow();
    }

    /**
     * Enters a new incarnation into the table {@code node} and keeps renewing it on the calling context.
     *
     * @param nodeName for people and logs
     * @param wall and {@code nano} the clocks that bound the lease here; {@code nano} is monotonic, in nanoseconds
     * @return fails with UNAVAILABLE when the database is away
     */
    public static Future<Lease> take(
            Vertx vertx, PgSettings settings, String nodeName, String host, InstantSource wall, LongSupplier nano) {
        return take(vertx, settings, nodeName, host, wall, nano, LeaseTimes.STANDARD);
    }

    static Future<Lease> take(
            Vertx vertx,
            PgSettings settings,
            String nodeName,
            String host,
            InstantSource wall,
            LongSupplier nano,
            LeaseTimes times) {
        var lease = new Lease(vertx, settings, times, wall, nano);
        return lease.onItsContext(() -> lease.enter(nodeName, host)).map(lease);
    }

    private Future<Void> enter(String nodeName, String host) {
        Deadline sent = deadlineFromNow();
        return new NodeStore(renewals)
                .insert(owner, nodeName, host, times.lease())
                .map(entered -> {
                    deadline = sent;
                    startTicking();
                    log.atInfo().addKeyValue("owner", owner).log("lease taken");
                    return null;
                });
    }

    private void startTicking() {
        var fresh = new Ticker(vertx);
        ticker = fresh;
        var renewal = new AtomicReference<Ticker.@Nullable Wake>();
        renewal.set(fresh.every(
                times.renew(),
                "lease renewal",
                () -> renew().onFailure(cause -> {
                    Ticker.Wake wake = renewal.get();
                    if (wake != null) {
                        fresh.after(times.again(), wake::now);
                    }
                })));
        fresh.every(times.again(), "lease deadline", () -> Future.succeededFuture(held()));
        fresh.every(times.renew(), "lease watch", this::look);
        fresh.every(times.again(), "roles", this::claimRoles);
    }

    private Future<Void> renew() {
        Deadline sent = deadlineFromNow();
        return new NodeStore(renewals).renew(owner, times.lease()).map(renewed -> {
            if (renewed) {
                deadline = sent;
            } else {
                lose("the database says that it ran out or was buried");
            }
            return null;
        });
    }

    /** From now, which is before the renewal is sent: the database can only have counted from later on. */
    private Deadline deadlineFromNow() {
        return new Deadline(
                nano.getAsLong() + times.deadline().toNanos(),
                wall.millis() + times.deadline().toMillis());
    }

    /** Id of this incarnation in the table {@code node}. */
    public UUID owner() {
        return owner;
    }

    /** Two comparisons. False for ever after it was false once. */
    public boolean held() {
        if (state.get() != State.HELD) {
            return false;
        }
        Deadline until = deadline;
        if (nano.getAsLong() - until.nano < 0 && wall.millis() < until.wallMillis) {
            return true;
        }
        lose("no renewal came through in time");
        return false;
    }

    /** @throws Failure CONFLICT {@code lease.lost} */
    public void guard() {
        if (!held()) {
            throw lost();
        }
    }

    private static Failure lost() {
        return Failure.conflict("lease.lost", "This node does not own anything any more; ask again");
    }

    private void lose(String reason) {
        if (state.compareAndSet(State.HELD, State.LOST)) {
            log.atError()
                    .addKeyValue("owner", owner)
                    .addKeyValue("reason", reason)
                    .log("lease lost");
            context.runOnContext(go -> {
                stopTicking();
                listeners.forEach(Runnable::run);
                listeners.clear();
            });
        }
    }

    /** Runs the listener once when the lease is lost, on the lease's context; at once when it is lost already. */
    public void onLost(Runnable listener) {
        context.runOnContext(go -> {
            if (state.get() == State.LOST) {
                listener.run();
            } else {
                listeners.add(listener);
            }
        });
    }

    /**
     * Incarnations whose things may be claimed now: released, or silent for lease + grace by the database's clock and by
     * ours. They are buried first, so that none of them can come back.
     *
     * @return fails with {@code lease.lost} when this node may not claim, with UNAVAILABLE when the database is away
     */
    public Future<UUID[]> dead() {
        return onItsContext(this::look);
    }

    private Future<UUID[]> look() {
        if (!held()) {
            return Future.failedFuture(lost());
        }
        return new NodeStore(others).all(times.grace()).compose(this::bury);
    }

    private Future<UUID[]> bury(List<NodeStore.Known> nodes) {
        long now = nano.getAsLong();
        var dead = new ArrayList<UUID>();
        var burials = new ArrayList<Future<?>>();
        silence.retain(nodes.stream().map(known -> known.node().id()).toList());
        for (NodeStore.Known known : nodes) {
            UUID id = known.node().id();
            if (known.buried()) {
                dead.add(id);
                continue;
            }
            Duration silent = silence.of(id, known.leaseUntil(), now);
            if (!id.equals(owner) && known.overdue() && silent.compareTo(times.silence()) >= 0) {
                burials.add(bury(known).onSuccess(buried -> {
                    if (buried) {
                        dead.add(id);
                    }
                }));
            }
        }
        return Future.join(burials).map(done -> dead.toArray(NOBODY));
    }

    private Future<Boolean> bury(NodeStore.Known known) {
        return new NodeStore(others)
                .bury(known.node().id(), known.leaseUntil(), times.grace())
                .onSuccess(buried -> log.atWarn()
                        .addKeyValue("owner", known.node().id())
                        .addKeyValue("node", known.node().name())
                        .log("a silent node is given up"));
    }

    /** Nodes whose lease runs by the database's clock, oldest first. */
    public Future<List<LiveNode>> live() {
        return onItsContext(() -> new NodeStore(others)
                .all(times.grace())
                .map(nodes -> nodes.stream()
                        .filter(NodeStore.Known::live)
                        .map(NodeStore.Known::node)
                        .toList()));
    }

    /** This node is ready to take the role from now on; whether it has it, {@link Role#held} says. */
    public Role role(String name) {
        return roles.computeIfAbsent(name, fresh -> new Role(this, name));
    }

    private Future<?> claimRoles() {
        List<Role> wanted = roles.values().stream().filter(role -> !role.held()).toList();
        if (wanted.isEmpty() || !held()) {
            return Future.succeededFuture();
        }
        return look().compose(dead ->
                Future.join(wanted.stream().map(role -> claim(role, dead)).toList()));
    }

    private Future<@Nullable Long> claim(Role role, UUID[] dead) {
        return new NodeStore(others).claim(role.name(), owner, dead).onSuccess(epoch -> {
            if (epoch != null) {
                role.claimed(epoch);
                log.atInfo()
                        .addKeyValue("role", role.name())
                        .addKeyValue("epoch", epoch)
                        .log("role taken");
            }
        });
    }

    /**
     * Gives everything up at once: others may claim from now on. Only after whatever was owned has been closed.
     *
     * @return fails when the database did not hear of it; then others wait for the lease to run out
     */
    public Future<Void> release() {
        return onItsContext(() -> {
            state.compareAndSet(State.HELD, State.RELEASED);
            stopTicking();
            return new NodeStore(others).release(owner).eventually(() -> Future.join(renewals.close(), others.close()));
        });
    }

    private void stopTicking() {
        if (ticker != null) {
            ticker.stop();
        }
    }

    /** Callers live on other event loops: the work is done on ours, the answer arrives on theirs. */
    private <T> Future<T> onItsContext(Supplier<Future<T>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        context.runOnContext(go -> work.get()
                .onComplete(done -> caller.runOnContext(back -> {
                    if (done.succeeded()) {
                        answer.complete(done.result());
                    } else {
                        answer.fail(done.cause());
                    }
                })));
        return answer.future();
    }
}
