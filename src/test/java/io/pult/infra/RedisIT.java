package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Failure;
import io.pult.support.Loop;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisIT {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Redis.Script ADD = Redis.Script.of("return redis.call('INCRBY', KEYS[1], ARGV[1])");

    @TempDir
    static Path data;

    private static OwnStores stores;

    private final Loop loop = new Loop();

    @BeforeAll
    static void start() throws Exception {
        stores = new OwnStores(data.resolve("stores"));
    }

    @AfterAll
    static void stop() throws Exception {
        stores.close();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_redis_that_is_away_at_the_start_is_unavailable_at_once_and_used_when_it_comes() throws Exception {
        stores.stop();
        Redis redis;
        try {
            redis = open(stores.redis());
            assertThat(redis.connected()).isFalse();
            unavailable(redis);
        } finally {
            stores.startAgain();
        }
        recovers(redis);
    }

    @Test
    void a_redis_that_goes_away_later_is_unavailable_at_once_and_used_when_it_is_back() throws Exception {
        Redis redis = open(stores.redis());
        assertThat(ping(redis)).isTrue();
        stores.stop();
        try {
            Wait.until("the loss is noticed", () -> !redis.connected());
            unavailable(redis);
        } finally {
            stores.startAgain();
        }
        recovers(redis);
    }

    @Test
    void a_redis_that_answers_nothing_is_unavailable_in_bounded_time_and_used_when_it_is_back() throws Exception {
        Redis redis = open(stores.redis());
        assertThat(ping(redis)).isTrue();
        stores.freeze(OwnStores.Store.REDIS);
        try {
            for (int i = 0; i < 20; i++) {
                unavailable(redis);
            }
        } finally {
            stores.thaw(OwnStores.Store.REDIS);
        }
        recovers(redis);
    }

    @Test
    void a_script_that_redis_has_forgotten_is_sent_in_full() {
        Redis redis = open(TestStores.redis().toString());
        assertThat(loop.on(() -> redis.eval(ADD, List.of("n"), List.of("2"))).toLong())
                .isEqualTo(2);
        loop.on(() -> redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        assertThat(loop.on(() -> redis.eval(ADD, List.of("n"), List.of("3"))).toLong())
                .isEqualTo(5);
    }

    @Test
    void an_error_of_redis_itself_comes_through_and_the_connection_stays() {
        Redis redis = open(TestStores.redis().toString());
        loop.on(() -> redis.send(Request.cmd(Command.SET).arg("text").arg("abc")));

        assertThat(Wait.failureOf(loop.start(() -> redis.eval(ADD, List.of("text"), List.of("1")))))
                .isInstanceOf(ErrorType.class)
                .hasMessageContaining("not an integer");
        assertThat(redis.connected()).isTrue();
        assertThat(ping(redis)).isTrue();
    }

    @Test
    void more_commands_than_may_wait_fail_and_the_connection_stays() throws Exception {
        Redis redis = open(TestStores.redis().toString());

        List<Future<Response>> answers = loop.make(() -> IntStream.range(0, 6_000)
                .mapToObj(i -> redis.send(Request.cmd(Command.PING)))
                .toList());

        Wait.on(Future.join(answers).otherwiseEmpty());
        assertThat(answers.stream().filter(Future::failed))
                .isNotEmpty()
                .allSatisfy(refused -> assertThat(refused.cause())
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE)));
        assertThat(answers.stream().filter(Future::succeeded)).hasSizeGreaterThan(4_000);
        recovers(redis);
    }

    @Test
    void a_closed_redis_does_not_come_back() throws Exception {
        Redis redis = open(TestStores.redis().toString());

        loop.on(redis::close);

        unavailable(redis);
        assertThat(redis.connected()).isFalse();
    }

    private Redis open(String url) {
        return loop.on(() -> Redis.open(loop.vertx, url, TIMEOUT));
    }

    private boolean ping(Redis redis) {
        return loop.on(() -> redis.send(Request.cmd(Command.PING)).map(true).otherwise(false));
    }

    private void recovers(Redis redis) throws Exception {
        Wait.until("commands work again", () -> ping(redis));
    }

    private void unavailable(Redis redis) {
        long begin = System.nanoTime();
        assertThat(Wait.failureOf(loop.start(() -> redis.send(Request.cmd(Command.PING)))))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
                    assertThat(failure.retryAfter()).isPositive();
                });
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.multipliedBy(3));
    }
}
