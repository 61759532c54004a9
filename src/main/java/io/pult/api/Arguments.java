package io.pult.api;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the argument object of one request as JSON, straight into bytes. */
final class Arguments {
    private static final String BODY = quotedName("body");

    private byte[] bytes = new byte[96];
    private int length;

    Arguments() {
        put('{');
    }

    /** {@code "name":} as it is written, to be prepared once. */
    static String quotedName(String name) {
        return "\"" + name + "\":";
    }

    void name(String quotedName) {
        comma();
        put(quotedName);
    }

    void whole(long value) {
        put(Long.toString(value));
    }

    /** @param json a number that is valid JSON */
    void number(String json) {
        put(json);
    }

    void flag(boolean value) {
        put(Boolean.toString(value));
    }

    void beginArray() {
        put('[');
    }

    void nextItem() {
        if (bytes[length - 1] != '[') {
            put(',');
        }
    }

    void endArray() {
        put(']');
    }

    /** @param value without a lone surrogate */
    void text(String value) {
        room(value.length() + 2);
        int start = length;
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
                length = start;
                escaped(value);
                return;
            }
            bytes[length++] = (byte) c;
        }
        bytes[length++] = '"';
    }

    private void escaped(String value) {
        var text = new StringBuilder(value.length() + 16).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        put(text.append('"').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @param json one value, checked already */
    void body(byte[] json) {
        name(BODY);
        put(json);
    }

    Buffer close() {
        put('}');
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    private void comma() {
        if (length > 1) {
            put(',');
        }
    }

    private void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void put(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
