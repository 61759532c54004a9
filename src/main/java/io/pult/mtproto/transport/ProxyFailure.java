package io.pult.mtproto.transport;

/**
 * The proxy is at fault, or says that what is behind it is: another address of the data centre would not help. Its text has
 * neither the proxy's address nor its credentials.
 */
public final class ProxyFailure extends TransportFailure {
    private static final long serialVersionUID = 1L;

    ProxyFailure(String message) {
        super(message);
    }
}
