package io.pult.bus;

import static java.util.stream.Collectors.toSet;

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
    private static final int LOST_AFTER = 4;
    private static final int GIVEN_UP_AFTER = 8;

    private final Bus bus;
    private final Map<String, Integer> missedPings = new HashMap<>();
    private Set<String> strangers = Set.of();

    /**
     * @param deaf members that did not answer two pings in a row
     * @param forgotten ids that stood in the registry of addresses without being members, for two rounds, until now
     * @param restored addresses of this node that the registry had lost
     * @param incurable only a restart of this node is left: most peers have not answered for four rounds, or one that is
     *     younger than this node has not for eight. Whoever is restarted is the youngest, so that one peer that will never
     *     answer again costs each of the others one restart at most, and not one a minute
     */
    public record Diagnosis(Set<String> deaf, Set<String> forgotten, int restored, boolean incurable) {}

    public BusDoctor(Bus bus) {
        this.bus = bus;
    }

    /** Answers the pings of the other nodes. */
    public Future<Void> start() {
        return bus.serveAt(bus.nodeId(), PING, (nothing, call) -> Future.succeededFuture(Nothing.NOTHING));
    }

    /** Pings every peer once; never fails. */
    public Future<Diagnosis> round() {
        List<String> nodes = bus.nodes();
        List<String> peers = new ArrayList<>(nodes);
        peers.remove(bus.nodeId());
        Set<String> younger = Set.copyOf(nodes.subList(nodes.indexOf(bus.nodeId()) + 1, nodes.size()));
        missedPings.keySet().retainAll(peers);
        List<Future<Void>> pings = peers.stream().map(this::ping).toList();
        return Future.join(pings)
                .transform(done -> Future.all(forgetStrangers(), bus.restore().otherwise(0)))
                .map(cured -> new Diagnosis(
                        missed(DEAF_AFTER), cured.resultAt(0), cured.resultAt(1), incurable(peers.size(), younger)));
    }

    private boolean incurable(int peers, Set<String> younger) {
        return missed(LOST_AFTER).size() * 2 > peers
                || missed(GIVEN_UP_AFTER).stream().anyMatch(younger::contains);
    }

    private Set<String> missed(int rounds) {
        return missedPings.entrySet().stream()
                .filter(peer -> peer.getValue() >= rounds)
                .map(Map.Entry::getKey)
                .collect(toSet());
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
}
