package io.pult.mtproto.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CryptoWorkersTest {
    private final Loop loop = new Loop();
    private final CryptoWorkers workers = new CryptoWorkers(loop.vertx);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void close() {
        held.countDown();
        Wait.on(workers.close());
        loop.close();
    }

    @Test
    void after_close_nothing_is_begun_and_what_waited_fails_at_once() throws Exception {
        var begun = new AtomicInteger();
        List<Future<Integer>> all = passwords(5, begun);
        Wait.until("both threads are busy", () -> begun.get() == 2);
        Future<Void> closed = workers.close();
        for (Future<Integer> waiting : all.subList(2, 5)) {
            assertThat(Wait.failureOf(waiting))
                    .isInstanceOf(CryptoWorkers.Busy.class)
                    .hasMessage("the workers were closed");
        }
        assertThat(closed.isComplete()).as("two are still computing").isFalse();
        assertThat(Wait.failureOf(workers.exchange(() -> 1))).hasMessage("the workers are closed");
        held.countDown();
        Wait.on(closed);
        assertThat(Wait.on(all.get(0))).isEqualTo(0);
    }

    @Test
    void no_more_wait_than_a_bound() {
        List<Future<Integer>> all = passwords(2 + 200 + 1, new AtomicInteger());
        assertThat(Wait.failureOf(all.get(202)))
                .isInstanceOf(CryptoWorkers.Busy.class)
                .hasMessage("too many computations wait already");
        held.countDown();
        assertThat(Wait.on(all.get(201))).isEqualTo(201);
    }

    @Test
    void four_exchanges_and_two_passwords_are_computed_at_a_time() throws Exception {
        var exchanges = new AtomicInteger();
        var passwords = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            workers.exchange(() -> hold(exchanges));
        }
        List<Future<Integer>> all = passwords(10, passwords);
        Wait.until("all threads are busy", () -> exchanges.get() == 4 && passwords.get() == 2);
        held.countDown();
        Wait.on(all.get(9));
        assertThat(passwords.get()).isEqualTo(10);
    }

    @Test
    void the_result_comes_on_the_context_that_asked() {
        boolean same = loop.on(() -> {
            var asked = Vertx.currentContext();
            return workers.exchange(() -> 1).map(done -> Vertx.currentContext() == asked);
        });
        assertThat(same).isTrue();
    }

    private List<Future<Integer>> passwords(int count, AtomicInteger begun) {
        var all = new ArrayList<Future<Integer>>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(workers.password(() -> {
                hold(begun);
                return number;
            }));
        }
        return all;
    }

    /** Deaf to interrupts, as arithmetic is. */
    private int hold(AtomicInteger begun) {
        int number = begun.incrementAndGet();
        while (held.getCount() > 0) {
            Thread.onSpinWait();
        }
        return number;
    }
}
