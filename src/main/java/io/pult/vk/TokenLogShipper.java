package io.pult.vk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rows into the database. Bringing one again changes nothing. */
final class TokenLogShipper {
    private static final Logger log = LoggerFactory.getLogger(TokenLogShipper.class);

    private final Pg pg;
    private final Counter lost;

    TokenLogShipper(Pg pg, MeterRegistry metrics) {
        this.pg = pg;
        this.lost = Counter.builder("pult.vk.token_log.lost")
                .description("Attempts that could not be logged")
                .register(metrics);
    }

    /**
     * In a transaction, for its connection: a batch must not stand before the other statements of the concern.
     *
     * @return fails with a {@link Failure} when the database is away; some of the rows may be there then
     */
    Future<Void> ship(List<TokenLog> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        return pg.tx(tx -> new TokenLogStore(tx).insert(rows)).recover(cause -> refused(rows, cause));
    }

    /** The database is there and refuses a row: the others pass, half by half, until the row is alone. */
    private Future<Void> refused(List<TokenLog> rows, Throwable cause) {
        if (cause instanceof Failure) {
            return Future.failedFuture(cause);
        }
        if (rows.size() == 1) {
            log.atError().setCause(cause).log("an attempt cannot be logged");
            lose();
            return Future.succeededFuture();
        }
        int half = rows.size() / 2;
        return ship(rows.subList(0, half)).compose(done -> ship(rows.subList(half, rows.size())));
    }

    /** Counts an attempt that the log will never have. */
    void lose() {
        lost.increment();
    }
}
