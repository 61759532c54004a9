package io.pult.playground.telegram.dc;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data centre on a port of 127.0.0.1, as strict as the documents allow. A key is good for one data centre; what accounts
 * share is the API's. Every method may be called on any thread.
 */
public final class DataCentre {
    private static final Logger log = LoggerFactory.getLogger(DataCentre.class);
    private static final int TEST = 10_000;
    private static final AtomicInteger SHARED_PORTS = new AtomicInteger();
    private static final int MOST_DUPLICATES = 10_000;

    private final Vertx vertx;
    private final DataCentreOptions options;
    private final Api api;
    private final AuthKeys authKeys = new AuthKeys();
    private final Salts salts;
    private final MessageIds ids;
    private final Tally tally = new Tally();
    private final Arithmetic arithmetic;
    private final List<ServerLoop> loops = new ArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Duplicate> duplicates = new CopyOnWriteArrayList<>();
    private final byte @Nullable [] proxySecret;
    private volatile int port;

    private DataCentre(Vertx vertx, DataCentreOptions options, Api api) {
        this.vertx = vertx;
        this.options = options;
        this.api = api;
        String secret = options.proxySecret();
        this.proxySecret = secret == null ? null : HexFormat.of().parseHex(secret);
        this.salts = new Salts(options.clock(), new SecureRandom().nextLong());
        this.ids = new MessageIds(options.clock());
        this.arithmetic = new Arithmetic(vertx, "telegram-dc-" + System.identityHashCode(this));
    }

    /** Listens when the future has completed. */
    public static Future<DataCentre> start(Vertx vertx, DataCentreOptions options, Api api) {
        var dc = new DataCentre(vertx, options, api);
        for (int i = 0; i < options.loops(); i++) {
            dc.loops.add(new ServerLoop(dc));
        }
        Future<?> deployed = Future.succeededFuture();
        for (ServerLoop each : dc.loops) {
            deployed = deployed.compose(before -> vertx.deployVerticle(each, new DeploymentOptions()))
                    .onSuccess(dc.deployments::add);
        }
        return deployed.compose(all -> dc.listen(options.port()))
                .onSuccess(all -> log.atInfo()
                        .addKeyValue("dc", options.id())
                        .addKeyValue("port", dc.port)
                        .log("data centre listens"))
                .recover(failure -> dc.close().transform(closed -> Future.failedFuture(failure)))
                .map(dc);
    }

    public int id() {
        return options.id();
    }

    /** Of 127.0.0.1; stays the same when it listens again. */
    public int port() {
        return port;
    }

    public PublicKey publicKey() {
        return options.key().publicKey();
    }

    public Faults faults() {
        return options.faults();
    }

    /**
     * Which keys were used from two living connections in parallel, or by one that another had followed for its silence;
     * the first 10,000 of them.
     */
    public List<Duplicate> duplicates() {
        return List.copyOf(duplicates);
    }

    /** Of each key that was without a connection and has one again: the last time. */
    public List<Gap> gaps() {
        return authKeys.gaps();
    }

    /** Pre-made keys can be put here. */
    public AuthKeys authKeys() {
        return authKeys;
    }

    /** Of the connection that uses a key now, as {@link Faults#on} wants it; 0 when there is none. */
    public int clientPort(long authKeyId) {
        KnownKey key = authKeys.find(authKeyId);
        Connection holder = key == null ? null : key.holder();
        return holder == null ? 0 : holder.port();
    }

    public Counts counts() {
        return tally.counts(authKeys.sessions(), authKeys.inUse());
    }

    /** Whoever uses a salt of before now is told the new one. */
    public void rotateSalts() {
        salts.rotate();
    }

    /** Resets every connection, and new ones at once, as if nobody served there any more. */
    public Future<Void> kill() {
        return everywhere(loop -> {
            loop.kill();
            return Future.succeededFuture();
        });
    }

    /**
     * Serves again after {@link #kill}; the keys are still known.
     *
     * @param remembering whether sessions and what they did not acknowledge are still known, too
     */
    public Future<Void> reopen(boolean remembering) {
        if (!remembering) {
            authKeys.forgetSessions();
        }
        return everywhere(loop -> {
            loop.revive();
            return Future.succeededFuture();
        });
    }

    /** For good. */
    public Future<Void> close() {
        List<Future<Void>> ends = new ArrayList<>();
        deployments.forEach(deployment -> ends.add(vertx.undeploy(deployment)));
        deployments.clear();
        return Future.join(ends).transform(ended -> arithmetic.close());
    }

    /** Whether that number names the data centre: with 10,000 added it is a test one, and a negative one is for media. */
    static boolean means(int number, int id) {
        return Math.abs((long) number) % TEST == id;
    }

    DataCentreOptions options() {
        return options;
    }

    InstantSource clock() {
        return options.clock();
    }

    ServerKey key() {
        return options.key();
    }

    byte @Nullable [] proxySecret() {
        return proxySecret;
    }

    Api api() {
        return api;
    }

    Salts salts() {
        return salts;
    }

    MessageIds ids() {
        return ids;
    }

    Tally tally() {
        return tally;
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    void duplicated(KnownKey key, Connection first, Connection second) {
        if (!key.burn()) {
            return;
        }
        if (duplicates.size() < MOST_DUPLICATES) {
            duplicates.add(new Duplicate(key.id(), first.port(), second.port()));
        }
        log.atInfo()
                .addKeyValue("dc", id())
                .addKeyValue("firstPort", first.port())
                .addKeyValue("secondPort", second.port())
                .log("auth key was used from two connections");
        first.condemn();
        second.condemn();
        authKeys.remove(key);
        api.keyGone(key.id());
    }

    /** On the wish of its holder. */
    void forget(KnownKey key) {
        if (authKeys.remove(key)) {
            api.keyGone(key.id());
        }
    }

    private Future<Void> listen(int wanted) {
        // A negative port is one that the system chooses and that those who name the same number share.
        int shared = wanted == 0 ? -SHARED_PORTS.incrementAndGet() : wanted;
        return everywhere(loop -> loop.listen(shared).map(server -> {
            port = server.actualPort();
            return server;
        }));
    }

    /** On each loop, one after the other. */
    private <T> Future<Void> everywhere(Function<ServerLoop, Future<T>> work) {
        Future<Void> done = Future.succeededFuture();
        for (ServerLoop loop : loops) {
            done = done.compose(before -> {
                Promise<T> one = Promise.promise();
                loop.run(() -> work.apply(loop).onComplete(one));
                return one.future().mapEmpty();
            });
        }
        return done;
    }
}
