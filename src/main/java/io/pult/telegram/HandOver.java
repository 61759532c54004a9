package io.pult.telegram;

import io.pult.infra.Rendezvous;
import io.pult.infra.Ticker;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.telegram.SessionRow.Way;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node that stops gives up what it holds: in waves, at the pace at which the others connect them, so that no account is
 * without a connection for longer than its own move. With nobody to take them, or no time left, all at once. Confined to one
 * loop.
 */
final class HandOver {
    /** 5,000 sessions at the usual 200 a second take 25 s; the rest of the time is for what has to be closed after it. */
    static final Duration LIMIT = TelegramSessionsVerticle.LEAVE.minusSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);
    private static final String REASON = "node_stops";
    private static final Duration WAVE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final HeldSessions held;
    private final Claims claims;
    private final Releases releases;
    private final Candidates candidates;
    private final TelegramNodes nodes;
    private final ConnectRamp.Rates rates;
    private final Ticker timers;
    private final LongSupplier nano;
    private final int most;
    private final Deque<Leaving> queue = new ArrayDeque<>();
    private final List<Future<?>> left = new ArrayList<>();
    private final Promise<Void> over = Promise.promise();
    private long began;
    private long looked;

    private record Leaving(HeldSession session, long at) {}

    HandOver(
            HeldSessions held,
            Claims claims,
            Releases releases,
            Candidates candidates,
            TelegramNodes nodes,
            ConnectRamp.Rates rates,
            Ticker timers,
            LongSupplier nano) {
        this.held = held;
        this.claims = claims;
        this.releases = releases;
        this.candidates = candidates;
        this.nodes = nodes;
        this.rates = rates;
        this.timers = timers;
        this.nano = nano;
        // What leaves within two waves.
        this.most = Math.max(1, (int) (2L * rates.known() * WAVE.toMillis() / 1_000));
    }

    /** @return when nothing is held any more; what could not be released is left to the end of the lease */
    Future<Void> run() {
        candidates.leave();
        return claims.end().compose(ended -> nodes.tell()).transform(told -> {
            began = nano.getAsLong();
            looked = began;
            line(candidates.known());
            wave();
            return over.future();
        });
    }

    private void line(Set<UUID> others) {
        var pace = new Pace(rates);
        List<Leaving> all = new ArrayList<>();
        for (HeldSession session : held.all()) {
            long at = Rendezvous.preferred(session.account().toString(), others)
                    .map(next -> pace.turn(next, exit(session.row().way())))
                    .orElse(0L);
            all.add(new Leaving(session, at));
        }
        all.sort(Comparator.comparingLong(Leaving::at));
        queue.addAll(all);
        if (!all.isEmpty()) {
            log.atInfo()
                    .addKeyValue("sessions", all.size())
                    .addKeyValue("to", others.size())
                    .log("handing sessions over");
        }
    }

    private static String exit(Way way) {
        return way instanceof Way.Proxy proxy ? proxy.id().toString() : "direct";
    }

    private void wave() {
        long passed = TimeUnit.NANOSECONDS.toMillis(nano.getAsLong() - began);
        boolean all = candidates.known().isEmpty() || passed >= LIMIT.toMillis();
        // A database that is slow must not make a queue of sessions that are closed and not released.
        while (!queue.isEmpty() && (all || (queue.element().at <= passed && releases.unfinished() < most))) {
            left.add(releases.release(queue.remove().session, REASON));
        }
        if (queue.isEmpty()) {
            Future.join(left).onComplete(done -> over.tryComplete());
            return;
        }
        timers.after(WAVE, this::wave);
        look();
    }

    /** They may all go meanwhile. */
    private void look() {
        long now = nano.getAsLong();
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            candidates
                    .refresh()
                    .onFailure(cause -> log.atWarn()
                            .addKeyValue("reason", cause.toString())
                            .log("whether others are there to take sessions is not known"));
        }
    }
}
