package io.pult.bus;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * One system call for all that a turn of the event loop wrote to a connection, where Vert.x makes one for each message of
 * the bus and each statement. It concerns connections that this process opened: to other nodes and to the stores.
 *
 * <p>Netty finds it through {@code META-INF/services} once {@link #EXTENSIONS} is {@code serviceload}.
 */
public final class FlushPerTurn extends ChannelInitializerExtension {
    /** A system property, to be set before the first connection is opened. */
    public static final String EXTENSIONS = EXTENSIONS_SYSTEM_PROPERTY;

    private static final int MESSAGES = 64;

    @Override
    public void postInitializeClientChannel(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MESSAGES, true));
    }
}
