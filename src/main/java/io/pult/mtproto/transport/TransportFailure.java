package io.pult.mtproto.transport;

/** A connection that does not come about or a frame that cannot be sent, in words. Without a stack trace. */
public sealed class TransportFailure extends RuntimeException permits ProxyFailure {
    private static final long serialVersionUID = 1L;

    TransportFailure(String message) {
        super(message, null, false, false);
    }
}
