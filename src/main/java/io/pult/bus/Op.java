package io.pult.bus;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.time.Duration;

/**
 * A question that one concern answers.
 *
 * @param id address on the bus and {@code operationId} in the HTTP contract; an id that starts with {@code ~} is not
 *     reachable from HTTP
 * @param timeout how long the asker waits at most; the caller's remaining budget may shorten it
 * @param idempotent asking twice does what asking once does, so that the bus may ask again when a node dies
 */
public record Op<Q, R>(String id, JavaType request, JavaType reply, Duration timeout, boolean idempotent) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public static <Q, R> Op<Q, R> of(String id, Class<Q> request, Class<R> reply) {
        return new Op<>(id, type(request), type(reply), DEFAULT_TIMEOUT, false);
    }

    /** An Op that answers one keyset page; reading is idempotent by nature. */
    public static <Q, T> Op<Q, Page<T>> page(String id, Class<Q> request, Class<T> item) {
        JavaType page = TypeFactory.defaultInstance().constructParametricType(Page.class, item);
        return new Op<>(id, type(request), page, DEFAULT_TIMEOUT, true);
    }

    public Op<Q, R> within(Duration timeout) {
        return new Op<>(id, request, reply, timeout, idempotent);
    }

    public Op<Q, R> asIdempotent() {
        return new Op<>(id, request, reply, timeout, true);
    }

    /** The same question put to one node: a shared address answers from any of them. */
    public Op<Q, R> at(String nodeId) {
        return new Op<>(id + "@" + nodeId, request, reply, timeout, idempotent);
    }

    public boolean internal() {
        return id.startsWith("~");
    }

    private static JavaType type(Class<?> type) {
        return TypeFactory.defaultInstance().constructType(type);
    }
}
