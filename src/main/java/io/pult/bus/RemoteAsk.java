package io.pult.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question that left this JVM. An idempotent one is put again, twice at most, when a node dies that may have had it, or
 * when nobody could be reached; the first answer counts. Thread-safe.
 */
final class RemoteAsk {
    private static final Logger log = LoggerFactory.getLogger(RemoteAsk.class);

    /**
     * The registry lags behind a node that has just left or come: whoever asks again at once may ask the dead one again. Ten
     * times what was seen.
     */
    private static final long REGISTRY_SETTLES_MS = 250;

    private static final int MOST = 3;

    private final Vertx vertx;
    private final Op<?, ?> op;
    private final Buffer body;
    private final DeliveryOptions options;
    private final long end;
    private final Promise<Message<Buffer>> answer = Promise.promise();
    private final AtomicInteger sent = new AtomicInteger();

    RemoteAsk(Vertx vertx, Op<?, ?> op, Buffer body, DeliveryOptions options) {
        this.vertx = vertx;
        this.op = op;
        this.body = body;
        this.options = options;
        this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.getSendTimeout());
    }

    Future<Message<Buffer>> send() {
        put(sent.incrementAndGet(), options);
        return answer.future();
    }

    /** Which node has the question is not known: any that leaves may. */
    void nodeLeft() {
        if (again(sent.get())) {
            log.atInfo().addKeyValue("op", op.id()).log("a node left; asking once more");
        }
    }

    /** @param attempt that came to nothing; when another one has followed already, this does nothing */
    private boolean again(int attempt) {
        if (!op.idempotent() || attempt >= MOST || answer.future().isComplete()) {
            return false;
        }
        if (!sent.compareAndSet(attempt, attempt + 1)) {
            return false;
        }
        vertx.setTimer(REGISTRY_SETTLES_MS, timer -> putAgain(attempt + 1));
        return true;
    }

    /** Within what is left of the first one's time. */
    private void putAgain(int attempt) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        var again = new DeliveryOptions(options).setSendTimeout(left);
        Headers.setBudget(again.getHeaders(), left);
        put(attempt, again);
    }

    private void put(int attempt, DeliveryOptions options) {
        vertx.eventBus().<Buffer>request(op.id(), body, options).onComplete(reply -> {
            if (reply.succeeded()) {
                answer.tryComplete(reply.result());
            } else if (attempt == sent.get() && !(unreachable(reply.cause()) && again(attempt))) {
                answer.tryFail(reply.cause());
            }
        });
    }

    private static boolean unreachable(Throwable cause) {
        return !(cause instanceof ReplyException reply) || reply.failureType() == ReplyFailure.NO_HANDLERS;
    }
}
