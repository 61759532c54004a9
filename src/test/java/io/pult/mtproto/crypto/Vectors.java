package io.pult.mtproto.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;

/** Published numbers, from src/test/resources/mtproto. */
public final class Vectors {
    private final Properties values = new Properties();

    /** @param file without its ending */
    public Vectors(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/mtproto/" + file + ".properties")) {
            values.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new AssertionError("there is no vector " + name);
        }
        return value;
    }

    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }
}
