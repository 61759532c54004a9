package io.pult.api;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** One open event stream. A client that reads slower than things happen loses the oldest and is told so. */
final class EventClient {
    private static final Buffer GAP = frame("gap");
    private static final Buffer RESET = frame("reset");
    private static final Buffer REAUTH = frame("reauth");
    private static final Buffer HEARTBEAT = Buffer.buffer(": \n\n");
    private static final Buffer RETRY = Buffer.buffer("retry: 3000\n\n");

    private final Exchange exchange;
    private final Authenticator.Known known;
    private final Set<String> topics;
    private final int bound;
    private final Deque<Buffer> pending = new ArrayDeque<>();
    private boolean lost;

    /**
     * @param topics that the client asked for and may see
     * @param bound of events that wait for it
     */
    EventClient(Exchange exchange, Authenticator.Known known, Set<String> topics, int bound) {
        this.exchange = exchange;
        this.known = known;
        this.topics = topics;
        this.bound = bound;
    }

    private static Buffer frame(String name) {
        return Buffer.buffer("event: " + name + "\ndata: {}\n\n");
    }

    Authenticator.Known known() {
        return known;
    }

    void open() {
        exchange.closeAfterwards();
        exchange.head(200, "text/event-stream").putHeader("x-accel-buffering", "no");
        exchange.response().setChunked(true).drainHandler(drained -> flush());
        exchange.response().write(RETRY);
    }

    void tell(EventRing.Entry entry) {
        if (topics.contains(entry.topic()) && entry.audience().includes(known.principal())) {
            push(entry.frame());
        }
    }

    void reset() {
        push(RESET);
    }

    /** Nothing is said to a client that has not read what was said before. */
    void heartbeat() {
        if (pending.isEmpty() && !exchange.gone() && !exchange.response().writeQueueFull()) {
            exchange.response().write(HEARTBEAT);
        }
    }

    /** The key is over; the client shows another one or stays away. */
    void endForReauth() {
        if (!exchange.gone()) {
            exchange.response().write(REAUTH);
        }
        end();
    }

    void end() {
        if (!exchange.gone()) {
            exchange.endStream();
        }
    }

    private void push(Buffer frame) {
        if (exchange.gone()) {
            return;
        }
        if (pending.isEmpty() && !exchange.response().writeQueueFull()) {
            exchange.response().write(frame);
            return;
        }
        if (pending.size() == bound) {
            pending.removeFirst();
            lost = true;
        }
        pending.addLast(frame);
    }

    private void flush() {
        if (lost && !exchange.gone()) {
            lost = false;
            exchange.response().write(GAP);
        }
        while (!pending.isEmpty() && !exchange.gone() && !exchange.response().writeQueueFull()) {
            exchange.response().write(pending.removeFirst());
        }
    }
}
