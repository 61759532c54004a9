package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Backoff;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is the case with a session, on its way into the table: one after the other, the newest in the end, and again for as long
 * as the database is away. Confined to the loop of the verticle.
 */
final class SessionFacts {
    private static final Logger log = LoggerFactory.getLogger(SessionFacts.class);
    /** An hour of a database that is away: a state that is not written down by then will be found out again. */
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2), 1_800);

    private final SessionParts parts;
    private final BooleanSupplier over;
    private Future<?> written = Future.succeededFuture();
    private long newest;

    /** @param over whether the session is not ours to write about any more */
    SessionFacts(SessionParts parts, BooleanSupplier over) {
        this.parts = parts;
        this.over = over;
    }

    /** When what was begun until now has come to its end. */
    Future<?> written() {
        return written;
    }

    /**
     * @param now what is written down
     * @param always also when something newer follows: a key is forgotten whatever comes after it
     * @return false when the session is somebody else's by now
     */
    Future<Boolean> write(SessionRow now, boolean always, Supplier<Future<Boolean>> statement) {
        long mine = ++newest;
        Future<Boolean> mineWritten = written.transform(before -> mine != newest && !always
                ? Future.succeededFuture(true)
                : again(() -> always || mine == newest, statement));
        written = mineWritten;
        return mineWritten.onFailure(cause -> log.atWarn()
                .addKeyValue("account", now.account())
                .addKeyValue("state", now.state().text())
                .addKeyValue("reason", cause.toString())
                .log("the state of a session could not be written down"));
    }

    /** Tries for as long as the database is away and it is still of use. */
    <T> Future<T> again(BooleanSupplier ofUse, Supplier<Future<T>> statement) {
        return AGAIN.retry(
                parts.vertx(), cause -> away(cause) && !over.getAsBoolean() && ofUse.getAsBoolean(), statement);
    }

    /** The database is away, and may be back. */
    static boolean away(Throwable cause) {
        return cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAVAILABLE;
    }
}
