package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A token in use: what it may still do, and what was done with it. Confined to the stand-in's context. */
final class VkToken {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final String value;
    private VkTokenSpec spec;

    private final RateWindow second = new RateWindow();
    private final Map<String, Day> spent;

    private final Tally calls = new Tally();
    private final Tally innerCalls = new Tally();
    private final Tally errors = new Tally();

    VkToken(String value, VkTokenSpec spec) {
        this(value, spec, new HashMap<>());
    }

    private VkToken(String value, VkTokenSpec spec, Map<String, Day> spent) {
        this.value = value;
        this.spec = spec;
        this.spent = spent;
    }

    /** A token of the same user in place of this one: what counts days counts on. */
    VkToken successor(String newValue, VkTokenSpec newSpec) {
        return new VkToken(newValue, newSpec, spent);
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

    /** @param window how long VK's "second" is, in milliseconds */
    void spendSecond(long now, int window) {
        if (!second.admits(now, spec.rps(), window)) {
            throw VkErrors.of(6);
        }
    }

    /** Counts a call, also one inside {@code execute}, towards the method's day, which begins with its first call. */
    void spendQuota(String method, long now) {
        Integer limit = spec.quota().get(method);
        if (limit == null) {
            return;
        }
        Day day = spent.get(method);
        if (day == null || day.since + DAY <= now) {
            day = new Day(now);
            spent.put(method, day);
        }
        if (day.calls >= limit) {
            throw VkErrors.of(29);
        }
        day.calls++;
    }

    void called(String method) {
        calls.count(method);
    }

    void calledInside(String method) {
        innerCalls.count(method);
    }

    void refused(int code) {
        errors.count(Integer.toString(code));
    }

    void addTo(Tally allCalls, Tally allInnerCalls, Tally allErrors) {
        allCalls.add(calls);
        allInnerCalls.add(innerCalls);
        allErrors.add(errors);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("token", value)
                .mergeIn(spec.toJson())
                .put("calls", calls.toJson())
                .put("inner_calls", innerCalls.toJson())
                .put("errors", errors.toJson());
    }

    private static final class Day {
        private final long since;
        private int calls;

        private Day(long since) {
            this.since = since;
        }
    }
}
