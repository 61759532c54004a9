package io.pult.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who guesses has to wait, longer each time, and nobody is locked out. */
class SlowdownIT {
    private static final String HOME = "192.0.2.1";
    private static final String STRANGER = "198.51.100.7";

    @TempDir
    static Path folder;

    private static PasswordRig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new PasswordRig(folder);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
        rig.user("anna", CountingHasher.of(PasswordRig.PASSWORD));
    }

    @Test
    void after_five_wrong_attempts_each_further_one_waits_and_costs_no_hash_whether_or_not_the_login_exists() {
        for (String login : new String[] {"anna", "nobody"}) {
            rig.guess(login, STRANGER, 5);
            int verified = rig.hasher.verified.size();

            var refused = slowed(login, PasswordRig.PASSWORD, STRANGER);

            assertThat(refused.kind()).isEqualTo(Failure.Kind.TOO_MANY);
            assertThat(wait(refused)).as(login).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
            assertThat(rig.hasher.verified).hasSize(verified);
        }
    }

    @Test
    void fifty_attempts_at_once_are_no_more_than_five() {
        rig.on(() -> Future.join(IntStream.range(0, 50)
                        .mapToObj(i -> rig.logIn("anna", "guess number " + i, "198.51.100." + i))
                        .toList())
                .<Void>mapEmpty()
                .otherwiseEmpty());

        assertThat(rig.hasher.verified).hasSize(5);
    }

    @Test
    void the_wait_doubles_to_five_minutes_and_then_the_next_attempt_is_free_again() {
        rig.guess("anna", STRANGER, 5);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            Duration wait = wait(slowed("anna", PasswordRig.PASSWORD, STRANGER));
            assertThat(wait).isBetween(Duration.ofSeconds(seconds).minusMillis(900), Duration.ofSeconds(seconds));

            age(Duration.ofSeconds(seconds));
            // The address has its own count, which is not what this is about.
            rig.guess("anna", "203.0.113." + seconds % 250, 1);
        }
        age(Duration.ofMinutes(5));

        assertThat(rig.logIn("anna", PasswordRig.PASSWORD).accessToken()).isNotBlank();
    }

    @Test
    void an_attempt_that_was_refused_by_the_slow_down_makes_the_wait_no_longer() {
        rig.guess("anna", STRANGER, 5);
        for (int i = 0; i < 20; i++) {
            assertThat(wait(slowed("anna", "a wrong password", STRANGER))).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void twenty_wrong_attempts_from_one_address_slow_it_down_for_every_login() {
        for (int i = 0; i < 20; i++) {
            rig.guess("nobody-" + i, STRANGER, 1);
        }

        slowed("anna", PasswordRig.PASSWORD, STRANGER);
        assertThat(rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, HOME)).accessToken())
                .isNotBlank();
    }

    @Test
    void an_ipv6_household_is_one_address() {
        for (int i = 0; i < 20; i++) {
            rig.guess("nobody-" + i, "2001:db8:1:2::" + i, 1);
        }

        slowed("anna", PasswordRig.PASSWORD, "2001:db8:1:2:ffff::1");
        assertThat(rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, "2001:db8:1:3::1"))
                        .accessToken())
                .isNotBlank();
    }

    @Test
    void a_good_sign_in_clears_the_count_of_the_account_and_not_that_of_the_address() {
        rig.guess("anna", HOME, 4);
        rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, HOME));
        rig.guess("anna", HOME, 4);
        assertThat(rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, HOME)).accessToken())
                .isNotBlank();

        for (int i = 0; i < 12; i++) {
            rig.guess("nobody-" + i, HOME, 1);
        }

        slowed("anna", PasswordRig.PASSWORD, HOME);
    }

    @Test
    void strangers_who_guess_do_not_keep_the_owner_out_of_a_familiar_address() {
        rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, HOME));
        rig.guess("anna", STRANGER, 5);
        slowed("anna", PasswordRig.PASSWORD, STRANGER);

        assertThat(rig.on(() -> rig.logIn("anna", PasswordRig.PASSWORD, HOME)).accessToken())
                .isNotBlank();

        // Nor does the owner's sign-in give the strangers a new start.
        slowed("anna", PasswordRig.PASSWORD, STRANGER);
        rig.guess("anna", HOME, 5);
        slowed("anna", PasswordRig.PASSWORD, HOME);
    }

    @Test
    void all_is_forgotten_a_quarter_of_an_hour_after_the_last_attempt() {
        rig.guess("anna", STRANGER, 5);

        var keys = rig.on(() -> rig.redis.send(Request.cmd(Command.KEYS).arg("attempts:login:*")));

        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            var ttl = rig.on(() -> rig.redis.send(Request.cmd(Command.PTTL).arg(key.toString())));
            assertThat(ttl.toLong()).isBetween(1L, Duration.ofMinutes(15).toMillis());
            assertThat(key.toString()).doesNotContain("anna").doesNotContain(STRANGER);
        });
    }

    @Test
    void without_redis_each_node_counts_by_itself() throws Exception {
        rig.withoutRedis(() -> {
            rig.guess("anna", STRANGER, 5);
            int verified = rig.hasher.verified.size();

            assertThat(wait(slowed("anna", PasswordRig.PASSWORD, STRANGER))).isPositive();

            assertThat(rig.hasher.verified).hasSize(verified);
            assertThat(rig.refusal(() -> rig.logIn("bert", "a wrong password", HOME))
                            .code())
                    .isEqualTo("login.refused");
        });
    }

    /** As if so much time had passed since the last attempt, for every count. */
    private void age(Duration by) {
        var keys = rig.on(() -> rig.redis.send(Request.cmd(Command.KEYS).arg("attempts:login:[ao]*")));
        for (var key : Objects.requireNonNull(keys)) {
            rig.on(() -> rig.redis.send(
                    Request.cmd(Command.HINCRBY).arg(key.toString()).arg("last").arg(-by.toMillis())));
        }
    }

    private Failure slowed(String login, String password, String address) {
        var refused = rig.refusal(() -> rig.logIn(login, password, address));
        assertThat(refused.code()).isEqualTo("login.slow_down");
        return refused;
    }

    private static Duration wait(Failure refused) {
        return Objects.requireNonNull(refused.retryAfter());
    }
}
