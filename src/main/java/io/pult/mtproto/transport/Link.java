package io.pult.mtproto.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.pult.mtproto.crypto.Entropy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection that carries frames. Confined to the context that it was dialled on. Nothing is read before somebody listens.
 */
public final class Link {
    /** The longest frame that a server takes (seen in mtcute). */
    public static final int MOST_OUT = 1_044_404;

    private final NetSocketInternal socket;
    private final Inbox inbox;
    private final Entropy entropy;
    private final Framing framing;
    private final @Nullable Obfuscation obfuscation;
    private final FrameReader reader;
    private @Nullable LinkListener listener;
    private @Nullable Promise<Void> closing;
    private @Nullable String why;
    private boolean opened;
    private boolean closed;

    Link(NetSocketInternal socket, Inbox inbox, Entropy entropy, Framing framing, @Nullable Obfuscation obfuscation) {
        this.socket = socket;
        this.inbox = inbox;
        this.entropy = entropy;
        this.framing = framing;
        this.obfuscation = obfuscation;
        this.reader = new FrameReader(framing);
        socket.messageHandler(this::received);
        socket.exceptionHandler(broken -> ended("the connection broke: " + broken.getMessage()));
        socket.closeHandler(gone -> gone());
        socket.pause();
    }

    /** From now on this one is told, and no other. A link that is closed already tells it at once. */
    public void listen(LinkListener next) {
        listener = next;
        if (closed) {
            next.closed(closedBecause());
        } else {
            socket.resume();
        }
    }

    /**
     * Sends a copy of the frame in one write.
     *
     * @param length a multiple of 4 up to {@link #MOST_OUT}
     * @return when it left this process; fails with {@link TransportFailure} when the link is closed or the length is wrong
     */
    public Future<Void> send(byte[] frame, int offset, int length) {
        if (why != null) {
            return Future.failedFuture(new TransportFailure("the connection is closed"));
        }
        if (length <= 0 || length > MOST_OUT || length % 4 != 0) {
            return Future.failedFuture(new TransportFailure("a frame of " + length + " bytes cannot be sent"));
        }
        // Not from a pool: what waits in the queue of a socket that is closed is not given back to one.
        return socket.writeMessage(Unpooled.wrappedBuffer(outgoing(frame, offset, length)));
    }

    /** Whether so much waits to be written that the sender should wait for {@link #drained}. */
    public boolean full() {
        return socket.writeQueueFull();
    }

    /** Called each time when the link was full and no longer is. */
    public void drained(Runnable handler) {
        socket.drainHandler(drained -> {
            if (why == null) {
                handler.run();
            }
        });
    }

    /**
     * Closes the connection at once: what the system does not take right now is dropped.
     *
     * @return when the socket is closed; always succeeds
     */
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        if (closing == null) {
            closing = Promise.promise();
        }
        ended("it was closed here");
        return closing.future();
    }

    private byte[] outgoing(byte[] frame, int offset, int length) {
        byte[] opening = opened ? null : obfuscation == null ? tag() : obfuscation.header();
        int start = opening == null ? 0 : opening.length;
        int padding = framing == Framing.PADDED ? entropy.below(16) : 0;
        int header = framing.headerLength(length);
        var out = new byte[start + header + length + padding];
        if (opening != null) {
            System.arraycopy(opening, 0, out, 0, start);
        }
        framing.writeHeader(out, start, length + padding);
        System.arraycopy(frame, offset, out, start + header, length);
        entropy.fill(out, start + header + length, padding);
        if (obfuscation != null) {
            obfuscation.encrypt(out, start, out.length - start);
        }
        opened = true;
        return out;
    }

    private byte[] tag() {
        var tag = new byte[framing.tagLength()];
        Arrays.fill(tag, (byte) framing.tag());
        return tag;
    }

    private void received(Object message) {
        var arrived = (ByteBuf) message;
        int count = arrived.readableBytes();
        byte[] bytes;
        try {
            bytes = inbox.atLeast(count);
            arrived.readBytes(bytes, 0, count);
        } finally {
            arrived.release();
        }
        if (why != null) {
            return;
        }
        if (obfuscation != null) {
            obfuscation.decrypt(bytes, 0, count);
        }
        reader.over(bytes, 0, count);
        while (why == null && reader.next()) {
            tell();
        }
        if (reader.fault() != null) {
            ended(reader.fault());
        }
    }

    private void tell() {
        LinkListener told = listener;
        if (told == null) {
            return;
        }
        boolean passed = false;
        try {
            if (reader.refusal() != 0) {
                told.refused(reader.refusal());
            } else {
                told.frame(reader.bytes(), reader.offset(), reader.length());
            }
            passed = true;
        } finally {
            if (!passed) {
                // The frames behind this one are lost, and with them what the session knows.
                ended("what came could not be handled");
            }
        }
    }

    private void ended(String because) {
        if (why != null) {
            return;
        }
        why = because;
        // Not the socket's own close: it waits until all is written, which a peer that does not read puts off for ever.
        ChannelHandlerContext channel = socket.channelHandlerContext();
        channel.flush();
        channel.close();
    }

    private void gone() {
        closed = true;
        if (why == null) {
            why = reader.inTheMiddle() ? "the server closed it in the middle of a frame" : "the server closed it";
        }
        if (listener != null) {
            listener.closed(closedBecause());
        }
        if (closing != null) {
            closing.complete();
        }
    }

    private String closedBecause() {
        return why == null ? "it was closed" : why;
    }
}
