package io.pult.api;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.bus.Nothing;
import io.pult.contract.api.Health;
import io.pult.contract.api.Health.Component;
import io.pult.contract.api.Health.State;
import io.pult.infra.Ground;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether this node takes requests, and how the whole system is. */
final class StatusAnswers {
    private static final List<String> SEES_DETAILS = List.of("ADMIN", "api:read");
    private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

    /** The answer is public: asking it in a loop must not become a load on every node. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Ground ground;
    private final Edge edge;
    private @Nullable Future<List<Health>> last;
    private long lastAsked;

    StatusAnswers(Ground ground, Edge edge) {
        this.ground = ground;
        this.edge = edge;
    }

    /** @param nodes absent for those who may not see them */
    record Status(State status, @Nullable List<Health> nodes) {}

    record Alive(State status) {}

    void health(Exchange exchange, JsonObject arguments) {
        if (edge.draining()) {
            throw Failure.unavailable("node.draining", "This node is about to stop", RETRY_ELSEWHERE);
        }
        exchange.answer(200, Exchange.JSON, Json.write(new Alive(State.UP)));
    }

    void status(Exchange exchange, JsonObject arguments) {
        boolean details = exchange.principal().holdsAny(SEES_DETAILS);
        nodes().onSuccess(nodes -> exchange.answer(
                        200, Exchange.JSON, Json.write(new Status(overall(nodes), details ? nodes : null))))
                .onFailure(exchange::fail);
    }

    private Future<List<Health>> nodes() {
        Future<List<Health>> known = last;
        if (known != null && edge.now() - lastAsked < FRESH) {
            return known;
        }
        var asked = ground.bus().nodes().stream().map(this::node).toList();
        Future<List<Health>> fresh = Future.join(asked).map(done -> done.<Health>list());
        last = fresh;
        lastAsked = edge.now();
        return fresh;
    }

    private Future<Health> node(String id) {
        return ground.bus()
                .ask(Health.OF_NODE.at(id), Nothing.NOTHING, ground.systemCall(Health.OF_NODE.timeout()))
                .otherwise(silence -> new Health(
                        id, List.of(), null, List.of(new Component("node", State.DOWN, null, "does not answer"))));
    }

    /** Up: everything is. Down: no node is free of something that is down. */
    private static State overall(List<Health> nodes) {
        List<State> worst = nodes.stream().map(StatusAnswers::worst).toList();
        if (worst.stream().allMatch(State.UP::equals)) {
            return State.UP;
        }
        return worst.stream().allMatch(State.DOWN::equals) ? State.DOWN : State.DEGRADED;
    }

    private static State worst(Health node) {
        return node.components().stream()
                .map(Component::state)
                .max(Comparator.naturalOrder())
                .orElse(State.UP);
    }
}
