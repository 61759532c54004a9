package io.pult.mtproto.session;

import io.pult.mtproto.handshake.AgreedKey;
import io.pult.mtproto.handshake.HandshakeFailure;
import io.pult.mtproto.transport.Link;
import io.pult.mtproto.transport.LinkListener;
import io.pult.mtproto.transport.ProxyFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/** One connection of a session, from the attempt to its end; what a former one still says is not heard. */
final class Connection implements LinkListener {
    /** Telegram says that the number of its data centre is not known: only another configuration helps. */
    private static final long MISCONFIGURED = 60_000;

    private static final int NOT_FOUND = -404;
    private static final int FLOOD = -429;
    private static final int WRONG_DC = -444;

    private final SessionLoop loop;
    private final Session session;
    private final Future<Link> dial;

    Connection(SessionLoop loop, Session session, Future<Link> dial) {
        this.loop = loop;
        this.session = session;
        this.dial = dial;
    }

    void listen() {
        dial.onComplete(this::dialed);
    }

    /** Of a connection that stands. */
    Link link() {
        return dial.result();
    }

    /** Also of one that is still being opened. @return when it is closed */
    Future<Void> hangUp() {
        return dial.transform(done -> done.succeeded() ? done.result().close() : Future.succeededFuture());
    }

    private void dialed(AsyncResult<Link> done) {
        if (!session.isOn(this)) {
            return;
        }
        if (done.succeeded()) {
            session.dialed(this, done.result());
            return;
        }
        String why = String.valueOf(done.cause().getMessage());
        if (done.cause() instanceof ProxyFailure) {
            // Another address would be as far away, and a connection without the proxy would tell who we are.
            loop.count(Meter.PROXY_FAILED);
            session.proxyFailed(why);
        } else {
            loop.count(Meter.CONNECT_FAILED);
            session.rotateAddress();
            session.failed(why, 0);
        }
    }

    void exchanged(AsyncResult<AgreedKey> done) {
        if (!session.isOn(this)) {
            return;
        }
        if (done.succeeded()) {
            session.agreed(done.result());
            return;
        }
        loop.count(Meter.KEY_EXCHANGE_FAILED);
        int code = done.cause() instanceof HandshakeFailure failure ? failure.code() : 0;
        session.failed(String.valueOf(done.cause().getMessage()), code == 0 ? 0 : pause(code));
    }

    @Override
    public void frame(byte[] bytes, int offset, int length) {
        if (session.isOn(this)) {
            session.frame(bytes, offset, length);
        }
    }

    @Override
    public void refused(int code) {
        if (!session.isOn(this)) {
            return;
        }
        long pause = pause(code);
        if (code == NOT_FOUND && session.notFound() == 2) {
            // Never a new key instead: it would belong to nobody, and the old one may only be unknown for a moment.
            session.lost(Loss.KEY_NOT_FOUND);
        } else {
            session.failed("the server refuses the connection with " + code, pause);
        }
    }

    /** @return milliseconds before the next attempt, at least */
    private long pause(int code) {
        switch (code) {
            case NOT_FOUND -> loop.count(Meter.TRANSPORT_NOT_FOUND);
            case FLOOD -> loop.count(Meter.TRANSPORT_FLOOD);
            default -> loop.count(Meter.TRANSPORT_REFUSED);
        }
        return switch (code) {
            case FLOOD -> loop.ramp().flooded(session.plan().exit(), loop.now());
            case WRONG_DC -> MISCONFIGURED;
            default -> 0;
        };
    }

    @Override
    public void closed(String why) {
        if (session.isOn(this)) {
            session.failed(why, 0);
        }
    }
}
