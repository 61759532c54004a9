package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.Failure;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Argon2id as others make it, and no more of it at once than a node can take. */
class PasswordHasherTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final Argon2Hasher hasher = hasher(256, 64, new SimpleMeterRegistry());

    private Argon2Hasher hasher(int memory, int queue, MeterRegistry metrics) {
        return new Argon2Hasher(vertx, new PasswordSettings(memory, 1, 1, queue), metrics, nanos::get);
    }

    /** Until the latch is opened no password is hashed. */
    private CountDownLatch occupyEveryThread() {
        var latch = new CountDownLatch(1);
        var pool = vertx.createSharedWorkerExecutor(Argon2Hasher.POOL, Argon2Hasher.THREADS);
        for (int i = 0; i < Argon2Hasher.THREADS; i++) {
            pool.executeBlocking(() -> latch.await(20, TimeUnit.SECONDS), false);
        }
        return latch;
    }

    @AfterEach
    void close() {
        Wait.on(vertx.close());
    }

    @Test
    void what_the_queue_does_not_take_is_refused_at_once_and_told_when_to_come_back() {
        var metrics = new SimpleMeterRegistry();
        var small = hasher(64, 1, metrics);
        var threads = occupyEveryThread();
        var asked = new ArrayList<Future<String>>();
        for (int i = 0; i < Argon2Hasher.THREADS + 3; i++) {
            asked.add(small.hash("four words are better"));
        }

        for (int i = Argon2Hasher.THREADS + 1; i < Argon2Hasher.THREADS + 3; i++) {
            assertThat(asked.get(i).failed()).as("refused without a wait").isTrue();
            var refused = (Failure) asked.get(i).cause();
            assertThat(refused.kind()).isEqualTo(Failure.Kind.TOO_MANY);
            assertThat(refused.code()).isEqualTo("password.busy");
            assertThat(refused.retryAfter()).isPositive();
        }
        assertThat(metrics.get("pult.passwords.waiting").gauge().value()).isEqualTo(1);

        threads.countDown();

        for (int i = 0; i <= Argon2Hasher.THREADS; i++) {
            assertThat(Wait.on(asked.get(i))).startsWith("$argon2id$");
        }
        assertThat(Wait.on(small.hash("there is room again"))).startsWith("$argon2id$");
    }

    @Test
    void a_password_that_nobody_waits_for_any_more_is_not_hashed() {
        var threads = occupyEveryThread();
        var late = hasher.hash("four words are better");
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        var soon = hasher.hash("four words are better");

        threads.countDown();

        assertThat(((Failure) Wait.failureOf(late)).code()).isEqualTo("password.busy");
        assertThat(Wait.on(soon)).startsWith("$argon2id$");
    }

    @Test
    void a_decoy_costs_as_much_as_a_hash_of_now_and_is_nobodys() {
        String decoy = hasher.decoy();

        assertThat(PasswordHash.parse(decoy).cost()).isEqualTo(new PasswordHash.Cost(256, 1, 1));
        assertThat(hasher.outdated(decoy)).isFalse();
        assertThat(Wait.on(hasher.verify("four words are better", decoy))).isFalse();
    }

    @Test
    void a_hash_of_another_cost_is_verified_at_its_own_and_known_to_be_outdated() {
        String cheap = Wait.on(hasher(64, 8, new SimpleMeterRegistry()).hash("four words are better"));

        assertThat(Wait.on(hasher.verify("four words are better", cheap))).isTrue();
        assertThat(hasher.outdated(cheap)).isTrue();
    }

    /** From the tests of the reference implementation, phc-winner-argon2/src/test.c. */
    @ParameterizedTest
    @CsvSource({
        "password, $argon2id$v=19$m=256#t=2#p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "password, $argon2id$v=19$m=256#t=2#p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "password, $argon2id$v=19$m=65536#t=2#p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    })
    void hashes_of_the_reference_implementation_are_verified(String password, String hash) {
        String text = hash.replace('#', ',');

        assertThat(Wait.on(hasher.verify(password, text))).isTrue();
        assertThat(Wait.on(hasher.verify(password + "x", text))).isFalse();
    }

    /** RFC 9106, 5.3: with a secret and associated data, which nothing here uses; it is the generator that it tests. */
    @Test
    void the_generator_gives_the_tag_of_the_rfc() {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(bytes(16, 2))
                .withSecret(bytes(8, 3))
                .withAdditional(bytes(12, 4))
                .build();
        byte[] tag = new byte[32];
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        generator.generateBytes(bytes(32, 1), tag);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void a_hash_reads_back_as_it_was_written_and_no_two_are_the_same() {
        String one = Wait.on(hasher.hash("four words are better"));
        String other = Wait.on(hasher.hash("four words are better"));

        assertThat(one).isNotEqualTo(other).startsWith("$argon2id$v=19$m=256,t=1,p=1$");
        assertThat(PasswordHash.parse(one).text()).isEqualTo(one);
        assertThat(PasswordHash.parse(one).salt()).hasSize(16);
        assertThat(PasswordHash.parse(one).tag()).hasSize(32);
        assertThat(Wait.on(hasher.verify("four words are better", one))).isTrue();
        assertThat(Wait.on(hasher.verify("four words are bettef", one))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Caf\u00e9 au lait", "cafe\u0301 au lait", "caf\u00e9 au lait ", "caf\u00e9  au lait"})
    void a_password_is_what_was_typed_to_the_letter(String almost) {
        String hash = Wait.on(hasher.hash("caf\u00e9 au lait"));

        assertThat(Wait.on(hasher.verify("caf\u00e9 au lait", hash))).isTrue();
        assertThat(Wait.on(hasher.verify(almost, hash))).isFalse();
    }

    @Test
    void a_password_of_128_characters_counts_to_its_last_one() {
        String longest = "x".repeat(127);
        String hash = Wait.on(hasher.hash(longest + "y"));

        assertThat(Wait.on(hasher.verify(longest + "y", hash))).isTrue();
        assertThat(Wait.on(hasher.verify(longest + "z", hash))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "four words are better",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"
            })
    void what_is_no_hash_of_ours_is_an_error_and_never_a_match(String stored) {
        assertThatThrownBy(() -> PasswordHash.parse(stored)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Wait.failureOf(hasher.verify("four words are better", stored)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cost_out_of_range_names_the_setting_and_the_range() {
        for (var wrong : List.<Runnable>of(
                () -> new PasswordSettings(7, 2, 1, 64),
                () -> new PasswordSettings(19_456, 0, 1, 64),
                () -> new PasswordSettings(19_456, 2, 17, 64),
                () -> new PasswordSettings(19_456, 2, 1, -1))) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("passwords\\.hash_\\w+ is -?\\d+ but must be from \\d+ to \\d+");
        }
    }
}
