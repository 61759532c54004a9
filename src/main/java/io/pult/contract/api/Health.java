package io.pult.contract.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one node is.
 *
 * @param node its name, for people
 * @param concerns that it runs
 * @param load absent when it does not answer
 * @param components stores, concerns and outside systems as this node sees them
 */
public record Health(
        String node, List<String> concerns, @Nullable Load load, List<Component> components) {
    /** Asked at each node's own address; answers what is known and asks nobody, so that it is fast when others are not. */
    public static final Op<Nothing, Health> OF_NODE = Op.of("~node.health", Nothing.class, Health.class)
            .within(Duration.ofSeconds(2))
            .asIdempotent();

    public Health {
        concerns = List.copyOf(concerns);
        components = List.copyOf(components);
    }

    /**
     * @param lastSuccess when the component last did what it is there for; absent: not since the node started
     * @param detail for an administrator; never a secret
     */
    public record Component(
            String name,
            State state,
            @Nullable Instant lastSuccess,
            @Nullable String detail) {}

    /**
     * What the process uses.
     *
     * @param startedAt when it was started
     * @param processor share of all processors of the machine lately, 0 to 1; absent while it is not known
     * @param heapBytes in use, and the most there may be
     */
    public record Load(Instant startedAt, @Nullable Double processor, long heapBytes, long heapLimitBytes) {}

    /** Worst last. */
    public enum State {
        @JsonProperty("up")
        UP,
        @JsonProperty("degraded")
        DEGRADED,
        @JsonProperty("down")
        DOWN
    }
}
