package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps;
import io.pult.contract.vk.TokenLogOps.ListLogs;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

final class TokenLogHandlers {
    private static final int DAYS_AHEAD = 3;
    private static final int MAX_Q = 200;

    private final TokenLogStore logs;
    private final InstantSource clock;

    TokenLogHandlers(TokenLogStore logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(TokenLogOps.LIST, this::list);
    }

    Future<Page<TokenLog>> list(ListLogs request, Call call) {
        String q = request.q();
        if (q != null && (q.length() > MAX_Q || q.indexOf('\0') >= 0)) {
            throw Failure.invalid("q.invalid", "q has at most " + MAX_Q + " characters");
        }
        return logs.list(request, SystemAccountHandlers.limit(request.limit()));
    }

    /** Yesterday too: a row that waited over midnight belongs there. */
    Future<Void> makeDays() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return Future.all(IntStream.rangeClosed(-1, DAYS_AHEAD)
                        .mapToObj(ahead -> logs.makeDay(today.plusDays(ahead)))
                        .toList())
                .mapEmpty();
    }
}
