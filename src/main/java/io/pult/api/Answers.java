package io.pult.api;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Set;

/** Turns a concern's answer into HTTP: as it is, or by what {@code x-http} says. */
final class Answers {
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("idempotent-replayed");
    private static final CharSequence PRIVATE_FRESH = HttpHeaders.createOptimized("private, no-cache");
    private static final CharSequence NEVER_KEPT = HttpHeaders.createOptimized("private, no-store");
    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/webp", "image/gif");

    private final Edge edge;
    private final Bus bus;

    Answers(Edge edge, Bus bus) {
        this.edge = edge;
        this.bus = bus;
    }

    void answer(Exchange exchange, Operation operation, Reply reply) {
        if (exchange.gone()) {
            return;
        }
        HttpTraits http = operation.http();
        if (http.plainAnswer()) {
            plain(exchange, operation, reply, reply.body());
            return;
        }
        JsonObject json = reply.body().toJsonObject();
        if (http.setCookie() != null) {
            setCookie(exchange, http.setCookie(), json);
        }
        if (http.redirect()) {
            redirect(exchange, operation, json);
        } else if (http.image()) {
            image(exchange, operation, json);
        } else {
            plain(exchange, operation, reply, json.toBuffer());
        }
    }

    private static void plain(Exchange exchange, Operation operation, Reply reply, Buffer body) {
        var response = exchange.head(operation.success(), Exchange.JSON);
        if (reply.replayed()) {
            response.headers().set(REPLAYED, "true");
        }
        if (reply.version() != null) {
            String etag = EntityTag.of(reply.version());
            response.headers().set(HttpHeaders.ETAG, etag);
            if (operation.headers().ifNoneMatch()) {
                response.headers().set(HttpHeaders.CACHE_CONTROL, PRIVATE_FRESH);
                if (EntityTag.matches(exchange.header(HttpHeaders.IF_NONE_MATCH), etag)) {
                    response.setStatusCode(304);
                    exchange.endEmpty();
                    return;
                }
            }
        }
        if (operation.success() == 204) {
            exchange.endEmpty();
        } else {
            exchange.end(body);
        }
    }

    /** Takes the field out of the answer: what is in the cookie must not be readable by scripts as well. */
    private void setCookie(Exchange exchange, HttpTraits.SetCookie wanted, JsonObject answer) {
        if (answer.remove(wanted.field()) instanceof String value) {
            exchange.response()
                    .addCookie(Cookie.cookie(wanted.name(), value)
                            .setPath(wanted.path())
                            .setMaxAge(value.isEmpty() ? 0 : wanted.maxAgeSeconds())
                            .setHttpOnly(true)
                            .setSecure(edge.settings().secure())
                            .setSameSite(CookieSameSite.STRICT));
        }
    }

    private static void redirect(Exchange exchange, Operation operation, JsonObject answer) {
        String location = answer.getString("location");
        boolean here = location != null && location.startsWith("/") && !location.startsWith("//");
        boolean there = location != null && (location.startsWith("https://") || location.startsWith("http://"));
        if (!here && !there) {
            throw new IllegalStateException(operation.id() + " redirects to what is no place");
        }
        exchange.head(operation.success(), Exchange.JSON).putHeader(HttpHeaders.LOCATION, location);
        exchange.endEmpty();
    }

    private static void image(Exchange exchange, Operation operation, JsonObject answer) {
        String type = answer.getString("content_type");
        if (type == null || !IMAGES.contains(type)) {
            throw new IllegalStateException(operation.id() + " answers with what is no image");
        }
        exchange.head(operation.success(), type).putHeader(HttpHeaders.CACHE_CONTROL, NEVER_KEPT);
        exchange.end(Buffer.buffer(Base64.getDecoder().decode(answer.getString("data"))));
    }

    void stream(Exchange exchange, Operation operation, Buffer arguments, Call call) {
        new PageStream(exchange, operation, bus, arguments, call).start();
    }
}
