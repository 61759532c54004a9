package io.pult.playground.social;

import io.pult.infra.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends answers, or what an ordered fault leaves of them, and counts what was asked. Confined to one context. */
final class SocialFaults {
    private static final int HUGE = 1 << 20;

    private final Ticker timers;
    private final Deque<Fault> ordered = new ArrayDeque<>();
    private final Map<String, Integer> asked = new TreeMap<>();

    SocialFaults(Ticker timers) {
        this.timers = timers;
    }

    enum Kind {
        /** Done and answered, but late. */
        LATENCY,
        /** A front end answers 502 in HTML. */
        HTML,
        /** Well-formed, and not what was asked for. */
        NONSENSE,
        /** More than anybody should read. */
        HUGE,
        /** Done, and the connection ends before the answer. */
        CUT,
        /** Nothing happens until the client gives up. */
        HANG;

        static @Nullable Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** @param at name of an endpoint */
    record Fault(Kind kind, String at, long millis) {}

    void order(Fault fault) {
        ordered.add(fault);
    }

    void clear() {
        ordered.clear();
        asked.clear();
    }

    JsonObject stats() {
        var stats = new JsonObject();
        asked.forEach(stats::put);
        return stats;
    }

    /** What the client asked for. */
    @FunctionalInterface
    interface Deed {
        JsonObject done();
    }

    /** @param deed gives the answer, or throws {@link OAuthRefusal} */
    void answer(RoutingContext context, String endpoint, Deed deed) {
        asked.merge(endpoint, 1, Integer::sum);
        Fault fault = take(endpoint);
        HttpServerResponse response = context.response();
        if (fault == null) {
            send(response, deed);
            return;
        }
        switch (fault.kind) {
            case LATENCY -> timers.after(Duration.ofMillis(fault.millis), () -> send(response, deed));
            case HTML ->
                response.setStatusCode(502)
                        .putHeader("Content-Type", "text/html")
                        .end("<html><h1>502 Bad Gateway</h1></html>");
            case NONSENSE -> json(response, 200, Buffer.buffer("null"));
            case HUGE -> json(response, 200, Buffer.buffer("{\"a\":\"" + "a".repeat(HUGE) + "\"}"));
            case CUT -> {
                deed.done();
                context.request().connection().close();
            }
            case HANG -> {
                // The request is left open; the client's deadline or the end of this stand-in closes it.
            }
        }
    }

    private @Nullable Fault take(String endpoint) {
        for (Iterator<Fault> each = ordered.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.at.equals(endpoint)) {
                each.remove();
                return fault;
            }
        }
        return null;
    }

    private static void send(HttpServerResponse response, Deed deed) {
        if (response.closed()) {
            return;
        }
        try {
            json(response, 200, deed.done().toBuffer());
        } catch (OAuthRefusal refusal) {
            if (refusal.status() == 401) {
                response.putHeader("WWW-Authenticate", "Basic realm=\"stand-in\"");
            }
            json(response, refusal.status(), refusal.toJson().toBuffer());
        }
    }

    private static void json(HttpServerResponse response, int status, Buffer body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body);
    }
}
