package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Cluster;
import io.pult.contract.telegram.TelegramActs;
import io.pult.infra.Migrations;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.RestartableStores;
import io.pult.infra.Secrets;
import io.pult.support.Wait;
import io.pult.telegram.SignedInCrowd;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of the concern, each a process with a namespace of its own where that is possible, on stores that can be restarted
 * and against a stand-in in another process. What ends by itself is started again, as whoever runs a node does it. Blocks.
 */
final class TelegramNodes implements AutoCloseable {
    /** How a node ends that may not go on: another one is to be started. */
    private static final int RESTART = 70;

    private final Vertx vertx = Vertx.vertx();
    private final Home home;
    private final RestartableStores stores;
    private final @Nullable NodeNetwork network;
    private final TelegramProcess telegram;
    private final PultProcess[] nodes;
    private final boolean[] wanted;
    private final Pg pg;
    private final Secrets secrets;
    private final UUID instance;
    private final int clusterPort = FreePort.any();
    private int restarts;

    /** @param settings of the section {@code telegram}, over those that every test needs */
    TelegramNodes(Path folder, int count, int crowd, Map<String, String> settings) throws Exception {
        home = new Home(folder);
        boolean begun = false;
        RestartableStores opened = null;
        NodeNetwork spaces = null;
        try {
            opened = RestartableStores.start(folder.resolve("stores"));
            spaces = NodeNetwork.open(count);
            stores = opened;
            network = spaces;
            if (network != null) {
                stores.admit(network.addresses());
            }
            telegram = TelegramProcess.start(home, crowd);
            nodes = new PultProcess[count];
            wanted = new boolean[count];
            var postgres = PgSettings.of(stores.postgres().toString());
            Path keyFile = folder.resolve("secrets.key");
            Secrets.generate(keyFile);
            secrets = Secrets.load(keyFile);
            instance = Wait.on(Migrations.run(vertx, postgres)).instance();
            pg = Pg.open(vertx, postgres);
            home.with("PULT_POSTGRES_URL", stores.postgres().toString())
                    .with("PULT_REDIS_URL", stores.redis().toString())
                    .with("PULT_SECRETS_KEY_FILE", keyFile.toString())
                    .with("PULT_CLUSTER_PORT", Integer.toString(clusterPort))
                    .with("PULT_CLUSTER_MEMBERS", String.join(",", members()))
                    .with("PULT_TELEGRAM_API_ID", "17")
                    .with("PULT_TELEGRAM_API_HASH", "test-hash-of-an-app")
                    .with("PULT_TELEGRAM_DATA_CENTRES", telegram.dataCentres())
                    .with(
                            "PULT_TELEGRAM_KEY_FILE",
                            Files.writeString(folder.resolve("dc.pem"), telegram.pem())
                                    .toString())
                    .with("PULT_TELEGRAM_REST_AFTER", "0s");
            settings.forEach((name, value) -> home.with("PULT_TELEGRAM_" + name, value));
            begun = true;
        } finally {
            if (!begun) {
                end(home, opened, spaces, vertx);
            }
        }
    }

    private List<String> members() {
        var members = new ArrayList<String>();
        for (int node = 0; node < nodes.length; node++) {
            members.add(host(node));
        }
        return members.stream().distinct().toList();
    }

    private String host(int node) {
        return network == null ? "127.0.0.1" : network.host(node);
    }

    /** Null where namespaces cannot be made. */
    @Nullable
    NodeNetwork network() {
        return network;
    }

    RestartableStores stores() {
        return stores;
    }

    TelegramProcess telegram() {
        return telegram;
    }

    Vertx vertx() {
        return vertx;
    }

    SignedInCrowd crowd() {
        return new SignedInCrowd(pg, secrets);
    }

    /** Another concern in this process, on the bus of the nodes. */
    TelegramAskers askers(TelegramProcess.Discussed where) {
        String host = network == null ? "127.0.0.1" : network.ownHost();
        var membership = new Cluster.Membership(instance.toString(), host, clusterPort, members());
        var channel = new TelegramActs.ChannelName(where.id(), where.username());
        return TelegramAskers.join(membership, secrets, channel, where.post());
    }

    int count() {
        return nodes.length;
    }

    /** Begins to start it; {@link #awaitReady} waits. */
    void start(int node) throws Exception {
        var variables = new HashMap<String, String>();
        variables.put("PULT_NODE_NAME", "node-" + node);
        for (String what : List.of("PULT_CLUSTER_HOST", "PULT_HTTP_HOST", "PULT_MANAGEMENT_HOST")) {
            variables.put(what, host(node));
        }
        List<String> command = Training.javaCommand(Home.JAR, "run", "--concerns", "identity,telegram");
        nodes[node] = home.startCommand(variables, network == null ? command : network.inside(node, command));
        wanted[node] = true;
    }

    void awaitReady(int node) throws Exception {
        nodes[node].ready();
    }

    PultProcess node(int node) {
        return nodes[node];
    }

    /** Nobody starts it again by itself from now on. */
    PultProcess leave(int node) {
        wanted[node] = false;
        return nodes[node];
    }

    /** Starts again what has given itself up. */
    void supervise() throws Exception {
        for (int node = 0; node < nodes.length; node++) {
            if (wanted[node] && !nodes[node].alive()) {
                assertThat(nodes[node].exitCode())
                        .as("how node %d ended:%n%s", node, nodes[node].output())
                        .isEqualTo(RESTART);
                restarts++;
                start(node);
            }
        }
    }

    /** How many nodes have given themselves up so far. */
    int restarts() {
        return restarts;
    }

    /** Until it is so; what gives itself up meanwhile is started again. */
    void until(String what, Duration within, Check check) throws Exception {
        try {
            Wait.until(what, within, () -> {
                supervise();
                Thread.sleep(100);
                return check.holds();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; " + state() + said(), e);
        }
    }

    interface Check {
        boolean holds() throws Exception;
    }

    private String state() throws Exception {
        return "the stand-in counts " + telegram.keysInUse() + " keys in use, the nodes own " + owned();
    }

    /** The ends of what all processes said. */
    String said() {
        var said = new StringBuilder();
        for (int node = 0; node < nodes.length; node++) {
            if (nodes[node] != null) {
                String output = nodes[node].output();
                said.append("\n--- node ")
                        .append(node)
                        .append(nodes[node].alive() ? " (runs)\n" : " (has ended)\n")
                        .append(output.substring(Math.max(0, output.length() - 3_000)));
            }
        }
        return said.toString();
    }

    /** How many sessions each node owns, by its name; those of nobody under "nobody". */
    Map<String, Integer> owned() {
        var owned = new HashMap<String, Integer>();
        for (Row row : Wait.on(pg.query("""
                SELECT coalesce(n.name, 'nobody') AS name, count(*)::integer AS count
                FROM telegram_session s LEFT JOIN node n ON n.id = s.owner GROUP BY 1"""))) {
            owned.put(row.getString("name"), row.getInteger("count"));
        }
        return owned;
    }

    int ownedBy(int node) {
        return owned().getOrDefault("node-" + node, 0);
    }

    /** Which sessions a node owns now, by the ids of their keys. */
    Map<UUID, Long> sessionsOf(int node) {
        var sessions = new HashMap<UUID, Long>();
        for (Row row : Wait.on(pg.query("""
                SELECT s.account_id, s.key_id FROM telegram_session s JOIN node n ON n.id = s.owner
                WHERE n.name = $1 AND n.buried_at IS NULL""", "node-" + node))) {
            sessions.put(row.getUUID("account_id"), row.getLong("key_id"));
        }
        return sessions;
    }

    /** When each was claimed first after that moment, by the log of claims. */
    Map<UUID, Instant> claimedSince(Instant moment) {
        var claimed = new HashMap<UUID, Instant>();
        for (Row row : Wait.on(pg.query("""
                SELECT account_id, min(at) AS at FROM telegram_claim
                WHERE kind = 'claimed' AND at > $1 GROUP BY account_id""", OffsetDateTime.ofInstant(moment, ZoneOffset.UTC)))) {
            claimed.put(row.getUUID("account_id"), row.getOffsetDateTime("at").toInstant());
        }
        return claimed;
    }

    /**
     * How many claims since that moment were not preceded by a release of the owner before. An owner may claim anew what is its
     * own: it does so when the answer to its release was lost.
     */
    int claimedUnreleased(Instant moment) {
        return Wait.on(pg.query("""
                        SELECT count(*)::integer FROM telegram_claim c
                        WHERE kind = 'claimed' AND at > $1 AND epoch > 1 AND NOT EXISTS (
                            SELECT FROM telegram_claim r
                            WHERE r.account_id = c.account_id AND r.epoch = c.epoch - 1
                              AND (r.kind = 'released' OR r.node = c.node))""", OffsetDateTime.ofInstant(moment, ZoneOffset.UTC)))
                .iterator()
                .next()
                .getInteger(0);
    }

    /** For a message. */
    List<String> claimsOf(UUID account, Instant since) {
        var claims = new ArrayList<String>();
        Wait.on(pg.query("""
                        SELECT at::time, kind, node_name, epoch, reason FROM telegram_claim
                        WHERE account_id = $1 AND at > $2 ORDER BY id""", account, OffsetDateTime.ofInstant(since, ZoneOffset.UTC)))
                .forEach(row -> claims.add(row.deepToString()));
        return claims;
    }

    /** Sets the clock by which leases run. */
    void databaseClock(int hoursOff) {
        Wait.on(pg.query("CREATE OR REPLACE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE"
                + " AS $$SELECT now() + interval '" + hoursOff + " hours'$$"));
    }

    @Override
    public void close() throws Exception {
        Wait.on(pg.close());
        end(home, stores, network, vertx);
    }

    private static void end(Home home, @Nullable RestartableStores stores, @Nullable NodeNetwork network, Vertx vertx)
            throws Exception {
        try {
            home.close();
        } finally {
            if (stores != null) {
                stores.close();
            }
            if (network != null) {
                network.close();
            }
            Wait.on(vertx.close());
        }
    }
}
