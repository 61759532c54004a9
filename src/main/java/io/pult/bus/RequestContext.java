package io.pult.bus;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import org.jspecify.annotations.Nullable;

/**
 * The id of the request that the current piece of work belongs to, for the log. It follows the work over the stores'
 * callbacks because Vert.x runs them on the same duplicated context.
 *
 * <p>A service provider of Vert.x, so that the local is registered before any of its contexts is made: one that comes
 * later has no place in them.
 */
public final class RequestContext implements VertxServiceProvider {
    private static final ContextLocal<String> ID = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap bootstrap) {
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
