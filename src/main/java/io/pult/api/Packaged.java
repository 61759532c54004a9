package io.pult.api;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;

/** Files that came with the program. Blocks. */
final class Packaged {
    private Packaged() {}

    static boolean has(String name) {
        return loader().getResource(name) != null;
    }

    static Buffer read(String name) throws IOException {
        try (InputStream in = open(name)) {
            return Buffer.buffer(in.readAllBytes());
        }
    }

    static InputStream open(String name) throws IOException {
        InputStream in = loader().getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not on the class path");
        }
        return in;
    }

    private static ClassLoader loader() {
        return Packaged.class.getClassLoader();
    }
}
