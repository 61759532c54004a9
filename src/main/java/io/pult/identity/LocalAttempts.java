package io.pult.identity;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The counts of {@link Attempts} on one node, for while Redis is away. Bounded: the count that was not looked at for longest
 * is forgotten first, and whoever guesses keeps that of his own address in use. Confined to one context.
 */
final class LocalAttempts {
    static final int MOST = 10_000;

    private final Attempts.Pace pace;
    private final LongSupplier nanos;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST;
        }
    };

    LocalAttempts(Attempts.Pace pace, LongSupplier nanos) {
        this.pace = pace;
        this.nanos = nanos;
    }

    private static final class Count {
        private final int free;
        private int wrong;
        private long last;

        Count(int free) {
            this.free = free;
        }
    }

    /** @return how long to wait; zero: the attempt may be made, and counts */
    Duration begin(String account, @Nullable String address) {
        long now = nanos.getAsLong();
        var touched = new ArrayList<>(List.of(count(account, pace.ofAccount(), now)));
        if (address != null) {
            touched.add(count(address, pace.ofAddress(), now));
        }
        long wait = touched.stream().mapToLong(count -> wait(count, now)).max().orElse(0);
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        touched.forEach(count -> {
            count.wrong++;
            count.last = now;
        });
        return Duration.ZERO;
    }

    private Count count(String key, int free, long now) {
        Count known = counts.get(key);
        if (known != null && now - known.last > pace.memory().toNanos()) {
            counts.remove(key);
        }
        return Objects.requireNonNull(counts.computeIfAbsent(key, fresh -> new Count(free)));
    }

    private long wait(Count count, long now) {
        int over = count.wrong - count.free;
        if (over < 0) {
            return 0;
        }
        long rest = Math.min(
                pace.longest().toNanos(),
                pace.first().multipliedBy(1L << Math.min(over, 20)).toNanos());
        return Math.max(0, count.last + rest - now);
    }

    Attempts.Attempt attempt(String account, @Nullable String address) {
        return new Attempts.Attempt() {
            @Override
            public Future<Void> right() {
                counts.remove(account);
                takeBack(address);
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> withdraw() {
                takeBack(account);
                takeBack(address);
                return Future.succeededFuture();
            }
        };
    }

    int size() {
        return counts.size();
    }

    private void takeBack(@Nullable String key) {
        Count known = key == null ? null : counts.get(key);
        if (known != null && known.wrong > 0) {
            known.wrong--;
        }
    }
}
