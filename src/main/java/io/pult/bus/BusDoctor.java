package io.pult.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out that the bus is deaf although membership says that all is well (known after bad networks: vert.x #4394,
 * vertx-hazelcast #196), which no time-out of a single question can tell.
 *
 * <p>Confined to one context. The owner calls {@link #round} every 15 seconds and restarts the process when the
 * diagnosis says so: a bus that lost its connections for good has no other cure.
 */
public final class BusDoctor {
    /** Asked at each node's own address. */
    public static final Op<Nothing, Nothing> PING = Op.of("~node.ping", Nothing.class, Nothing.class)
            .within(Duration.ofSeconds(3))
            .asIdempotent();

    private static final int DEAF_AFTER = 2;
    private static final int INCURABLE_AFTER = 4;

    private final Bus bus;
    private final Map<String, Integer> missedPings = new HashMap<>();
    private Set<String> strangers = Set.of();

    /**
     * @param deaf members that did not answer two pings in a row
     * @param forgotten ids that stood in the registry of addresses without being members, for two rounds, until now
     * @param incurable so many rounds have passed that only a restart is left
     */
    public record Diagnosis(Set<String> deaf, Set<String> forgotten, boolean incurable) {}

    public BusDoctor(Bus bus) {
        this.bus = bus;
    }

    /** Answers the pings of the other nodes. */
    public Future<Void> start() {
        return bus.serveAt(bus.nodeId(), PING, (nothing, call) -> Future.succeededFuture(Nothing.NOTHING));
    }

    /** Pings every peer once; never fails. */
    public Future<Diagnosis> round() {
        List<String> peers = new ArrayList<>(bus.nodes());
        peers.remove(bus.nodeId());
        missedPings.keySet().retainAll(peers);
        List<Future<Void>> pings = peers.stream().map(this::ping).toList();
        return Future.join(pings).transform(done -> forgetStrangers()).map(this::diagnosis);
    }

    /** Two rounds, because a node that has just gone is still being taken out by the others. Never fails. */
    private Future<Set<String>> forgetStrangers() {
        return bus.strangers()
                .compose(seen -> {
                    Set<String> staying = new HashSet<>(seen);
                    staying.retainAll(strangers);
                    strangers = seen;
                    return bus.forget(staying).map(staying);
                })
                .otherwise(Set.of());
    }

    /** Opens the connection to a node that has just joined: the first message over it takes a quarter of a second. */
    public Future<Void> warmUp(String nodeId) {
        return bus.ask(PING.at(nodeId), Nothing.NOTHING, Call.system(bus.nodeId(), PING.timeout()))
                .mapEmpty();
    }

    private Future<Void> ping(String peer) {
        return warmUp(peer)
                .onSuccess(answer -> missedPings.remove(peer))
                .onFailure(silence -> missedPings.merge(peer, 1, Integer::sum))
                .otherwiseEmpty();
    }

    private Diagnosis diagnosis(Set<String> forgotten) {
        Set<String> deaf = new HashSet<>();
        boolean incurable = false;
        for (var missed : missedPings.entrySet()) {
            if (missed.getValue() >= DEAF_AFTER) {
                deaf.add(missed.getKey());
            }
            incurable |= missed.getValue() >= INCURABLE_AFTER;
        }
        return new Diagnosis(deaf, forgotten, incurable);
    }
}
