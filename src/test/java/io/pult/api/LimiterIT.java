package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.infra.Redis;
import io.pult.support.TestStores;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit holds over nodes, and without its Redis. */
class LimiterIT {
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.Context context = vertx.getOrCreateContext();
    private final String url = TestStores.redis().toString();

    @AfterEach
    void close() {
        Lab.await(vertx.close());
    }

    private Redis redis(String url) {
        return onLoop(() -> Redis.open(vertx, url, Duration.ofMillis(500)));
    }

    private <T> T onLoop(Callable<io.vertx.core.Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                work.call().onComplete(done);
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return Lab.await(done.future());
    }

    private static Limiter limiter(Redis redis, int limit, int nodes) {
        return new Limiter(redis, "key", limit, 100, () -> nodes, System::nanoTime);
    }

    private Limiter.Verdict take(Limiter limiter, String key) {
        return onLoop(() -> {
            Promise<Limiter.Verdict> verdict = Promise.promise();
            limiter.take(key, verdict::complete);
            return verdict.future();
        });
    }

    private int allowed(Limiter limiter, String key, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += take(limiter, key).allowed() ? 1 : 0;
        }
        return allowed;
    }

    /** Windows are minutes of Redis's clock: a test that would cross one waits for the next. */
    private void waitForRoomInTheMinute(Redis redis) throws InterruptedException {
        long second = onLoop(() -> redis.send(Request.cmd(Command.TIME))).get(0).toLong() % 60;
        if (second > 52) {
            TimeUnit.SECONDS.sleep(61 - second);
        }
    }

    @Test
    void without_redis_each_node_gives_out_its_share_once_a_minute() {
        Redis away = redis("redis://127.0.0.1:1/0");
        assertThat(allowed(limiter(away, 100, 4), "a", 60)).isEqualTo(25);
        assertThat(allowed(limiter(away, 2, 4), "a", 5)).isEqualTo(1);
    }

    @Test
    void two_nodes_together_never_give_out_more_than_the_limit() throws Exception {
        Redis redis = redis(url);
        waitForRoomInTheMinute(redis);
        Limiter one = limiter(redis, 100, 2);
        Limiter two = limiter(redis(url), 100, 2);
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += allowed(one, "k", 1) + allowed(two, "k", 1);
        }
        assertThat(allowed).isBetween(95, 100);
        assertThat(take(one, "k").allowed()).isFalse();
        assertThat(take(one, "other").allowed()).isTrue();
    }

    @Test
    void most_requests_make_no_call_to_redis() throws Exception {
        Redis redis = redis(url);
        waitForRoomInTheMinute(redis);
        Limiter limiter = limiter(redis, 1_000, 1);
        long before = commands(redis);
        allowed(limiter, "busy", 500);
        assertThat(commands(redis) - before).isLessThan(30);
    }

    private long commands(Redis redis) {
        String stats = onLoop(() -> redis.send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        var calls = java.util.regex.Pattern.compile("cmdstat_eval(sha)?:calls=([0-9]+)")
                .matcher(stats);
        long sum = 0;
        while (calls.find()) {
            sum += Long.parseLong(calls.group(2));
        }
        return sum;
    }

    @Test
    void requests_that_wait_for_the_first_permits_are_all_served_or_refused() throws Exception {
        Redis redis = redis(url);
        waitForRoomInTheMinute(redis);
        Limiter limiter = limiter(redis, 40, 1);
        List<Boolean> verdicts = onLoop(() -> {
            var waiting = new ArrayList<io.vertx.core.Future<Boolean>>();
            for (int i = 0; i < 100; i++) {
                Promise<Boolean> verdict = Promise.promise();
                limiter.take("burst", answer -> verdict.complete(answer.allowed()));
                waiting.add(verdict.future());
            }
            return io.vertx.core.Future.all(waiting).map(all -> all.<Boolean>list());
        });
        assertThat(verdicts.stream().filter(yes -> yes)).hasSize(40);
    }

    @Test
    void a_new_minute_brings_new_permits() {
        var nanos = new AtomicLong(System.nanoTime());
        Redis away = redis("redis://127.0.0.1:1/0");
        var limiter = new Limiter(away, "key", 5, 100, () -> 1, nanos::get);
        assertThat(allowed(limiter, "a", 10)).isEqualTo(5);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        assertThat(allowed(limiter, "a", 10)).isEqualTo(5);
    }

    @Test
    void a_forgotten_window_costs_a_question_and_gives_nothing_twice() throws Exception {
        Redis redis = redis(url);
        waitForRoomInTheMinute(redis);
        var limiter = new Limiter(redis, "key", 20, 1, () -> 1, System::nanoTime);
        int allowed = 0;
        for (int i = 0; i < 30; i++) {
            allowed += allowed(limiter, "a", 1);
            take(limiter, "b" + i);
        }
        assertThat(allowed).isEqualTo(20);
    }
}
