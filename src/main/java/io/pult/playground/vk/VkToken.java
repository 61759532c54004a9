package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A token in use: what it may still do, and what was done with it. Confined to the stand-in's context. */
final class VkToken {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final String value;
    private VkTokenSpec spec;

    private final Deque<Instant> admitted = new ArrayDeque<>();
    private final Map<String, DayCount> spent = new HashMap<>();

    private final Map<String, Long> calls = new TreeMap<>();
    private final Map<String, Long> innerCalls = new TreeMap<>();
    private final Map<String, Long> errors = new TreeMap<>();

    VkToken(String value, VkTokenSpec spec) {
        this.value = value;
        this.spec = spec;
    }

    String value() {
        return value;
    }

    VkTokenSpec spec() {
        return spec;
    }

    /** Changes what the token may do from now on; what it has done is kept. */
    void redefine(VkTokenSpec changed) {
        spec = changed;
    }

    /**
     * Counts a call towards the sliding second. A refused call is not counted: a client that hammers would otherwise
     * never be admitted again.
     */
    void spendSecond(Instant now) {
        while (!admitted.isEmpty() && !admitted.peekFirst().plus(SECOND).isAfter(now)) {
            admitted.removeFirst();
        }
        if (admitted.size() >= spec.rps()) {
            throw VkErrors.of(6);
        }
        admitted.addLast(now);
    }

    /** Counts a call, also one inside {@code execute}, towards the method's day, which begins with its first call. */
    void spendQuota(String method, Instant now) {
        Integer limit = spec.quota().get(method);
        if (limit == null) {
            return;
        }
        DayCount day = spent.get(method);
        if (day == null || !day.since().plus(DAY).isAfter(now)) {
            day = new DayCount(now, 0);
        }
        if (day.count() >= limit) {
            throw VkErrors.of(29);
        }
        spent.put(method, new DayCount(day.since(), day.count() + 1));
    }

    void called(String method) {
        calls.merge(method, 1L, Long::sum);
    }

    void calledInside(String method) {
        innerCalls.merge(method, 1L, Long::sum);
    }

    void refused(int code) {
        errors.merge(Integer.toString(code), 1L, Long::sum);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("token", value)
                .mergeIn(spec.toJson())
                .put("calls", new JsonObject(new TreeMap<>(calls)))
                .put("inner_calls", new JsonObject(new TreeMap<>(innerCalls)))
                .put("errors", new JsonObject(new TreeMap<>(errors)));
    }

    private record DayCount(Instant since, int count) {}
}
