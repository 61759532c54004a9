package io.pult.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A server under load: what it is asked, and what it must answer each time. For one {@link LoadClient} at a time. */
final class Target {
    private static final long AVOIDED = TimeUnit.MILLISECONDS.toNanos(200);

    private final InetSocketAddress address;
    private final byte[] request;
    private final byte[] body;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private volatile boolean healthy = true;
    private int connections;
    private boolean avoided;
    private long avoidedUntil;

    /** @param body of the answer, byte for byte */
    Target(URI url, String key, String body) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
        this.request = ("GET " + url.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:" + url.getPort()
                        + "\r\nAuthorization: Bearer " + key + "\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    InetSocketAddress address() {
        return address;
    }

    byte[] request() {
        return request;
    }

    byte[] body() {
        return body;
    }

    /** What a load balancer's look at its health said; may be called from any thread. */
    void healthy(boolean now) {
        healthy = now;
    }

    boolean usable(long now) {
        return healthy && (!avoided || now - avoidedUntil >= 0);
    }

    void avoid(long now) {
        avoided = true;
        avoidedUntil = now + AVOIDED;
    }

    Deque<Connection> idle() {
        return idle;
    }

    int connections() {
        return connections;
    }

    void opened() {
        connections++;
    }

    void closed(Connection connection) {
        connections--;
        idle.remove(connection);
    }

    /** Before a run: connections of the run before are gone. */
    void reset() {
        idle.clear();
        connections = 0;
        avoided = false;
    }
}
