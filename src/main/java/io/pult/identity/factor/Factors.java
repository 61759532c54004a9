package io.pult.identity.factor;

import io.pult.bus.Bus;
import io.pult.identity.SecondSteps;
import io.pult.identity.SignIns;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The second factors as the verticle sees them. */
public final class Factors {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Ceremonies ceremonies;
    private final TotpSecrets totpSecrets;

    /** To be called on the context that {@link #serve} is called on. */
    public Factors(Vertx vertx, Pg pg, Secrets secrets, Outbox outbox, InstantSource clock, PasskeySite site) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.ceremonies = new Ceremonies(vertx, site);
        this.totpSecrets = new TotpSecrets(secrets, site.id());
    }

    public SecondSteps secondSteps() {
        return new FactorSecondSteps(pg, clock);
    }

    public Future<?> serve(Bus bus, SignIns signIns) {
        var changes = new FactorChanges(pg, outbox, clock);
        var attempts = new FactorAttempts(totpSecrets, outbox, clock);
        var challenges = new Challenges(pg, clock);
        var proofs = new PasskeyProofs(pg, challenges, ceremonies);
        return Future.all(List.of(
                new TotpHandlers(pg, totpSecrets, changes, clock).serve(bus),
                new PasskeyHandlers(pg, ceremonies, challenges, changes, clock).serve(bus),
                new PasskeySignInHandlers(pg, ceremonies, challenges, proofs, attempts, signIns).serve(bus),
                new SecondStepHandlers(pg, ceremonies, challenges, proofs, attempts, signIns, clock).serve(bus),
                new ConfirmationHandlers(pg, ceremonies, challenges, proofs, attempts, outbox, clock).serve(bus),
                new SecondFactorHandlers(pg, changes, clock).serve(bus),
                new TotpRekey(pg, totpSecrets).serve(bus)));
    }

    /** What is over; called every minute. */
    public Future<?> forgetOld() {
        Instant now = clock.instant();
        return Future.all(
                new PasskeyChallengeStore(pg).forgetBefore(now),
                new SecondStepStore(pg).forgetBefore(now),
                new FactorFailureStore(pg).forgetBefore(FactorGuard.horizon(now)));
    }

    public Future<Void> close() {
        return ceremonies.close();
    }
}
