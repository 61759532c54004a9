package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    private static Pending<String> pending(long number, long deadline) {
        return new Pending<>(Echo.of(number, "x"), new byte[4], Promise.promise(), deadline);
    }

    private static Pending<?> send(Outstanding calls, long id, long container) {
        Pending<?> call = calls.take();
        call.sent(id, container, 0);
        calls.sent(call);
        return call;
    }

    @Test
    void sixty_four_are_in_flight_and_no_more() {
        var calls = new Outstanding();
        for (int i = 0; i < 70; i++) {
            calls.add(pending(i, 1_000));
        }
        for (int i = 0; i < Outstanding.IN_FLIGHT; i++) {
            assertThat(calls.room()).isEqualTo(Outstanding.IN_FLIGHT - i);
            send(calls, 100 + i, 0);
        }
        assertThat(calls.room()).isZero();
        assertThat(calls.inFlight()).isEqualTo(64);
        assertThat(calls.queued()).isEqualTo(6);
        assertThat(calls.remove(163)).isNotNull();
        assertThat(calls.room()).isEqualTo(1);
    }

    @Test
    void no_more_than_it_holds_are_taken() {
        var calls = new Outstanding();
        for (int i = 0; i < Outstanding.MOST; i++) {
            assertThat(calls.isFull()).isFalse();
            calls.add(pending(i, 1_000));
        }
        assertThat(calls.isFull()).isTrue();
    }

    @Test
    void what_a_container_held_is_found_by_its_name() {
        var calls = new Outstanding();
        for (int i = 0; i < 3; i++) {
            calls.add(pending(i, 1_000));
        }
        Pending<?> first = send(calls, 1, 9);
        Pending<?> second = send(calls, 2, 9);
        Pending<?> alone = send(calls, 10, 0);
        assertThat(calls.removeInFlight(call -> call.isOrIsIn(9))).containsExactly(first, second);
        assertThat(calls.find(1)).isNull();
        assertThat(calls.find(10)).isSameAs(alone);
        assertThat(first.outerId()).isEqualTo(9);
        assertThat(alone.outerId()).isEqualTo(10);
    }

    @Test
    void what_is_sent_again_goes_first_and_in_its_old_order() {
        var calls = new Outstanding();
        var all = new ArrayList<Pending<?>>();
        for (int i = 0; i < 4; i++) {
            all.add(pending(i, 1_000));
            calls.add(all.get(i));
        }
        send(calls, 1, 0);
        send(calls, 2, 0);
        List<Pending<?>> removed = calls.removeInFlight(call -> true);
        calls.sendFirst(removed);
        assertThat(List.of(calls.take(), calls.take(), calls.take(), calls.take()))
                .isEqualTo(all);
    }

    @Test
    void a_call_expires_wherever_it_is() {
        var calls = new Outstanding();
        Pending<?> flying = pending(1, 10);
        Pending<?> queued = pending(2, 20);
        Pending<?> late = pending(3, 30);
        calls.add(flying);
        send(calls, 1, 0);
        calls.add(queued);
        late.delayed(15);
        calls.delay(late);
        assertThat(calls.deadline()).isEqualTo(10);
        assertThat(calls.expired(9)).isEmpty();
        assertThat(calls.expired(10)).containsExactly(flying);
        assertThat(calls.deadline()).isEqualTo(15);
        assertThat(calls.wake(15)).isTrue();
        assertThat(calls.expired(30)).containsExactlyInAnyOrder(queued, late);
        assertThat(calls.size()).isZero();
        assertThat(calls.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void only_those_of_a_lost_connection_are_asked_after() {
        var calls = new Outstanding();
        calls.add(pending(1, 10));
        calls.add(pending(2, 10));
        send(calls, 1, 0).unknown(5);
        send(calls, 2, 0).acked(5);
        assertThat(calls.unknownIds()).containsExactly(1);
    }
}
