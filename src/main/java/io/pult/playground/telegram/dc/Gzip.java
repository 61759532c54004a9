package io.pult.playground.telegram.dc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What is inside gzip_packed. */
final class Gzip {
    /** What a client may make of one message, as with Telegram. */
    private static final int MOST = 10 << 20;

    private Gzip() {}

    static byte[] pack(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 2 + 32);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError("memory takes what is written", e);
        }
        return bytes.toByteArray();
    }

    /** So many MiB of zeros. */
    static byte[] bomb(int mebibytes) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < mebibytes; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new AssertionError("memory takes what is written", e);
        }
        return bytes.toByteArray();
    }

    static byte[] unpack(byte[] packed) throws BadFrame {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(MOST + 1);
            if (plain.length > MOST) {
                throw new BadFrame("gzip_packed holds more than " + MOST + " bytes");
            }
            return plain;
        } catch (IOException e) {
            throw new BadFrame("gzip_packed does not hold gzip");
        }
    }
}
