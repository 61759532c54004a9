package io.pult.mtproto.transport;

/**
 * Where something listens.
 *
 * @param host an IPv4 or IPv6 literal without brackets, or a name, which a SOCKS5 proxy resolves itself
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    public Address {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an address needs a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
