package io.pult.mtproto.transport;

import io.netty.handler.proxy.ProxyConnectException;
import io.pult.mtproto.crypto.Entropy;
import io.vertx.core.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens links. One for each event loop, since its links share what they read into; all may share one client, which keeps no
 * proxy of its own. Confined to one thread.
 */
public final class Dialer {
    /** Until the connection stands, and as long again until a SOCKS5 proxy has passed it on. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NetClient client;
    private final Entropy entropy;
    private final Duration patience;
    private final Inbox inbox = new Inbox();

    public Dialer(NetClient client, Entropy entropy) {
        this(client, entropy, PATIENCE);
    }

    public Dialer(NetClient client, Entropy entropy, Duration patience) {
        this.client = client;
        this.entropy = entropy;
        this.patience = patience;
    }

    /**
     * For the client that dialers share: no hidden attempts, as a session connects at its own pace, and no idle timeout, as
     * it pings.
     */
    public static NetClientOptions options() {
        return new NetClientOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReconnectAttempts(0)
                .setIdleTimeout(0);
    }

    /**
     * To be called on the owner's context: the link stays there.
     *
     * @param framing that the data centre is spoken to in; an MTProxy's secret may ask for another
     * @param obfuscated by "obfuscated2"; a connection to an MTProxy always is
     * @return fails with {@link ProxyFailure} when the exit's proxy is at fault, otherwise with {@link TransportFailure}
     */
    public Future<Link> dial(Address address, DataCenter dc, Framing framing, boolean obfuscated, Exit exit) {
        if (exit instanceof Exit.MtProxy proxy) {
            Framing asked = proxy.framing(framing);
            return client.connect(to(proxy.address()))
                    .map(socket -> link(socket, asked, Obfuscation.draw(entropy, asked, dc.number(), proxy.key())))
                    .recover(cause -> Future.failedFuture(unreachable(cause)));
        }
        ConnectOptions options = to(address);
        if (exit instanceof Exit.Socks5 proxy) {
            options.setProxyOptions(new ProxyOptions()
                    .setType(ProxyType.SOCKS5)
                    .setHost(proxy.address().host())
                    .setPort(proxy.address().port())
                    .setUsername(proxy.user())
                    .setPassword(proxy.password())
                    .setConnectTimeout(patience));
        }
        return client.connect(options)
                .map(socket -> link(
                        socket, framing, obfuscated ? Obfuscation.draw(entropy, framing, dc.number(), null) : null))
                .recover(cause -> Future.failedFuture(
                        exit instanceof Exit.Socks5
                                ? unreachable(cause)
                                : new TransportFailure(address + " cannot be reached: " + reason(cause))));
    }

    private ConnectOptions to(Address address) {
        return new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(address.port(), address.host()))
                .setTimeout((int) patience.toMillis());
    }

    private Link link(NetSocket socket, Framing framing, @Nullable Obfuscation obfuscation) {
        return new Link((NetSocketInternal) socket, inbox, entropy, framing, obfuscation);
    }

    private static ProxyFailure unreachable(Throwable cause) {
        if (cause instanceof ProxyConnectException refused) {
            // Netty writes: socks5, password, <proxy> => <destination>, <what happened>.
            String text = Objects.requireNonNullElse(refused.getMessage(), "");
            String what = text.substring(text.lastIndexOf(", ") + 1).strip();
            return new ProxyFailure(
                    what.startsWith("authStatus")
                            ? "the proxy refuses the user and the password"
                            : "the proxy does not connect: " + what);
        }
        return new ProxyFailure("the proxy cannot be reached: " + reason(cause));
    }

    /** Without addresses, which the JDK's and Netty's texts have. */
    private static String reason(Throwable cause) {
        if (cause instanceof io.netty.channel.ConnectTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof UnknownHostException) {
            return "its name is not known";
        }
        return cause instanceof ConnectException ? "refused" : cause.getClass().getSimpleName();
    }
}
