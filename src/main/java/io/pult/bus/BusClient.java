package io.pult.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that is no node: it joins the cluster, trades an API key for a sealed principal, asks and listens.
 *
 * <p>It belongs inside the network of the nodes: topics are not filtered for it, and it is released together with them.
 * It can serve nothing, because it has no key to open seals with.
 */
public final class BusClient {
    private static final Duration KNOCK_BUDGET = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Bus bus;
    private final HeldSeal held;
    private final String apiKey;
    private long renewal = -1;

    private BusClient(Vertx vertx, Bus bus, HeldSeal held, String apiKey) {
        this.vertx = vertx;
        this.bus = bus;
        this.held = held;
        this.apiKey = apiKey;
    }

    /** Joins and shows the key; fails with UNAUTHENTICATED when the key is no good, and has left again by then. */
    public static Future<BusClient> join(Cluster.Membership membership, String apiKey) {
        Cluster cluster = Cluster.guest(membership);
        var options = new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(membership.host()));
        return Vertx.builder()
                .with(options)
                .withClusterManager(cluster)
                .buildClustered()
                .compose(vertx -> {
                    var held = new HeldSeal();
                    Bus bus = new Bus(vertx, held, (op, principal) -> false, cluster);
                    var client = new BusClient(vertx, bus, held, apiKey);
                    return client.knock()
                            .map(client)
                            .recover(refused -> client.close().transform(left -> Future.failedFuture(refused)));
                });
    }

    public Bus bus() {
        return bus;
    }

    /** A call in the name of the API key. */
    public Call call(Duration budget) {
        return Call.by(held.principal(), budget);
    }

    public Future<Void> close() {
        vertx.cancelTimer(renewal);
        return vertx.close();
    }

    private Future<Void> knock() {
        Call anonymous = Call.by(Principal.ANONYMOUS, KNOCK_BUDGET);
        return bus.ask(Handshake.KNOCK, new Handshake.Knock(apiKey), anonymous)
                .onSuccess(welcome -> {
                    held.hold(welcome);
                    renewal = vertx.setTimer(welcome.renewAfterMs(), timer -> knock());
                })
                .onFailure(failure -> {
                    // Tried again while the old seal lasts; after that every question fails with principal.expired.
                    if (held.holds()) {
                        renewal = vertx.setTimer(TimeUnit.SECONDS.toMillis(5), timer -> knock());
                    }
                })
                .mapEmpty();
    }

    /** Shows what the cluster gave; opens nothing. */
    private static final class HeldSeal implements Seal {
        private volatile Handshake.Welcome welcome = new Handshake.Welcome(Principal.ANONYMOUS, "", 0);

        void hold(Handshake.Welcome welcome) {
            this.welcome = welcome;
        }

        boolean holds() {
            return !welcome.seal().isEmpty();
        }

        Principal principal() {
            return welcome.principal();
        }

        @Override
        public String over(Principal principal) {
            return principal.anonymous() ? "" : welcome.seal();
        }

        @Override
        public Principal open(String sealed) {
            throw Failure.forbidden("client.serves_nothing", "A client of the bus answers no questions");
        }
    }
}
