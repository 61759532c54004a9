package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushPerTurnTest {
    private final DefaultEventLoopGroup loop = new DefaultEventLoopGroup(1);
    private final AtomicInteger flushes = new AtomicInteger();
    private final LinkedBlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).get();
    }

    @Test
    void what_one_turn_wrote_leaves_together_and_in_order() throws Exception {
        Channel channel = connected();
        new FlushPerTurn().postInitializeClientChannel(channel);
        channel.pipeline().addFirst(new Counter());

        int during = loop.submit(() -> {
                    List.of("one", "two", "three").forEach(channel::writeAndFlush);
                    return flushes.get();
                })
                .get();

        for (String message : List.of("one", "two", "three")) {
            assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(message);
        }
        assertThat(during).isZero();
        assertThat(flushes).hasValue(1);
    }

    @Test
    void netty_finds_it() {
        assertThat(ServiceLoader.load(ChannelInitializerExtension.class))
                .hasAtLeastOneElementOfType(FlushPerTurn.class);
    }

    private Channel connected() throws Exception {
        var here = new LocalAddress(FlushPerTurnTest.class);
        new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Receiver());
                    }
                })
                .bind(here)
                .get();
        return new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(here)
                .sync()
                .channel();
    }

    private final class Counter extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext context) {
            flushes.incrementAndGet();
            context.flush();
        }
    }

    private final class Receiver extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            arrived.add(message);
        }
    }
}
