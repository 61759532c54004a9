package io.pult.telegram;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pult.mtproto.session.Meter;
import io.pult.mtproto.session.Meters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What happens to all sessions of this node together, as counters {@code pult.telegram.…}. */
final class SessionMeters implements Meters {
    private final Map<Meter, Counter> counters = new EnumMap<>(Meter.class);

    SessionMeters(MeterRegistry registry) {
        for (Meter meter : Meter.values()) {
            String name =
                    "pult.telegram." + meter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            counters.put(meter, registry.counter(name));
        }
    }

    @Override
    public void count(Meter meter) {
        Counter counter = counters.get(meter);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Since the node started. */
    long count(Meter first, Meter... more) {
        double sum = of(first);
        for (Meter meter : more) {
            sum += of(meter);
        }
        return (long) sum;
    }

    private double of(Meter meter) {
        Counter counter = counters.get(meter);
        return counter == null ? 0 : counter.count();
    }
}
