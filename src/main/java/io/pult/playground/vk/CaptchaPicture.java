package io.pult.playground.vk;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The key to a captcha as a PNG, in letters of its own: the fonts of a machine without a screen are nothing to rely on.
 */
final class CaptchaPicture {
    private static final int SCALE = 4;
    private static final int WIDTH = 5;
    private static final int HEIGHT = 7;
    private static final int MARGIN = 3;
    private static final int PAPER = 0xf4;
    private static final int INK = 0x28;

    /** Rows from the top, the leftmost point the highest of five bits. */
    private static final Map<Character, int[]> LETTERS = Map.ofEntries(
            Map.entry('k', new int[] {16, 16, 18, 20, 24, 20, 18}),
            Map.entry('e', new int[] {0, 0, 14, 17, 31, 16, 14}),
            Map.entry('y', new int[] {0, 17, 17, 17, 15, 1, 14}),
            Map.entry('0', new int[] {14, 17, 19, 21, 25, 17, 14}),
            Map.entry('1', new int[] {4, 12, 4, 4, 4, 4, 14}),
            Map.entry('2', new int[] {14, 17, 1, 2, 4, 8, 31}),
            Map.entry('3', new int[] {31, 2, 4, 2, 1, 17, 14}),
            Map.entry('4', new int[] {2, 6, 10, 18, 31, 2, 2}),
            Map.entry('5', new int[] {31, 16, 30, 1, 1, 17, 14}),
            Map.entry('6', new int[] {6, 8, 16, 30, 17, 17, 14}),
            Map.entry('7', new int[] {31, 1, 2, 4, 8, 8, 8}),
            Map.entry('8', new int[] {14, 17, 17, 14, 17, 17, 14}),
            Map.entry('9', new int[] {14, 17, 17, 15, 1, 2, 12}));

    private final String key;
    private final int width;
    private final int height;

    private CaptchaPicture(String key) {
        this.key = key;
        this.width = (2 * MARGIN + key.length() * (WIDTH + 1) - 1) * SCALE;
        this.height = (2 * MARGIN + HEIGHT) * SCALE;
    }

    /** @param key of the letters of {@code key} and digits */
    static Buffer of(String key) {
        return new CaptchaPicture(key).png();
    }

    /** Eight bits of grey, no filter, no interlace. */
    private Buffer png() {
        Buffer head = Buffer.buffer().appendInt(width).appendInt(height).appendBytes(new byte[] {8, 0, 0, 0, 0});
        Buffer png = Buffer.buffer(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        part(png, "IHDR", head);
        part(png, "IDAT", deflated(points()));
        part(png, "IEND", Buffer.buffer());
        return png;
    }

    private static void part(Buffer png, String name, Buffer content) {
        Buffer named = Buffer.buffer(name.getBytes(StandardCharsets.US_ASCII)).appendBuffer(content);
        var sum = new CRC32();
        sum.update(named.getBytes());
        png.appendInt(content.length()).appendBuffer(named).appendInt((int) sum.getValue());
    }

    private byte[] points() {
        var points = new byte[(width + 1) * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                points[y * (width + 1) + 1 + x] = (byte) (inked(x / SCALE - MARGIN, y / SCALE - MARGIN) ? INK : PAPER);
            }
        }
        return points;
    }

    private boolean inked(int x, int y) {
        if (x < 0 || y < 0 || y >= HEIGHT || x / (WIDTH + 1) >= key.length()) {
            return false;
        }
        int[] rows = LETTERS.get(key.charAt(x / (WIDTH + 1)));
        int column = x % (WIDTH + 1);
        return rows != null && column < WIDTH && ((rows[y] >> (WIDTH - 1 - column)) & 1) == 1;
    }

    private static Buffer deflated(byte[] points) {
        var deflater = new Deflater();
        deflater.setInput(points);
        deflater.finish();
        var deflated = new byte[points.length + 64];
        int length = deflater.deflate(deflated);
        deflater.end();
        return Buffer.buffer(deflated).slice(0, length);
    }
}
