package io.pult.infra;

import io.micrometer.core.instrument.MeterRegistry;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a concern's verticle is given to stand on. The stores are settings, not clients: each verticle opens its own, on
 * its own event loop, and closes them itself.
 *
 * @param instance of the system: the id in its database, which also names its cluster
 * @param nodeName for people and logs; not unique over time
 * @param outbox of this node: what is put here goes out at once, not at the next look
 * @param vitals where whoever talks to something outside tells how it went
 * @param lease of this node's incarnation, under which everything is owned that must exist once
 */
public record Ground(
        UUID instance,
        String nodeName,
        Bus bus,
        PgSettings postgres,
        RedisSettings redis,
        Secrets secrets,
        Lease lease,
        InstantSource clock,
        MeterRegistry metrics,
        Vitals vitals,
        Outbox outbox) {

    /** A question that the concern puts on its own account. */
    public Call systemCall(Duration budget) {
        return Call.system(nodeName, budget);
    }
}
