package io.pult.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for what has to be known before the process that listens there can tell. */
final class FreePort {
    private FreePort() {}

    /** Was free a moment ago, and the system hands it out to nobody soon. */
    static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
