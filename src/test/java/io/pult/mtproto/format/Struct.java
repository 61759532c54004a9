package io.pult.mtproto.format;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** Packs values as Python's {@code struct.pack} does: Pyrogram and Telethon say their layouts in its letters. */
final class Struct {
    private Struct() {}

    /** @param layout of {@code >} for big-endian or {@code <} for little-endian and of B, ?, H, h, I, i, Q, q and {@code 256s} */
    static byte[] pack(String layout, Object... values) {
        var out = new ByteArrayOutputStream();
        boolean big = layout.charAt(0) == '>';
        int value = 0;
        int at = 1;
        while (at < layout.length()) {
            int digits = at;
            while (Character.isDigit(layout.charAt(at))) {
                at++;
            }
            char letter = layout.charAt(at);
            Object each = values[value++];
            if (letter == 's') {
                out.writeBytes(Arrays.copyOf((byte[]) each, Integer.parseInt(layout.substring(digits, at))));
            } else {
                out.writeBytes(number(size(letter), each, big));
            }
            at++;
        }
        return out.toByteArray();
    }

    private static int size(char letter) {
        return switch (letter) {
            case 'B', '?' -> 1;
            case 'H', 'h' -> 2;
            case 'I', 'i' -> 4;
            case 'Q', 'q' -> 8;
            default -> throw new IllegalArgumentException("no letter of struct: " + letter);
        };
    }

    private static byte[] number(int size, Object value, boolean big) {
        var whole = value instanceof Boolean flag
                ? (flag ? BigInteger.ONE : BigInteger.ZERO)
                : new BigInteger(value.toString());
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[big ? size - 1 - i : i] = whole.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
