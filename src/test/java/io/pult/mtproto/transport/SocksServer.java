package io.pult.mtproto.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** SOCKS5 as RFC 1928 and RFC 1929 have it, connecting to loopback alone, with the faults that a test asks for. */
public final class SocksServer {
    /** Where it stops. */
    public enum Fault {
        NONE,
        SILENT,
        DIES_AFTER_GREETING,
        DIES_AFTER_REQUEST,
        REFUSES
    }

    private final Vertx vertx;
    private @Nullable NetServer server;
    private final NetClient client;
    private final @Nullable String credentials;
    private final List<NetSocket> relayed = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = Fault.NONE;
    private Address address = new Address("127.0.0.1", 1);

    /** @param credentials user:password, when it asks for one */
    public SocksServer(Vertx vertx, @Nullable String credentials) {
        this.vertx = vertx;
        this.credentials = credentials;
        this.client = vertx.createNetClient();
    }

    /** @param port 0 for one that is free; the same one again after {@link #stop} */
    public Future<SocksServer> listen(int port) {
        NetServer next = vertx.createNetServer().connectHandler(socket -> new Greeting(socket).begin());
        server = next;
        return next.listen(port, "127.0.0.1").map(listening -> {
            address = new Address("127.0.0.1", listening.actualPort());
            return this;
        });
    }

    public void fault(Fault next) {
        fault = next;
    }

    /** How many connections go through it now. */
    public int relaying() {
        return relayed.size();
    }

    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    public Address address() {
        return address;
    }

    /** What it was asked to connect to, each time: the type of address and the address. */
    public List<String> requests() {
        return requests;
    }

    /** Ends all that goes through it, as a proxy that crashes does. */
    public void die() {
        relayed.forEach(NetSocket::close);
    }

    private final class Greeting {
        private final NetSocket socket;
        private Buffer unread = Buffer.buffer();
        private boolean greeted;
        private boolean signedIn;

        Greeting(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.exceptionHandler(broken -> {});
            socket.handler(more -> {
                unread.appendBuffer(more);
                read();
            });
        }

        private void read() {
            if (fault == Fault.SILENT) {
                return;
            }
            if (!greeted && unread.length() >= 2 && unread.length() >= 2 + unread.getByte(1)) {
                take(2 + unread.getByte(1));
                greeted = true;
                if (fault == Fault.DIES_AFTER_GREETING) {
                    socket.close();
                    return;
                }
                signedIn = credentials == null;
                socket.write(Buffer.buffer(new byte[] {5, (byte) (signedIn ? 0 : 2)}));
            }
            if (greeted && !signedIn && unread.length() >= 2) {
                signIn();
            }
            if (signedIn && unread.length() >= 5) {
                connect();
            }
        }

        private void signIn() {
            int user = unread.getByte(1);
            if (unread.length() < 3 + user || unread.length() < 3 + user + unread.getByte(2 + user)) {
                return;
            }
            int password = unread.getByte(2 + user);
            String given = unread.getString(2, 2 + user) + ":" + unread.getString(3 + user, 3 + user + password);
            take(3 + user + password);
            signedIn = given.equals(credentials);
            socket.write(Buffer.buffer(new byte[] {1, (byte) (signedIn ? 0 : 1)}));
            if (!signedIn) {
                socket.close();
            }
        }

        private void connect() {
            boolean name = unread.getByte(3) == 3;
            int length = name ? 1 + unread.getByte(4) : 4;
            if (unread.length() < 6 + length) {
                return;
            }
            int port = unread.getUnsignedShort(4 + length);
            String host = name
                    ? new String(unread.getBytes(5, 4 + length), StandardCharsets.US_ASCII)
                    : (unread.getByte(4) & 0xff) + "." + unread.getByte(5) + "." + unread.getByte(6) + "."
                            + unread.getByte(7);
            requests.add(unread.getByte(3) + " " + host);
            take(6 + length);
            socket.pause();
            switch (fault) {
                case DIES_AFTER_REQUEST -> socket.close();
                case REFUSES -> answer(4);
                default ->
                    client.connect(port, "127.0.0.1").onSuccess(this::relay).onFailure(down -> answer(5));
            }
        }

        private void relay(NetSocket target) {
            relayed.add(socket);
            answer(0);
            if (unread.length() > 0) {
                target.write(unread);
            }
            target.exceptionHandler(broken -> {});
            socket.handler(target::write);
            target.handler(socket::write);
            socket.closeHandler(gone -> {
                relayed.remove(socket);
                target.close();
            });
            target.closeHandler(gone -> socket.close());
            socket.resume();
        }

        private void answer(int status) {
            socket.write(Buffer.buffer(new byte[] {5, (byte) status, 0, 1, 0, 0, 0, 0, 0, 0}));
        }

        private void take(int count) {
            unread = unread.getBuffer(count, unread.length());
        }
    }
}
