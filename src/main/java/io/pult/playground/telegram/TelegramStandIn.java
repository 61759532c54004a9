package io.pult.playground.telegram;

import io.pult.infra.Ticker;
import io.pult.playground.telegram.dc.DataCentre;
import io.pult.playground.telegram.dc.DataCentreOptions;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two data centres, 1 and 2, that share one world, and the admin channel beside them. Every method may be called on any
 * thread.
 */
public final class TelegramStandIn {
    private static final int HOME = 2;
    private static final Duration EXPIRY = Duration.ofSeconds(1);

    private final TelegramStandInOptions options;
    private final World world;
    private final WorldApi api;
    private final Context context;
    private final Ticker ticker;
    private final PresenceFlow presence;
    private final List<DataCentre> dataCentres = new ArrayList<>();
    private final AdminServer admin;

    private TelegramStandIn(Vertx vertx, TelegramStandInOptions options) {
        this.options = options;
        world = new World(
                options.clock(), new SecureRandom(), options.key().publicKey().fingerprint());
        context = vertx.getOrCreateContext();
        ticker = new Ticker(vertx);
        api = new WorldApi(world, (delay, task) -> context.runOnContext(on -> ticker.after(delay, task)));
        presence = new PresenceFlow(world, ticker);
        admin = new AdminServer(vertx, this, options.adminPort());
    }

    /** Listens when the future has completed. */
    public static Future<TelegramStandIn> start(Vertx vertx, TelegramStandInOptions options) {
        var standIn = new TelegramStandIn(vertx, options);
        return standIn.open(vertx, 1, options.otherPort())
                .compose(opened -> standIn.open(vertx, HOME, options.port()))
                .compose(opened -> standIn.gather(vertx))
                .compose(gathered -> standIn.admin.listen())
                .onSuccess(listening -> standIn.context.runOnContext(on -> standIn.run()))
                .recover(failure -> standIn.close().transform(closed -> Future.failedFuture(failure)))
                .map(standIn);
    }

    /** @throws IllegalArgumentException for another one than 1 and 2 */
    public DataCentre dataCentre(int id) {
        return dataCentres.stream()
                .filter(each -> each.id() == id)
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no data centre " + id));
    }

    List<DataCentre> dataCentres() {
        return List.copyOf(dataCentres);
    }

    public int adminPort() {
        return admin.port();
    }

    public World world() {
        return world;
    }

    /** So many status updates a second from now on, over those who have contacts and listen; 0 for none. */
    public void presenceRate(int perSecond) {
        presence.rate(perSecond);
    }

    boolean knows(String method) {
        return api.knows(method);
    }

    public Future<Void> close() {
        List<Future<?>> ends = new ArrayList<>();
        ends.add(quiet());
        ends.add(admin.close());
        dataCentres.forEach(each -> ends.add(each.close()));
        return Future.join(ends).mapEmpty();
    }

    private Future<Void> quiet() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(on -> ticker.stop().onComplete(stopped));
        return stopped.future();
    }

    private Future<DataCentre> open(Vertx vertx, int id, int port) {
        DataCentreOptions wanted = DataCentreOptions.of(id, options.key())
                .withPort(port)
                .withClock(options.clock())
                .withLoops(options.loops());
        return DataCentre.start(vertx, wanted, api).onSuccess(dataCentres::add);
    }

    private Future<Void> gather(Vertx vertx) {
        return vertx.executeBlocking(() -> {
            world.listens(Map.of(1, dataCentre(1).port(), HOME, dataCentre(HOME).port()));
            ScaleKeys.putInto(dataCentre(HOME).authKeys(), options.crowd());
            Crowd.gather(world, options.crowd(), options.contacts());
            return null;
        });
    }

    private void run() {
        ticker.every(EXPIRY, "telegram stand-in: presence ends", () -> {
            world.expirePresence();
            return Future.succeededFuture();
        });
        presence.run();
    }
}
