package io.pult.api;

/**
 * Where metrics and probes are answered, apart from the public port because they need no key.
 *
 * @param host loopback unless a private network is meant
 * @param port 0 lets the system choose
 */
public record ManagementSettings(String host, int port) {
    public ManagementSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + " and must be 0 to 65535");
        }
    }
}
