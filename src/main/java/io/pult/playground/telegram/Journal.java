package io.pult.playground.telegram;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was executed, so that a test can say "once". */
final class Journal {
    private final Map<Sent, Execution> executions = new LinkedHashMap<>();
    private final Map<String, long[]> calls = new HashMap<>();

    private record Sent(long user, long randomId) {}

    /** Says whether this message came before, and counts it. */
    boolean isRepeated(long user, long randomId) {
        return executions.computeIfPresent(
                        new Sent(user, randomId),
                        (sent, before) -> new Execution(user, randomId, before.message(), before.arrivals() + 1))
                != null;
    }

    void executed(long user, long randomId, int message) {
        executions.put(new Sent(user, randomId), new Execution(user, randomId, message, 1));
    }

    void called(String method) {
        calls.computeIfAbsent(method, first -> new long[1])[0]++;
    }

    List<Execution> executions() {
        return List.copyOf(executions.values());
    }

    Map<String, Long> calls() {
        var counts = new TreeMap<String, Long>();
        calls.forEach((method, count) -> counts.put(method, count[0]));
        return counts;
    }
}
