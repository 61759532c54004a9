package io.pult.bus;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import org.jspecify.annotations.Nullable;

/**
 * The id of the request that the current piece of work belongs to, for the log. It follows the work over the stores'
 * callbacks because Vert.x runs them on the same duplicated context.
 */
public final class RequestContext {
    private static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    private RequestContext() {}

    /** Called once before Vert.x is created: a local that is registered later has no place in its contexts. */
    public static void register() {
        // loading this class is what registers
    }

    /** Outside a context, or on one that outlives the request, there is nothing to bind to. */
    public static void bind(String requestId) {
        if (Vertx.currentContext() instanceof ContextInternal context && context.isDuplicate()) {
            context.putLocal(ID, AccessMode.CONCURRENT, requestId);
        }
    }

    public static @Nullable String current() {
        return Vertx.currentContext() instanceof ContextInternal context && context.isDuplicate()
                ? context.getLocal(ID, AccessMode.CONCURRENT)
                : null;
    }
}
