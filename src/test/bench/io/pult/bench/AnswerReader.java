package io.pult.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 answer that has a Content-Length; understands no other, because none is expected here. As cheap as it
 * can be: it runs on the cores of the server that is measured.
 */
final class AnswerReader {
    private static final int LARGEST = 64 << 10;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes = new byte[LARGEST];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int head;
    private int length;
    private boolean closes;

    /** @return the answer is whole; fails with EOFException when the server has closed */
    boolean read(SocketChannel channel) throws IOException {
        int came = channel.read(buffer);
        if (came < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (head == 0 && came > 0) {
            readHead(Math.max(0, buffer.position() - came - 3));
        }
        if (head == 0 && !buffer.hasRemaining()) {
            throw new IOException("an answer without end");
        }
        return head > 0 && buffer.position() >= head + length;
    }

    private void readHead(int from) throws IOException {
        int end = buffer.position();
        for (int i = from; i + 3 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                head = i + 4;
                readHeaders();
                return;
            }
        }
    }

    private void readHeaders() throws IOException {
        length = -1;
        closes = false;
        for (int i = 0; i < head - 2; i++) {
            if (bytes[i] == '\n') {
                if (is(LENGTH, i + 1)) {
                    length = number(i + 1 + LENGTH.length);
                } else if (is(CLOSE, i + 1)) {
                    closes = true;
                }
            }
        }
        if (length < 0 || head + length > LARGEST) {
            throw new IOException("an answer of unknown or excessive length");
        }
    }

    private boolean is(byte[] lowerCase, int at) {
        for (int i = 0; i < lowerCase.length; i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int value = 0;
        for (int i = at; bytes[i] != '\r'; i++) {
            value = bytes[i] == ' ' ? value : value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /** 200, and this body byte for byte, when there is one to compare with. */
    boolean isGood(byte @Nullable [] body) {
        return bytes[9] == '2'
                && bytes[10] == '0'
                && bytes[11] == '0'
                && (body == null || Arrays.equals(bytes, head, head + length, body, 0, body.length));
    }

    /** The server ends the connection with this answer. */
    boolean closes() {
        return closes;
    }

    String text() {
        return new String(bytes, 0, buffer.position(), StandardCharsets.UTF_8);
    }

    void clear() {
        buffer.clear();
        head = 0;
        length = 0;
    }
}
