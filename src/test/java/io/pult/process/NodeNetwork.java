package io.pult.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace for each node, joined by a bridge, so that the link between two nodes can be cut: what one sends to
 * the other is lost without a word, while both reach everything else. 127.0.0.1 is this machine's for all of them, so the
 * stores and stand-ins stay on loopback. Needs root and {@code ip} of iproute2.
 */
final class NodeNetwork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeNetwork.class);
    /** A hardware address that nobody has. */
    private static final String NOWHERE = "02:00:00:00:00:00";

    private static final int FIRST = 2;

    private final long own = ProcessHandle.current().pid();
    private final String bridge = "pult" + own;
    /** 198.18.0.0/15 is set aside for tests of networks (RFC 2544). */
    private final String prefix = "198.18." + own % 256 + ".";

    private final int nodes;

    private NodeNetwork(int nodes) {
        this.nodes = nodes;
    }

    /** @return null where namespaces cannot be made; the log says why */
    static NodeNetwork open(int nodes) throws Exception {
        var network = new NodeNetwork(nodes);
        try {
            network.make();
            return network;
        } catch (IOException e) {
            log.atWarn().setCause(e).log("no network namespaces here");
            network.close();
            return null;
        }
    }

    private void make() throws Exception {
        ip("link add " + bridge + " type bridge");
        ip("addr add " + prefix + "1/24 dev " + bridge);
        ip("link set " + bridge + " up");
        // A packet to 127.0.0.1 that comes in by this bridge is taken.
        run("sysctl -qw net.ipv4.conf." + bridge + ".route_localnet=1");
        for (int node = 0; node < nodes; node++) {
            String space = space(node);
            ip("netns add " + space);
            ip("link add " + wire(node) + " type veth peer name eth0 netns " + space);
            ip("link set " + wire(node) + " master " + bridge + " up");
            ip("-n " + space + " addr add " + host(node) + "/24 dev eth0");
            ip("-n " + space + " link set eth0 up");
            run("ip netns exec " + space + " sysctl -qw net.ipv4.conf.all.route_localnet=1");
            // The namespace's own loopback stays down: 127.0.0.1 is nobody's in it.
            ip("-n " + space + " route add 127.0.0.1/32 via " + prefix + "1 dev eth0 src " + host(node));
        }
    }

    private String space(int node) {
        return bridge + "-" + node;
    }

    private String wire(int node) {
        return "pw" + own + "-" + node;
    }

    /** The address at which the nodes reach this process. */
    String ownHost() {
        return prefix + "1";
    }

    /** Of all nodes. */
    String addresses() {
        return prefix + "0/24";
    }

    /** The address at which a node is reached by the others and by this process. */
    String host(int node) {
        return prefix + (FIRST + node);
    }

    /** The command, in the namespace of that node; it keeps its process id. */
    List<String> inside(int node, List<String> command) {
        var line = new ArrayList<>(List.of("ip", "netns", "exec", space(node)));
        line.addAll(command);
        return line;
    }

    /** In both directions. */
    void cut(int one, int other) throws Exception {
        lose(one, other);
        lose(other, one);
    }

    private void lose(int from, int to) throws Exception {
        ip("-n " + space(from) + " neigh replace " + host(to) + " lladdr " + NOWHERE + " dev eth0 nud permanent");
    }

    void heal(int one, int other) throws Exception {
        find(one, other);
        find(other, one);
    }

    private void find(int from, int to) throws Exception {
        ip("-n " + space(from) + " neigh del " + host(to) + " dev eth0");
    }

    private static void ip(String arguments) throws Exception {
        run("ip " + arguments);
    }

    private static void run(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" "))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + said);
        }
    }

    /** Also what is only half made. */
    @Override
    public void close() throws Exception {
        for (int node = 0; node < nodes; node++) {
            remove("netns del " + space(node));
            remove("link del " + wire(node));
        }
        remove("link del " + bridge);
    }

    private static void remove(String what) throws Exception {
        try {
            ip(what);
        } catch (IOException e) {
            log.atDebug().setCause(e).log("was not there");
        }
    }
}
