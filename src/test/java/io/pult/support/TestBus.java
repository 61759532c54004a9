package io.pult.support;

import io.pult.bus.Bus;
import io.pult.bus.HmacSeal;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** A bus of one node on which everybody may ask everything, for tests of what is behind it. */
public final class TestBus {
    private static final byte[] KEY = "a test key, and it looks like it".getBytes(StandardCharsets.UTF_8);

    private TestBus() {}

    public static Bus on(Vertx vertx) {
        var seal = new HmacSeal("k1", Map.of("k1", KEY), InstantSource.system());
        return new Bus(vertx, seal, (op, who) -> true, null);
    }
}
