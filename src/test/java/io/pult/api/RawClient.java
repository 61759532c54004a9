package io.pult.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A client that says exactly what the test wants said, well-formed or not. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    RawClient(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(20_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient say(String text) {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Everything until the server closes. */
    String all() {
        try {
            socket.getInputStream().transferTo(heard);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server neither spoke nor closed; heard " + heard, e);
        } catch (IOException e) {
            // A reset is an end as well: what was heard before counts.
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Everything until what was heard satisfies the condition. */
    String until(Predicate<String> enough) {
        byte[] chunk = new byte[4_096];
        try {
            while (!enough.test(heard.toString(StandardCharsets.UTF_8))) {
                int read = socket.getInputStream().read(chunk);
                if (read < 0) {
                    throw new AssertionError("the server closed; heard " + heard);
                }
                heard.write(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new AssertionError("heard " + heard, e);
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the text was heard. */
    String until(String text) {
        return until(heardSoFar -> heardSoFar.contains(text));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
