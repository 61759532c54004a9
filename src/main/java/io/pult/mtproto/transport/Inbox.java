package io.pult.mtproto.transport;

/** The array that everything is read into on one event loop: as large as the largest read, which Netty bounds by 64 KiB. */
final class Inbox {
    private byte[] bytes = new byte[4_096];

    byte[] atLeast(int count) {
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, 2 * bytes.length)];
        }
        return bytes;
    }
}
