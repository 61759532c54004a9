package io.pult.api;

import io.pult.bus.Bus;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Live events for the clients of this node: one listener on the bus per topic, fanned out here. Each client sees the
 * topics that its roles and scopes allow. Confined to the verticle's event loop.
 */
final class EventHub {
    private static final int RING = 1_024;
    private static final int BOUND = 256;
    private static final Duration RETRY_LATER = Duration.ofSeconds(30);

    private final Bus bus;
    private final Authenticator authenticator;
    private final HttpSettings settings;
    private final InstantSource clock;
    private final Map<String, Topic<?>> topics = new LinkedHashMap<>();
    private final EventRing ring;
    private final Set<EventClient> clients = new LinkedHashSet<>();
    private final Map<TokenHash, Integer> perKey = new HashMap<>();
    private boolean closed;

    /** @param incarnation of this gateway; two never have the same */
    EventHub(
            Bus bus,
            Authenticator authenticator,
            HttpSettings settings,
            InstantSource clock,
            List<Topic<?>> all,
            String incarnation) {
        this.bus = bus;
        this.authenticator = authenticator;
        this.settings = settings;
        this.clock = clock;
        this.ring = new EventRing(incarnation, RING);
        for (Topic<?> topic : all) {
            if (!topic.security().isEmpty()) {
                topics.put(topic.id(), topic);
            }
        }
    }

    Future<Void> start() {
        authenticator.onRevoked(this::revoked);
        var listening = new ArrayList<Future<Void>>();
        topics.values().forEach(topic -> listening.add(listen(topic)));
        return Future.all(listening).mapEmpty();
    }

    private <E> Future<Void> listen(Topic<E> topic) {
        return bus.onEvery(topic, event -> {
            EventRing.Entry entry = ring.add(topic.id(), Audience.of(topic, event.body()), event.body());
            clients.forEach(client -> client.tell(entry));
        });
    }

    void answer(Exchange exchange, JsonObject arguments) {
        Set<String> visible = visible(arguments.getJsonArray("topics"), exchange.principal());
        Authenticator.Known known = exchange.known();
        if (known == null) {
            throw Failure.unauthenticated("access.unauthenticated", "This needs an API key");
        }
        checkRoom(known);
        var client = new EventClient(exchange, known, visible, BOUND);
        client.open();
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            client.end();
            return;
        }
        resume(client, exchange.header("last-event-id"));
        clients.add(client);
        perKey.merge(known.token(), 1, Integer::sum);
        exchange.response().closeHandler(gone -> remove(client));
        exchange.response().endHandler(ended -> remove(client));
    }

    private Set<String> visible(JsonArray wanted, Principal principal) {
        Set<String> visible = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            Topic<?> topic = topics.get(wanted.getString(i));
            if (topic == null) {
                throw Failure.invalid("events.topic_unknown", "There is no topic " + wanted.getString(i));
            }
            if (principal.holdsAny(topic.security())) {
                visible.add(topic.id());
            }
        }
        if (visible.isEmpty()) {
            throw Failure.forbidden("access.forbidden", "What you hold does not include the right to these topics");
        }
        return visible;
    }

    private void checkRoom(Authenticator.Known known) {
        if (closed || clients.size() >= settings.maxEventStreams()) {
            throw Failure.unavailable("events.full", "This node takes no more event streams", RETRY_LATER);
        }
        if (perKey.getOrDefault(known.token(), 0) >= settings.maxEventStreamsPerKey()) {
            throw Failure.tooMany("events.too_many", "This key has as many event streams as it may", RETRY_LATER);
        }
    }

    private void resume(EventClient client, @Nullable String lastEventId) {
        if (lastEventId == null) {
            return;
        }
        List<EventRing.Entry> missed = ring.after(lastEventId);
        if (missed == null) {
            client.reset();
        } else {
            missed.forEach(client::tell);
        }
    }

    private void remove(EventClient client) {
        if (clients.remove(client)) {
            perKey.computeIfPresent(client.known().token(), (token, count) -> count == 1 ? null : count - 1);
        }
    }

    private void revoked(TokenHash token) {
        for (EventClient client : new ArrayList<>(clients)) {
            if (client.known().token().equals(token)) {
                client.endForReauth();
            }
        }
    }

    /** Ends the streams whose keys are over; called every second. */
    void endExpired() {
        for (EventClient client : new ArrayList<>(clients)) {
            var expiresAt = client.known().expiresAt();
            if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
                client.endForReauth();
            }
        }
    }

    /** Keeps proxies from closing silent streams, and asks again about keys whose revocation the feed may have missed. */
    void heartbeat() {
        for (EventClient client : new ArrayList<>(clients)) {
            client.heartbeat();
            if (authenticator.remembered(client.known().token()) == null) {
                authenticator.ask(client.known().bearer()).onFailure(cause -> {
                    if (cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAUTHENTICATED) {
                        client.endForReauth();
                    }
                });
            }
        }
    }

    /** Ends every stream; clients come back to another node. */
    void close() {
        closed = true;
        new ArrayList<>(clients).forEach(EventClient::end);
    }
}
