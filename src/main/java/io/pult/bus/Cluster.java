package io.pult.bus;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Membership and the registry of bus addresses; nothing else is kept in Hazelcast.
 *
 * <p>Adds to the stock manager the first phase of the drain: addresses leave the registry while their handlers still
 * answer, so that requests already on their way are served. Without it a stop loses 10 to 20 requests at 2,000 a
 * second.
 */
public final class Cluster extends HazelcastClusterManager {
    /** Nodes of one machine that find each other without being told their ports. */
    private static final int PORTS_HERE = 3;

    /** As in {@code node-1:15701} and {@code [fd00::1]:15701}; the colons of a bare IPv6 address begin no port. */
    private static final Predicate<String> HAS_PORT =
            Pattern.compile("(\\[.*]|[^:]*):\\d+").asMatchPredicate();

    private final Map<RegistrationInfo, String> registered = new ConcurrentHashMap<>();
    private final List<Consumer<String>> joined = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> left = new CopyOnWriteArrayList<>();

    private Cluster(Config config) {
        super(config);
    }

    /**
     * @param name of the cluster: the id of the database its nodes share
     * @param host address of this machine that membership listens on
     * @param port first one tried
     * @param members addresses where members may be, host or host:port. A host without a port means {@code port}; this
     *     machine's own means that one and the two above it
     */
    public record Membership(String name, String host, int port, List<String> members) {}

    /** A member that holds data and registrations. */
    public static Cluster member(Membership membership) {
        return new Cluster(config(membership));
    }

    /** A member that only asks and listens: it holds no part of the registry, so its sudden end costs nobody anything. */
    static Cluster guest(Membership membership) {
        Config config = config(membership);
        config.setLiteMember(true);
        return new Cluster(config);
    }

    private static Config config(Membership membership) {
        var values = new Properties();
        values.setProperty("pult.cluster.name", membership.name);
        values.setProperty("pult.cluster.host", membership.host);
        values.setProperty("pult.cluster.port", Integer.toString(membership.port));
        values.setProperty("pult.cluster.members", String.join(",", candidates(membership)));
        try (InputStream xml = Cluster.class.getClassLoader().getResourceAsStream("cluster.xml")) {
            return new XmlConfigBuilder(Objects.requireNonNull(xml, "cluster.xml"))
                    .setProperties(values)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Each with its port. Hazelcast would try a range of ports at each, and waits five seconds for every one where nobody
     * is: with its range of twenty, two halves of a cluster of three machines looked for each other for five minutes.
     */
    private static List<String> candidates(Membership membership) {
        var candidates = new ArrayList<String>();
        for (String member : membership.members) {
            if (HAS_PORT.test(member)) {
                candidates.add(member);
                continue;
            }
            int ports = member.equals(membership.host) ? PORTS_HERE : 1;
            for (int port = membership.port; port < membership.port + ports; port++) {
                candidates.add((member.contains(":") ? "[" + member + "]" : member) + ":" + port);
            }
        }
        return candidates;
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        registered.put(info, address);
        super.addRegistration(address, info, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        registered.remove(info);
        super.removeRegistration(address, info, promise);
    }

    /** Takes the matching addresses out of the registry; handlers of this node keep answering what still arrives. */
    Future<Void> withdraw(Predicate<String> addresses) {
        var removals = new ArrayList<Future<Void>>();
        registered.forEach((info, address) -> {
            if (addresses.test(address)) {
                Promise<Void> removed = Promise.promise();
                removeRegistration(address, info, removed);
                removals.add(removed.future());
            }
        });
        return Future.all(removals).mapEmpty();
    }

    /** Ids of the nodes, oldest member first. Guests come and go as they like, and answer nothing: they are not among them. */
    List<String> nodes() {
        return getHazelcastInstance().getCluster().getMembers().stream()
                .filter(member -> !member.isLiteMember())
                .map(Cluster::nodeId)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String nodeId(Member member) {
        return member.getAttribute("__vertx.nodeId");
    }

    /** Ids that the registry still names although no member has them (vertx-hazelcast #196). Blocks. */
    Set<String> strangers() {
        var named = new HashSet<String>(nodeInfos().keySet());
        registrations()
                .entrySet()
                .forEach(entry -> named.add(entry.getValue().unwrap().nodeId()));
        getNodes().forEach(named::remove);
        return named;
    }

    /** Takes every trace of these ids out of the registry: requests would be sent to them, and time out. Blocks. */
    void forget(Set<String> strangers) {
        for (var entry : registrations().entrySet()) {
            if (strangers.contains(entry.getValue().unwrap().nodeId())) {
                registrations().remove(entry.getKey(), entry.getValue());
            }
        }
        strangers.forEach(nodeInfos()::delete);
    }

    /**
     * Registers anew what the registry has lost of this node: the others may still be taking out what was its own before a
     * link was cut, when it has already come back. Without the place of its bus nobody could even answer it. Blocks.
     *
     * @return how many addresses
     */
    int restore() {
        nodeInfos().putIfAbsent(getNodeId(), new HazelcastNodeInfo(getNodeInfo()));
        var there = new HashSet<Map.Entry<String, RegistrationInfo>>();
        registrations()
                .entrySet()
                .forEach(entry ->
                        there.add(Map.entry(entry.getKey(), entry.getValue().unwrap())));
        int restored = 0;
        for (var own : registered.entrySet()) {
            RegistrationInfo info = own.getKey();
            if (!info.localOnly() && !there.contains(Map.entry(own.getValue(), info))) {
                registrations().put(own.getValue(), new HazelcastRegistrationInfo(info));
                restored++;
                if (!registered.containsKey(info)) {
                    // Withdrawn meanwhile, maybe before we put it back.
                    registrations().remove(own.getValue(), new HazelcastRegistrationInfo(info));
                }
            }
        }
        return restored;
    }

    private MultiMap<String, HazelcastRegistrationInfo> registrations() {
        return getHazelcastInstance().getMultiMap("__vertx.subs");
    }

    private IMap<String, HazelcastNodeInfo> nodeInfos() {
        return getHazelcastInstance().getMap("__vertx.nodeInfo");
    }

    /** Called on a Hazelcast thread with the node's id. */
    void onJoined(Consumer<String> listener) {
        joined.add(listener);
    }

    /** Called on a Hazelcast thread with the node's id. */
    void onLeft(Consumer<String> listener) {
        left.add(listener);
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        tell(joined, event.getMember());
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        super.memberRemoved(event);
        tell(left, event.getMember());
    }

    private static void tell(List<Consumer<String>> listeners, Member member) {
        String nodeId = nodeId(member);
        if (nodeId != null && !member.isLiteMember()) {
            listeners.forEach(listener -> listener.accept(nodeId));
        }
    }
}
