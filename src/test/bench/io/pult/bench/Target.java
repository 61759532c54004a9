package io.pult.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server under load: what it is asked, and what it must answer each time. For one {@link LoadClient} at a time. */
final class Target {
    private static final long AVOIDED = TimeUnit.MILLISECONDS.toNanos(200);

    private final InetSocketAddress address;
    private final byte[] request;
    private final byte @Nullable [] body;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private volatile boolean healthy = true;
    private int connections;
    private boolean avoided;
    private long avoidedUntil;

    private Target(URI url, String method, String headers, String sent, byte @Nullable [] body) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
        this.request = (method + " " + url.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:" + url.getPort()
                        + "\r\nAccept: application/json\r\n" + headers + "\r\n" + sent)
                .getBytes(StandardCharsets.US_ASCII);
        this.body = body;
    }

    /** @param body of the answer, byte for byte */
    Target(URI url, String key, String body) {
        this(url, "GET", "Authorization: Bearer " + key + "\r\n", "", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Asked by nobody in particular. */
    static Target open(URI url, String body) {
        return new Target(url, "GET", "", "", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends JSON; every answer is another one, so that its status alone is checked. */
    static Target posting(URI url, String json) {
        String headers = "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n";
        return new Target(url, "POST", headers, json, null);
    }

    InetSocketAddress address() {
        return address;
    }

    byte[] request() {
        return request;
    }

    /** Absent when every answer is another one. */
    byte @Nullable [] body() {
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
