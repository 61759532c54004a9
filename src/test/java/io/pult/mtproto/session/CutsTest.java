package io.pult.mtproto.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.transport.Exit;
import io.pult.support.Chance;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that are cut at any byte, in either direction, while calls are made. */
class CutsTest {
    private static final int SESSIONS = 4;

    private final Chance chance = new Chance();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    private record Call(long number, boolean repeatable, Future<String> answer) {}

    @Test
    void no_call_is_lost_or_executed_twice_when_the_stream_is_cut_forty_times() throws Exception {
        cut(40);
    }

    @Test
    @Tag("check") // A thousand connections take half a minute.
    void no_call_is_lost_or_executed_twice_when_the_stream_is_cut_a_thousand_times() throws Exception {
        cut(1_000);
    }

    private void cut(int times) throws Exception {
        // Nobody waits for a back-off here.
        try (var rig = new Rig(
                        new SessionLoop.Pace(10, 5), options -> options.withResendAfter(Duration.ofMillis(300)));
                var knife = new Knife(rig.server, rig.dc.port(), () -> 50 + randomBytes())) {
            var sessions = new ArrayList<Session>();
            for (int i = 0; i < SESSIONS; i++) {
                Session session = rig.open(rig.plan(rig.key(), new Exit.Direct(), knife.port()), new TestOwner());
                sessions.add(session);
                rig.loop.start(() -> {
                    next(session, () -> knife.cuts.get() < times);
                    return Future.succeededFuture();
                });
            }
            Wait.until(times + " cuts", Duration.ofSeconds(90), () -> knife.cuts.get() >= times);
            Wait.until(
                    "every call has an end",
                    Duration.ofSeconds(60),
                    () -> List.copyOf(calls).stream().allMatch(call -> call.answer.isComplete()));
            int doubtful = 0;
            for (Call call : calls) {
                if (!call.repeatable && call.answer.cause() instanceof CallFailure.MaybeExecuted) {
                    // The server lost the session before it could say that there is one.
                    doubtful++;
                    assertThat(rig.api.times(call.number)).as("%s", call).isLessThanOrEqualTo(1);
                } else {
                    assertThat(call.answer.succeeded())
                            .as("%s: %s", call, call.answer.cause())
                            .isTrue();
                    assertThat(rig.api.times(call.number)).as("%s", call).isEqualTo(1);
                }
            }
            assertThat(doubtful).as("only in a session's first moments").isLessThanOrEqualTo(SESSIONS);
            assertThat(rig.dc.duplicates()).isEmpty();
            assertThat(rig.counted(Meter.PACKET_FORGED)).isZero();
            assertThat(rig.counted(Meter.SESSION_RESET)).isZero();
        }
    }

    private int randomBytes() {
        synchronized (chance) {
            return chance.between(0, chance.of(400, 4_000, 20_000));
        }
    }

    /** Several calls at once, and more when one of them is answered. */
    private void next(Session session, java.util.function.BooleanSupplier goOn) {
        for (int i = 0; i < 3; i++) {
            one(session, goOn);
        }
    }

    private void one(Session session, java.util.function.BooleanSupplier goOn) {
        if (!goOn.getAsBoolean()) {
            return;
        }
        long number = numbers.incrementAndGet();
        boolean repeatable = number % 3 != 0;
        Future<String> answer =
                session.call(new Echo(number, repeatable, "x".repeat((int) (number % 300))), Duration.ofHours(10));
        calls.add(new Call(number, repeatable, answer));
        answer.onComplete(done -> one(session, goOn));
    }
}
