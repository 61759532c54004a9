package io.pult.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** A client that says exactly what the test wants said, well-formed or not. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final StringBuilder heard = new StringBuilder();

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
            hear(chunk -> false);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server neither spoke nor closed; heard " + heard, e);
        } catch (IOException e) {
            // A reset is an end as well: what was heard before counts.
        }
        return heard.toString();
    }

    /** Everything until the text was heard. */
    String until(String text) {
        try {
            if (heard.indexOf(text) < 0 && !hear(from -> heard.indexOf(text, from - text.length()) >= 0)) {
                throw new AssertionError("the server closed; heard " + heard);
            }
        } catch (IOException e) {
            throw new AssertionError("heard " + heard, e);
        }
        return heard.toString();
    }

    /** @param enough of what was heard, given where the latest part begins */
    private boolean hear(IntPredicate enough) throws IOException {
        byte[] chunk = new byte[65_536];
        int read = socket.getInputStream().read(chunk);
        while (read >= 0) {
            int from = heard.length();
            heard.append(new String(chunk, 0, read, StandardCharsets.UTF_8));
            if (enough.test(from)) {
                return true;
            }
            read = socket.getInputStream().read(chunk);
        }
        return false;
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
