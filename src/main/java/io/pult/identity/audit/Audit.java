package io.pult.identity.audit;

import io.pult.bus.Bus;
import io.pult.identity.PersonalData;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** The audit's part of the concern's verticle. */
public final class Audit {
    private final AuditStore store;
    private final AuditUpkeep upkeep;

    public Audit(Vertx vertx, Pg pg, InstantSource clock, AuditSettings settings) {
        this.store = new AuditStore(pg);
        this.upkeep = new AuditUpkeep(vertx, store, clock, settings.keep());
    }

    public Future<?> serve(Bus bus, Ticker timers) {
        upkeep.start(timers);
        return new AuditHandlers(store).serve(bus);
    }

    public PersonalData data() {
        return new AuditData(store);
    }
}
