package io.pult.playground.telegram.dc;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** A data centre with the API of the tests, and clients of it. */
final class Ground implements AutoCloseable {
    /** One for all tests: making one takes a while. */
    static final ServerKey KEY = ServerKey.generate();

    final Vertx vertx = Vertx.vertx();
    final TestApi api = new TestApi();
    final MovedClock clock = new MovedClock();
    final DataCentre dc;
    private int keys;

    /** The time of this machine, and what was added. */
    static final class MovedClock implements InstantSource {
        private volatile long added;

        @Override
        public java.time.Instant instant() {
            return java.time.Instant.now().plusMillis(added);
        }

        void add(java.time.Duration time) {
            added += time.toMillis();
        }
    }

    Ground() {
        this(options -> options);
    }

    Ground(UnaryOperator<DataCentreOptions> options) {
        dc = Wait.on(DataCentre.start(
                vertx, options.apply(DataCentreOptions.of(2, KEY).withClock(clock)), api));
    }

    AuthKey newKey() {
        AuthKey key = ScaleKeys.key(keys++);
        dc.authKeys().put(key);
        return key;
    }

    /** One that knows its salt. */
    RawClient client() throws IOException {
        return client(newKey());
    }

    RawClient client(AuthKey key) throws IOException {
        return new RawClient(dc.port(), key).salted();
    }

    @Override
    public void close() {
        Wait.on(dc.close());
        Wait.on(vertx.close());
    }
}
