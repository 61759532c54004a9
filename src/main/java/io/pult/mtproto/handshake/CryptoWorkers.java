package io.pult.mtproto.handshake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/**
 * Threads for the arithmetic that takes too long for an event loop: four key exchanges and two passwords at a time, and a
 * bounded number that waits. For all event loops of a Vert.x; the futures complete on the context that asked.
 */
public final class CryptoWorkers {
    private final Lane exchanges;
    private final Lane passwords;

    public CryptoWorkers(Vertx vertx) {
        this.exchanges = new Lane(vertx, "mtproto-exchange", 4, 1_000);
        this.passwords = new Lane(vertx, "mtproto-password", 2, 200);
    }

    /** A step of a key exchange: some milliseconds. Fails with {@link Busy} when too much waits or after {@link #close}. */
    public <R> Future<R> exchange(Callable<R> work) {
        return exchanges.run(work);
    }

    /** A proof that a password is known: some 80 ms. Fails as {@link #exchange} does. */
    public <R> Future<R> password(Callable<R> work) {
        return passwords.run(work);
    }

    /** What waits fails at once; succeeds when what runs is done. To be called before its Vert.x is closed. */
    public Future<Void> close() {
        return Future.join(exchanges.close(), passwords.close()).mapEmpty();
    }

    /** Nothing was computed. Worth another try later. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message, null, false, false);
        }
    }
}
