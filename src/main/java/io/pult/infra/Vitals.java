package io.pult.infra;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of everything outside it, by name: when it last worked, and why it does not. Told by whoever talks
 * to the thing, read by the status page; asks nobody. Thread-safe.
 */
public final class Vitals {
    private final InstantSource clock;
    private final Map<String, Vital> vitals = new ConcurrentSkipListMap<>();

    public Vitals(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param working the last try succeeded, or there was none yet
     * @param lastSuccess absent: not since the node started
     * @param trouble for an administrator, never a secret; absent while it works
     */
    public record Vital(
            String name,
            boolean working,
            @Nullable Instant lastSuccess,
            @Nullable String trouble) {}

    public void succeeded(String name) {
        vitals.put(name, new Vital(name, true, clock.instant(), null));
    }

    public void failed(String name, String trouble) {
        vitals.compute(
                name, (same, known) -> new Vital(name, false, known == null ? null : known.lastSuccess, trouble));
    }

    public List<Vital> all() {
        return List.copyOf(vitals.values());
    }
}
