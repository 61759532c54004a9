package io.pult.playground.telegram.dc;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;

/** Writes frames to one connection, in the shape that was ordered. Confined to the connection's context. */
final class Outlet {
    private static final Duration COALESCED = Duration.ofMillis(50);
    private static final int MOST_PIECES = 100_000;

    private final NetSocket socket;
    private final Inlet inlet;
    private final ServerLoop loop;
    private final Faults faults;
    private final int port;
    private final ArrayDeque<Buffer> pieces = new ArrayDeque<>();
    private final ArrayDeque<Buffer> gathered = new ArrayDeque<>();
    private Duration pace = Duration.ZERO;
    private int frames;
    private int bytesLeft = -1;
    private boolean dripping;
    private boolean shut;

    Outlet(NetSocket socket, Inlet inlet, ServerLoop loop, Faults faults) {
        this.socket = socket;
        this.inlet = inlet;
        this.loop = loop;
        this.faults = faults;
        this.port = socket.remoteAddress().port();
    }

    boolean full() {
        return socket.writeQueueFull() || pieces.size() > 1_000;
    }

    /** Four bytes, a negative number: why the client is not served. */
    void refuse(int code) {
        byte[] room = loop.frameRoom(4);
        Framing.INT.set(room, Framing.ROOM, code);
        frame(room, 4);
    }

    /** The first 32 bits of a hash, bit 31 set; in abridged they go the other way round. */
    void quickAck(int bits) {
        var bytes = new byte[4];
        Framing.INT.set(bytes, 0, inlet.framing() == Framing.ABRIDGED ? Integer.reverseBytes(bits) : bits);
        Obfuscation obfuscation = inlet.obfuscation();
        if (obfuscation != null) {
            obfuscation.sent(bytes, 0, 4);
        }
        shaped(Buffer.buffer(bytes));
    }

    /** @param room with the frame at {@link Framing#ROOM} and as much room after it; used up */
    void frame(byte[] room, int length) {
        if (shut) {
            return;
        }
        Faults.Order order = faults.take(Fault.Moment.WRITE, port);
        if (order == null) {
            shaped(framed(room, length));
        } else {
            faulty(order, room, length);
        }
    }

    private void faulty(Faults.Order order, byte[] room, int length) {
        switch (order.fault()) {
            case WRONG_MSG_KEY -> {
                room[Framing.ROOM + 8] ^= 1;
                shaped(framed(room, length));
            }
            case REPLAY -> {
                byte[] copy = room.clone();
                shaped(framed(room, length));
                shaped(framed(copy, length));
            }
            case GARBAGE -> {
                loop.entropy().fill(room, Framing.ROOM, length);
                shaped(framed(room, length));
            }
            case QUICK_ACK -> {
                quickAck((int) loop.entropy().nonZero() | 1 << 31);
                shaped(framed(room, length));
            }
            case SPLIT -> drip(framed(room, length), order.value(1), Duration.ofMillis(1));
            case SLOW -> drip(framed(room, length), 1, Duration.ofMillis(order.value(10)));
            case COALESCE -> gather(framed(room, length), order.value(2));
            case RESET_IN_FRAME -> {
                Buffer frame = framed(room, length);
                socket.write(frame.slice(0, frame.length() / 2)).onComplete(written -> reset());
                shut = true;
            }
            case CLOSE_AFTER -> {
                bytesLeft = order.value(1);
                shaped(framed(room, length));
            }
            default -> throw new AssertionError(order.fault());
        }
    }

    private Buffer framed(byte[] room, int length) {
        Framing framing = inlet.framing();
        if (framing == null) {
            throw new IllegalStateException("nothing can be said before the client has named its transport");
        }
        int padding = 0;
        if (framing == Framing.PADDED) {
            padding = loop.entropy().below(16);
            loop.entropy().fill(room, Framing.ROOM + length, padding);
        }
        int begin = framing.begin(room, Framing.ROOM, length, padding, frames++);
        int end = Framing.ROOM + length;
        end += framing.end(room, begin, end, padding);
        Obfuscation obfuscation = inlet.obfuscation();
        if (obfuscation != null) {
            obfuscation.sent(room, begin, end - begin);
        }
        return Buffer.buffer(end - begin).appendBytes(room, begin, end - begin);
    }

    /** Behind whatever still waits to be written. */
    private void shaped(Buffer frame) {
        release();
        if (pieces.isEmpty()) {
            write(frame);
        } else {
            pieces.add(frame);
        }
    }

    private void drip(Buffer frame, int size, Duration each) {
        release();
        if (pieces.size() + frame.length() / size > MOST_PIECES) {
            reset();
            return;
        }
        for (int at = 0; at < frame.length(); at += size) {
            pieces.add(frame.getBuffer(at, Math.min(frame.length(), at + size)));
        }
        pace = each;
        if (!dripping) {
            dripping = true;
            drop();
        }
    }

    private void drop() {
        Buffer piece = pieces.poll();
        if (piece == null || shut) {
            dripping = false;
            return;
        }
        write(piece);
        loop.ticker().after(pace, this::drop);
    }

    private void gather(Buffer frame, int count) {
        gathered.add(frame);
        if (gathered.size() >= count) {
            release();
        } else if (gathered.size() == 1) {
            loop.ticker().after(COALESCED, this::release);
        }
    }

    private void release() {
        if (gathered.isEmpty()) {
            return;
        }
        var all = Buffer.buffer();
        gathered.forEach(all::appendBuffer);
        gathered.clear();
        write(all);
    }

    private void write(Buffer bytes) {
        if (shut) {
            return;
        }
        if (bytesLeft >= 0) {
            if (bytes.length() >= bytesLeft) {
                socket.write(bytes.getBuffer(0, bytesLeft));
                close();
                return;
            }
            bytesLeft -= bytes.length();
        }
        // A failure to write is a failure of the connection, which says so by closing.
        socket.write(bytes);
    }

    /** What was written before still goes out. */
    Future<Void> close() {
        release();
        shut = true;
        return socket.close();
    }

    /** With RST instead of FIN: what is underway is lost. */
    Future<Void> reset() {
        shut = true;
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        return socket.close();
    }

    void silence() {
        shut = true;
    }
}
