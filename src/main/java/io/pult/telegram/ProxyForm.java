package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.Exit;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as a person gives it, with everything that can be wrong with it looked at.
 *
 * @param host a name or an address, in small letters, IPv6 without brackets
 * @param secret the password of a SOCKS5 proxy, the secret of an MTProxy
 */
record ProxyForm(
        Kind kind,
        String host,
        int port,
        @Nullable String username,
        @Nullable String secret) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");
    private static final int MAX_CREDENTIAL = 255;

    /** @throws Failure UNPROCESSABLE, with nothing of the secret in its text */
    ProxyForm {
        host = host.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean address = host.contains(":") && IPV6.matcher(host).matches();
        if (!address && !NAME.matcher(host).matches()) {
            throw Failure.unprocessable("proxy.host_invalid", "The host of a proxy is a name or an address");
        }
        if (port < 1 || port > 65_535) {
            throw Failure.unprocessable("proxy.port_invalid", "The port of a proxy is 1 to 65535");
        }
        if (kind == Kind.SOCKS5) {
            requireCredentials(username, secret);
        } else {
            requireSecret(username, secret);
        }
    }

    private static void requireCredentials(@Nullable String username, @Nullable String password) {
        if ((username == null) != (password == null)) {
            throw Failure.unprocessable(
                    "proxy.credentials_incomplete", "A SOCKS5 proxy takes a username with a password, or neither");
        }
        if (username != null && (!fits(username) || !fits(password))) {
            throw Failure.unprocessable(
                    "proxy.credentials_invalid",
                    "The username and the password of a SOCKS5 proxy have 1 to " + MAX_CREDENTIAL + " bytes");
        }
    }

    /** RFC 1929 has one byte for the length. */
    private static boolean fits(@Nullable String credential) {
        return credential != null
                && !credential.isEmpty()
                && credential.indexOf('\0') < 0
                && credential.getBytes(StandardCharsets.UTF_8).length <= MAX_CREDENTIAL;
    }

    private static void requireSecret(@Nullable String username, @Nullable String secret) {
        if (username != null) {
            throw Failure.unprocessable("proxy.credentials_invalid", "An MTProxy has a secret and no username");
        }
        try {
            Exit.MtProxy.of(new Address("127.0.0.1", 1), secret == null ? "" : secret);
        } catch (IllegalArgumentException e) {
            throw Failure.unprocessable("proxy.secret_invalid", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "ProxyForm[" + kind.text() + " " + host + ":" + port + "]";
    }
}
