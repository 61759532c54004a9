package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLogOps;
import io.pult.contract.vk.TokenLogOps.ChartOf;
import io.pult.contract.vk.TokenLogOps.ChartPoint;
import io.pult.contract.vk.TokenLogOps.ExportLogs;
import io.pult.contract.vk.TokenLogOps.ListLogs;
import io.pult.contract.vk.TokenLogOps.MethodStats;
import io.pult.contract.vk.TokenLogOps.Stats;
import io.pult.contract.vk.TokenLogOps.StatsOf;
import io.pult.infra.Cursor;
import io.pult.vk.TokenLogCounts.Cell;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was attempted here and answered is in every answer: see {@link TokenLogWriter#caughtUp}. */
final class TokenLogHandlers {
    private static final int MAX_Q = 200;
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    private final TokenLogStore logs;
    private final TokenLogCounts counts;
    private final TokenLogWriter writer;
    private final InstantSource clock;

    TokenLogHandlers(TokenLogStore logs, TokenLogCounts counts, TokenLogWriter writer, InstantSource clock) {
        this.logs = logs;
        this.counts = counts;
        this.writer = writer;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(TokenLogOps.LIST, this::list),
                bus.serve(TokenLogOps.EXPORT, this::export),
                bus.serve(TokenLogOps.STATS, this::stats),
                bus.serve(TokenLogOps.CHART, this::chart));
    }

    Future<Page<TokenLog>> list(ListLogs request, Call call) {
        String q = request.q();
        if (q != null && (q.length() > MAX_Q || q.indexOf('\0') >= 0)) {
            throw Failure.invalid("q.invalid", "q has at most " + MAX_Q + " characters");
        }
        int limit = Cursor.limit(request.limit());
        return writer.caughtUp().compose(written -> logs.list(request, limit));
    }

    Future<Page<TokenLog>> export(ExportLogs request, Call call) {
        return list(
                new ListLogs(
                        request.accountId(),
                        request.isEnvToken(),
                        request.method(),
                        request.status(),
                        request.q(),
                        request.from(),
                        request.to(),
                        Cursor.MAX_LIMIT,
                        request.cursor()),
                call);
    }

    Future<Stats> stats(StatsOf request, Call call) {
        Instant from = request.from() == null ? BEGINNING : request.from();
        Instant to = request.to() == null ? END : request.to();
        TokenLogBuckets.requireOrder(from, to);
        return cells(request.accountId(), request.isEnvToken(), from, to, List.of(BEGINNING))
                .map(TokenLogHandlers::stats);
    }

    private static Stats stats(List<Cell> cells) {
        var methods = new ArrayList<MethodStats>();
        long success = 0;
        long error = 0;
        for (Cell cell : cells) {
            success += cell.success();
            error += cell.error();
            methods.add(new MethodStats(cell.method(), cell.success() + cell.error(), cell.success(), cell.error()));
        }
        methods.sort(Comparator.comparingLong(MethodStats::total).reversed().thenComparing(MethodStats::method));
        return new Stats(success + error, success, error, methods);
    }

    Future<List<ChartPoint>> chart(ChartOf request, Call call) {
        var buckets =
                TokenLogBuckets.of(request.granularity(), request.tz(), request.from(), request.to(), clock.instant());
        return cells(request.accountId(), request.isEnvToken(), buckets.from(), buckets.to(), buckets.starts())
                .map(cells -> points(buckets, cells));
    }

    private static List<ChartPoint> points(TokenLogBuckets buckets, List<Cell> cells) {
        var within = new ArrayList<List<Cell>>();
        buckets.starts().forEach(start -> within.add(new ArrayList<>()));
        cells.forEach(cell -> within.get(cell.point()).add(cell));
        var points = new ArrayList<ChartPoint>();
        for (int i = 0; i < within.size(); i++) {
            Instant start = buckets.starts().get(i);
            points.add(point(buckets.label(start), start, within.get(i)));
        }
        return points;
    }

    private static ChartPoint point(String date, Instant at, List<Cell> cells) {
        var methods = new HashMap<String, Long>();
        var errors = new HashMap<String, Long>();
        long success = 0;
        long error = 0;
        for (Cell cell : cells) {
            success += cell.success();
            error += cell.error();
            methods.put(cell.method(), cell.success() + cell.error());
            if (cell.error() > 0) {
                errors.put(cell.method(), cell.error());
            }
        }
        return new ChartPoint(date, at, success, error, methods, errors);
    }

    private Future<List<Cell>> cells(
            @Nullable UUID account, @Nullable Boolean isEnvToken, Instant from, Instant to, List<Instant> starts) {
        return writer.caughtUp()
                .compose(written -> counts.keptFrom())
                .compose(keptFrom ->
                        counts.cells(account, isEnvToken, TokenLogSpan.of(from, to, keptFrom, starts), starts));
    }
}
