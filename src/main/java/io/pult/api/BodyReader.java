package io.pult.api;

import io.pult.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies up to a size and a time. A client that announces too much, sends without end, or drips is answered and
 * cut off; what it sent meanwhile is not kept.
 */
final class BodyReader {
    private final Edge edge;
    private final long timeout;
    private final Set<Reading> running = new LinkedHashSet<>();

    BodyReader(Edge edge, Duration timeout) {
        this.edge = edge;
        this.timeout = timeout.toNanos();
    }

    /**
     * @param limit in bytes
     * @param then called with the whole body, empty when there is none; not called when the request was refused
     */
    void read(Exchange exchange, int limit, Consumer<byte[]> then) {
        if (announced(exchange) > limit) {
            exchange.fail(tooLarge(limit));
            return;
        }
        if (exchange.header(HttpHeaders.EXPECT) != null) {
            exchange.response().writeContinue();
        }
        var reading = new Reading(exchange, limit, then);
        running.add(reading);
        exchange.request()
                .handler(reading::take)
                .endHandler(end -> reading.finish())
                .exceptionHandler(gone -> running.remove(reading))
                .resume();
    }

    private static long announced(Exchange exchange) {
        String length = exchange.header(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Refuses those whose time is over; one timer for all, because most bodies arrive with their request. */
    void sweep() {
        long now = edge.now();
        for (Reading reading : new ArrayList<>(running)) {
            if (now - reading.began < timeout) {
                return;
            }
            reading.refuse(
                    Failure.of(Failure.Kind.SLOW, "body.too_slow", "The body did not arrive within the time for it"));
        }
    }

    private static Failure tooLarge(int limit) {
        return Failure.of(
                Failure.Kind.TOO_LARGE, "body.too_large", "The body is larger than the " + limit + " bytes allowed");
    }

    private final class Reading {
        private final Exchange exchange;
        private final int limit;
        private final Consumer<byte[]> then;
        private final long began = edge.now();
        private @Nullable Buffer soFar;

        Reading(Exchange exchange, int limit, Consumer<byte[]> then) {
            this.exchange = exchange;
            this.limit = limit;
            this.then = then;
        }

        void take(Buffer chunk) {
            if (!running.contains(this)) {
                return;
            }
            if (chunk.length() > limit - (soFar == null ? 0 : soFar.length())) {
                refuse(tooLarge(limit));
            } else if (soFar == null) {
                soFar = chunk;
            } else {
                soFar = soFar.appendBuffer(chunk);
            }
        }

        void refuse(Failure failure) {
            running.remove(this);
            soFar = null;
            exchange.fail(failure);
        }

        void finish() {
            if (running.remove(this)) {
                then.accept(soFar == null ? new byte[0] : soFar.getBytes());
            }
        }
    }
}
