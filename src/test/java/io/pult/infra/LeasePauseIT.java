package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner is a real process that is really frozen: what no injected clock shows. */
class LeasePauseIT {
    private static final LeaseTimes SHORT = new LeaseTimes(
            Duration.ofMillis(2_400), Duration.ofMillis(400), Duration.ofMillis(1_800), Duration.ofMillis(800));

    private Vertx vertx;
    private PgSettings settings;
    private Pg pg;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        settings = PgSettings.of(TestStores.migrated().toString());
        pg = Pg.open(vertx, settings);
        for (String statement : LeaseThings.TABLE.split(";")) {
            Wait.on(pg.query(statement));
        }
    }

    @AfterEach
    void close() {
        Wait.on(pg.close());
        Wait.on(vertx.close());
    }

    @Test
    void a_process_frozen_for_longer_than_its_lease_is_silent_from_its_first_instruction_on() throws Exception {
        freezeTheOwner(SHORT);
    }

    /** With the numbers of production; in `make check` because it takes them 20 seconds. */
    @Test
    @Tag("check")
    void a_process_frozen_for_longer_than_its_lease_is_silent_with_the_real_numbers_too() throws Exception {
        freezeTheOwner(LeaseTimes.STANDARD);
    }

    private void freezeTheOwner(LeaseTimes times) throws Exception {
        Process child = startChild(times);
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("claimed 1");
            assertThat(said.readLine()).isEqualTo("frame");
            Lease rescuer = Wait.on(Lease.take(
                    vertx, settings, "rescuer", "localhost", InstantSource.system(), System::nanoTime, times));

            signal("STOP", child);
            long frozen = System.nanoTime();
            drain(said);
            long[] epoch = {0};
            Wait.until("the rescuer claims", times.silence().multipliedBy(3), () -> {
                Optional<Long> claimed = Wait.on(new LeaseThings(pg).claim(rescuer.owner(), Wait.on(rescuer.dead())));
                claimed.ifPresent(it -> epoch[0] = it);
                return claimed.isPresent();
            });
            // The last renewal may have been sent one period before the freeze.
            assertThat(Duration.ofNanos(System.nanoTime() - frozen))
                    .isGreaterThan(
                            times.silence().minus(times.renew().multipliedBy(3).dividedBy(2)))
                    .isLessThan(times.silence().plus(times.renew().multipliedBy(3)));
            assertThat(epoch[0]).isEqualTo(2);

            signal("CONT", child);

            assertThat(said.lines().toList()).containsExactly("silent", "touched 0");
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(rescuer.held()).isTrue();
            assertThat(Wait.on(new LeaseThings(pg).write(rescuer.owner(), 2))).isEqualTo(1);
            Wait.on(rescuer.release());
        } finally {
            child.destroyForcibly();
        }
    }

    private Process startChild(LeaseTimes times) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseChild.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("POSTGRES", settings.url());
        builder.environment().put("LEASE", Long.toString(times.lease().toMillis()));
        builder.environment().put("RENEW", Long.toString(times.renew().toMillis()));
        builder.environment().put("DEADLINE", Long.toString(times.deadline().toMillis()));
        builder.environment().put("GRACE", Long.toString(times.grace().toMillis()));
        return builder.start();
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Passes over what it said before it was frozen. */
    private static void drain(BufferedReader said) throws IOException {
        while (said.ready()) {
            assertThat(said.readLine()).isEqualTo("frame");
        }
    }
}
