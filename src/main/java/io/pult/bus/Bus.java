package io.pult.bus;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks and answers between concerns; the only code that touches the event bus of Vert.x. One per node.
 *
 * <p>Every question gets an answer or a {@link Failure}: a handler that throws, a body that does not decode and a reply
 * that does not encode are all answered, because the bare event bus would leave the asker waiting for its whole
 * time-out. A question goes to a handler in the same JVM when there is one: a remote hop costs six times a local one.
 */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);

    /** Added to the wire time-out, so that the answering side's own "budget spent" arrives before our time-out. */
    private static final long GRACE_MS = 50;

    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final EventBus events;
    private final Seal seal;
    private final Access access;
    private final @Nullable Cluster cluster;
    private final Map<String, AtomicInteger> servedHere = new ConcurrentHashMap<>();
    private final Map<JavaType, ObjectReader> readers = new ConcurrentHashMap<>();
    private final Set<RemoteAsk> remoteAsks = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param cluster absent when the node is alone by choice */
    public Bus(Vertx vertx, Seal seal, Access access, @Nullable Cluster cluster) {
        this.vertx = vertx;
        this.events = vertx.eventBus();
        this.seal = seal;
        this.access = access;
        this.cluster = cluster;
        if (cluster != null) {
            cluster.onLeft(node -> remoteAsks.forEach(RemoteAsk::nodeLeft));
        }
    }

    /** @return fails with {@link Failure} and nothing else */
    @SuppressWarnings("unchecked") // the reader is made of the Op's own reply type
    public <Q, R> Future<R> ask(Op<Q, R> op, Q request, Call call) {
        Buffer body;
        try {
            body = Json.write(request);
        } catch (IllegalStateException e) {
            return Future.failedFuture(internal(call, op.id(), e));
        }
        return forward(op, body, call).compose(reply -> {
            try {
                ObjectReader reader = readers.computeIfAbsent(op.reply(), Json::replyReader);
                return Future.succeededFuture((R) Json.readReply(reader, reply.body()));
            } catch (RuntimeException e) {
                return Future.failedFuture(internal(call, op.id(), e));
            }
        });
    }

    /** Asks with a body that is JSON already and hands the answer back unread: what the gateway does. */
    public Future<Reply> forward(Op<?, ?> op, Buffer body, Call call) {
        long budget = Math.min(op.timeout().toMillis(), call.remaining().toMillis());
        if (budget <= 0) {
            return Future.failedFuture(Failure.timeout(
                    "bus.budget_spent", "The time for this request is over; " + op.id() + " was not asked"));
        }
        DeliveryOptions options;
        try {
            options = new DeliveryOptions()
                    .setSendTimeout(budget + GRACE_MS)
                    .setHeaders(Headers.of(call, seal.over(call.principal()), budget));
        } catch (Failure e) {
            return Future.failedFuture(e);
        }
        if (servesHere(op.id())) {
            return events.<Buffer>request(op.id(), body, options.setLocalOnly(true))
                    .transform(answer -> read(answer.result(), answer.cause(), op, call));
        }
        var ask = new RemoteAsk(vertx, op, body, options);
        remoteAsks.add(ask);
        return ask.send()
                .onComplete(done -> remoteAsks.remove(ask))
                .transform(answer -> read(answer.result(), answer.cause(), op, call));
    }

    private static Future<Reply> read(
            @Nullable Message<Buffer> answer, @Nullable Throwable cause, Op<?, ?> op, Call call) {
        if (answer != null) {
            return Future.succeededFuture(new Reply(
                    answer.body(),
                    answer.headers().get(Headers.VERSION),
                    answer.headers().contains(Headers.REPLAYED),
                    answer.headers().contains(Headers.ASKER_CHANGED)));
        }
        if (!(cause instanceof ReplyException reply)) {
            return Future.failedFuture(Failure.unavailable(
                    "bus.unreachable", "The node that answers " + op.id() + " cannot be reached", RETRY_SOON));
        }
        return Future.failedFuture(
                switch (reply.failureType()) {
                    case NO_HANDLERS ->
                        Failure.unavailable(
                                "bus.nobody_serves", "No node serves " + op.id() + " at the moment", RETRY_SOON);
                    case TIMEOUT ->
                        Failure.timeout(
                                "bus.timeout",
                                "No answer from " + op.id() + " in time; whether the work was done is not known");
                    case RECIPIENT_FAILURE -> FailureWire.read(reply);
                    case ERROR -> internal(call, op.id(), reply);
                });
    }

    /** Answers an Op on the calling verticle's event loop. Completes when the whole cluster knows the address. */
    public <Q, R> Future<Void> serve(Op<Q, R> op, Handler<Q, R> handler) {
        ObjectReader reader = Json.requestReader(op.request());
        MessageConsumer<Buffer> consumer = events.consumer(op.id(), message -> {
            inFlight.incrementAndGet();
            answer(op, handler, reader, message).onComplete(done -> inFlight.decrementAndGet());
        });
        servedHere.computeIfAbsent(op.id(), id -> new AtomicInteger()).incrementAndGet();
        return consumer.completion();
    }

    /** Serves at an address of this node alone, which is withdrawn after all shared ones. */
    public <Q, R> Future<Void> serveAt(String nodeId, Op<Q, R> op, Handler<Q, R> handler) {
        return serve(op.at(nodeId), handler);
    }

    @SuppressWarnings("unchecked") // the reader is made of the Op's own request type
    private <Q, R> Future<?> answer(Op<Q, R> op, Handler<Q, R> handler, ObjectReader reader, Message<Buffer> message) {
        Call call;
        try {
            call = Headers.read(message.headers(), seal);
            RequestContext.bind(call.requestId());
            access.check(op, call.principal());
        } catch (Failure e) {
            FailureWire.reply(message, e);
            return Future.succeededFuture();
        }
        Future<R> result;
        try {
            Q request = (Q) Json.readRequest(reader, message.body());
            result = handler.handle(request, call);
        } catch (Exception e) {
            result = Future.failedFuture(e);
        }
        return result.transform(done -> {
            if (done.failed()) {
                FailureWire.reply(
                        message, done.cause() instanceof Failure f ? f : internal(call, op.id(), done.cause()));
            } else {
                reply(op, call, message, done.result());
            }
            return Future.succeededFuture();
        });
    }

    private static void reply(Op<?, ?> op, Call call, Message<Buffer> message, @Nullable Object result) {
        try {
            Buffer body = Json.write(Objects.requireNonNull(result, "a handler's answer"));
            var options = new DeliveryOptions();
            if (result instanceof Versioned versioned) {
                options.addHeader(Headers.VERSION, Long.toString(versioned.version()));
            }
            if (call.notes().replayed()) {
                options.addHeader(Headers.REPLAYED, "true");
            }
            if (call.notes().askerChanged()) {
                options.addHeader(Headers.ASKER_CHANGED, "true");
            }
            message.reply(body, options);
        } catch (RuntimeException e) {
            FailureWire.reply(message, internal(call, op.id(), e));
        }
    }

    /** Tells every listener, and one instance of each concern that the topic names as an actor. */
    public <E> void publish(Topic<E> topic, E event) {
        Buffer body = Json.write(event);
        var options = new DeliveryOptions()
                .addHeader(Event.ID, UUID.randomUUID().toString())
                .addHeader(Event.AT, Instant.now().toString());
        events.publish(topic.id(), body, options);
        for (String actor : topic.actors()) {
            String address = topic.addressOf(actor);
            events.send(address, body, new DeliveryOptions(options).setLocalOnly(servesHere(address)));
        }
    }

    /** Hears the topic on every node that calls this: caches and live streams, never anything that writes. */
    public <E> Future<Void> onEvery(Topic<E> topic, Consumer<Event<E>> listener) {
        return listen(topic.id(), topic, listener).completion();
    }

    /** One instance of the concern hears the event: for whatever writes. */
    public <E> Future<Void> onOne(Topic<E> topic, String concern, Consumer<Event<E>> listener) {
        if (!topic.actors().contains(concern)) {
            throw new IllegalArgumentException(topic.id() + " does not name " + concern + " as an actor");
        }
        String address = topic.addressOf(concern);
        servedHere.computeIfAbsent(address, id -> new AtomicInteger()).incrementAndGet();
        return listen(address, topic, listener).completion();
    }

    private <E> MessageConsumer<Buffer> listen(String address, Topic<E> topic, Consumer<Event<E>> listener) {
        return events.consumer(address, message -> {
            try {
                listener.accept(Event.read(message.headers(), message.body(), topic));
            } catch (RuntimeException e) {
                log.atError().setCause(e).addKeyValue("topic", topic.id()).log("a listener failed on an event");
            }
        });
    }

    /** What a JVM client gets for its API key: a seal that it can show, but not make. */
    public Handshake.Welcome welcome(Principal principal) {
        return new Handshake.Welcome(principal, seal.over(principal), HmacSeal.LIFE.toMillis() / 4);
    }

    /** This node has a handler for the Op. */
    public boolean servesHere(String address) {
        return servedHere.containsKey(address);
    }

    public Set<String> served() {
        return Set.copyOf(servedHere.keySet());
    }

    /** First phase of the drain: other nodes stop choosing this one; what is on its way is still answered. */
    public Future<Void> withdrawShared() {
        return cluster == null ? Future.succeededFuture() : cluster.withdraw(address -> !address.contains("@"));
    }

    /** Ids in the registry of addresses that no member has. */
    Future<Set<String>> strangers() {
        return cluster == null ? Future.succeededFuture(Set.of()) : vertx.executeBlocking(cluster::strangers, false);
    }

    Future<Void> forget(Set<String> strangers) {
        if (cluster == null || strangers.isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                () -> {
                    cluster.forget(strangers);
                    return null;
                },
                false);
    }

    /** Registers anew what the registry of addresses has lost of this node. @return how many addresses */
    Future<Integer> restore() {
        return cluster == null ? Future.succeededFuture(0) : vertx.executeBlocking(cluster::restore, false);
    }

    /** Called with the id of each node that joins, on a thread of the cluster's. */
    public void onJoined(Consumer<String> listener) {
        if (cluster != null) {
            cluster.onJoined(listener);
        }
    }

    /** Questions being answered on this node right now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Ids of all nodes of the cluster, this one included, the one that has been in it longest first. */
    public List<String> nodes() {
        return cluster == null ? List.of(nodeId()) : cluster.nodes();
    }

    public String nodeId() {
        return cluster == null ? "single" : cluster.getNodeId();
    }

    private static Failure internal(Call call, String op, Throwable cause) {
        log.atError()
                .setCause(cause)
                .addKeyValue("op", op)
                .addKeyValue("request_id", call.requestId())
                .log("an Op failed inside");
        return Failure.internal(call.requestId());
    }
}
