package io.pult.vk;

import static io.pult.vk.TokenLogLab.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLog.Status;
import io.pult.contract.vk.TokenLogOps.ChartOf;
import io.pult.contract.vk.TokenLogOps.ChartPoint;
import io.pult.contract.vk.TokenLogOps.Granularity;
import io.pult.contract.vk.TokenLogOps.MethodStats;
import io.pult.contract.vk.TokenLogOps.Stats;
import io.pult.contract.vk.TokenLogOps.StatsOf;
import io.pult.infra.Migrations;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.support.Chance;
import io.pult.support.TestStores;
import io.pult.support.Wait;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts that the database keeps itself are those of the attempts, whoever writes, repeats and folds. */
class TokenLogCountsIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private final TokenLogLab lab = new TokenLogLab();

    @TempDir
    Path folder;

    private TokenLogHandlers handlers;

    @BeforeEach
    void handlers() {
        handlers = new TokenLogHandlers(
                new TokenLogStore(lab.pg),
                new TokenLogCounts(lab.pg),
                lab.writer(folder),
                InstantSource.fixed(NOON.plusSeconds(60)));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_row_that_is_written_twice_is_counted_once() {
        List<TokenLog> rows = TokenLogLab.rows(50);
        lab.insert(rows);
        lab.insert(rows);
        lab.insert(rows.subList(10, 30));
        assertThat(stats(null, null, null, null).total()).isEqualTo(50);
        fold();
        assertThat(stats(null, null, null, null).total()).isEqualTo(50);
    }

    @Test
    void two_writers_that_bring_the_same_rows_at_once_count_each_of_them_once() {
        List<TokenLog> rows = TokenLogLab.rows(1_000);
        for (int i = 0; i < 10; i++) {
            List<TokenLog> part = rows.subList(i * 50, i * 50 + 500);
            lab.on(() -> Future.all(
                    lab.pg.tx(tx -> new TokenLogStore(tx).insert(part)),
                    lab.pg.tx(tx -> new TokenLogStore(tx).insert(part)),
                    new TokenLogCounts(lab.pg).fold()));
        }
        assertThat(lab.count("token_logs")).isEqualTo(950);
        assertThat(stats(null, null, null, null).total()).isEqualTo(950);
    }

    @Test
    void what_is_rolled_back_was_never_counted() {
        Wait.failureOf(lab.start(() -> lab.pg.tx(
                tx -> new TokenLogStore(tx).insert(TokenLogLab.rows(5)).compose(done -> Future.failedFuture("no")))));
        assertThat(stats(null, null, null, null).total()).isZero();
    }

    @Test
    void a_node_of_the_version_before_is_counted_too() {
        Wait.on(lab.pg.query("""
                        INSERT INTO token_logs (id, is_env_token, method, status, "timestamp", attempt, duration_ms, node)
                        SELECT gen_random_uuid(), false, 'users.get', 'success', now(), 1, 1, 'old' FROM generate_series(1, 7)
                        """));
        assertThat(stats(null, null, null, null).total()).isEqualTo(7);
    }

    @Test
    void counts_are_the_same_while_they_are_folded() {
        for (int i = 0; i < 250; i++) {
            lab.insert(List.of(row(ONE, "wall.get", Status.SUCCESS, NOON)));
        }
        var folding = lab.start(() -> Future.all(new TokenLogCounts(lab.pg).fold(), new TokenLogCounts(lab.pg).fold()));
        while (!folding.isComplete()) {
            assertThat(stats(ONE, null, null, null).total()).isEqualTo(250);
        }
        assertThat(lab.count("token_log_deltas")).isZero();
        assertThat(lab.count("token_log_hours")).isEqualTo(1);
        assertThat(stats(ONE, null, null, null).total()).isEqualTo(250);
    }

    @Test
    void stats_tell_success_from_error_and_name_the_most_used_method_first() {
        lab.insert(List.of(
                row(ONE, "wall.get", Status.SUCCESS, NOON),
                row(ONE, "wall.get", Status.ERROR, NOON),
                row(ONE, "users.get", Status.SUCCESS, NOON),
                row(TWO, "users.get", Status.SUCCESS, NOON),
                row(null, "likes.getList", Status.SUCCESS, NOON)));

        assertThat(stats(ONE, null, null, null))
                .isEqualTo(new Stats(
                        3, 2, 1, List.of(new MethodStats("wall.get", 2, 1, 1), new MethodStats("users.get", 1, 1, 0))));
        assertThat(stats(null, true, null, null).methods()).containsExactly(new MethodStats("likes.getList", 1, 1, 0));
        assertThat(stats(null, false, null, null).total()).isEqualTo(4);
        assertThat(stats(null, null, null, null).methods().get(0).method()).isEqualTo("users.get");
        assertThat(stats(new UUID(9, 9), null, null, null)).isEqualTo(new Stats(0, 0, 0, List.of()));
    }

    @Test
    void counts_between_any_two_moments_are_exact() {
        var chance = new Chance();
        var rows = new ArrayList<TokenLog>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(row(
                    chance.of(ONE, TWO, null),
                    chance.of("users.get", "wall.get"),
                    chance.of(Status.SUCCESS, Status.ERROR),
                    NOON.plusMillis(chance.between(0, 10 * 3_600_000))));
        }
        lab.insert(rows.subList(0, 1_000));
        fold();
        lab.insert(rows.subList(1_000, 2_000));

        chance.check(60, () -> {
            Instant from = edge(chance);
            Instant to = from.plus(chance.of(
                    Duration.ofMillis(chance.between(1, 60_000)),
                    Duration.ofMinutes(chance.between(1, 600)),
                    Duration.ofMinutes(15L * chance.between(1, 40)),
                    Duration.ofHours(chance.between(1, 10))));
            UUID account = chance.of(ONE, null);
            long expected = rows.stream()
                    .filter(row -> account == null || account.equals(row.accountId()))
                    .filter(row ->
                            !row.timestamp().isBefore(from) && row.timestamp().isBefore(to))
                    .count();
            assertThat(stats(account, null, from, to).total())
                    .as("%s to %s", from, to)
                    .isEqualTo(expected);
        });
    }

    private static Instant edge(Chance chance) {
        return NOON.plus(chance.of(
                Duration.ofMillis(chance.between(0, 36_000_000)),
                Duration.ofMinutes(15L * chance.between(0, 39)),
                Duration.ofHours(chance.between(0, 9))));
    }

    @Test
    void a_chart_has_the_form_of_the_seed_and_a_point_where_nothing_was() {
        lab.insert(List.of(
                row(ONE, "wall.get", Status.SUCCESS, NOON),
                row(ONE, "wall.get", Status.ERROR, NOON.plusSeconds(59)),
                row(TWO, "likes.getList", Status.SUCCESS, NOON),
                row(ONE, "wall.get", Status.SUCCESS, NOON.minusSeconds(7_200))));

        List<ChartPoint> points = chart(Granularity.HOUR, null, null, null, null);

        assertThat(points).hasSize(24);
        assertThat(points.subList(21, 24))
                .containsExactly(
                        new ChartPoint("10:00", NOON.minusSeconds(7_200), 1, 0, Map.of("wall.get", 1L), Map.of()),
                        new ChartPoint("11:00", NOON.minusSeconds(3_600), 0, 0, Map.of(), Map.of()),
                        new ChartPoint(
                                "12:00",
                                NOON,
                                2,
                                1,
                                Map.of("wall.get", 2L, "likes.getList", 1L),
                                Map.of("wall.get", 1L)));
        assertThat(chart(Granularity.HOUR, TWO, null, null, null).get(23).methods())
                .isEqualTo(Map.of("likes.getList", 1L));
    }

    @Test
    void the_hour_that_comes_twice_when_clocks_go_back_is_two_points_and_its_day_has_25_hours() {
        Instant midnight = Instant.parse("2026-10-24T22:00:00Z");
        lab.insert(everyQuarter(midnight, 25));

        List<ChartPoint> hours =
                chart(Granularity.HOUR, null, midnight, midnight.plus(Duration.ofHours(25)), "Europe/Berlin");

        assertThat(hours).hasSize(25).allMatch(point -> total(point) == 4);
        assertThat(hours).filteredOn(point -> point.date().equals("02:00")).hasSize(2);
        assertThat(chart(Granularity.DAY, null, midnight, midnight.plus(Duration.ofHours(25)), "Europe/Berlin"))
                .singleElement()
                .satisfies(day -> assertThat(total(day)).isEqualTo(100));
    }

    @Test
    void the_day_on_which_clocks_go_forth_has_23_hours() {
        Instant midnight = Instant.parse("2026-03-28T23:00:00Z");
        lab.insert(everyQuarter(midnight, 23));
        fold();

        assertThat(chart(Granularity.HOUR, null, midnight, midnight.plus(Duration.ofHours(23)), "Europe/Berlin"))
                .hasSize(23)
                .allMatch(point -> total(point) == 4)
                .noneMatch(point -> point.date().equals("02:00"));
        assertThat(chart(Granularity.DAY, null, midnight, midnight.plus(Duration.ofHours(23)), "Europe/Berlin"))
                .singleElement()
                .satisfies(day -> assertThat(total(day)).isEqualTo(92));
    }

    @Test
    void a_chart_of_any_zone_puts_each_attempt_into_its_own_point() {
        var chance = new Chance();
        var rows = new ArrayList<TokenLog>();
        for (int i = 0; i < 3_000; i++) {
            rows.add(row(
                    chance.of(ONE, TWO),
                    chance.of("users.get", "wall.get"),
                    Status.SUCCESS,
                    NOON.plusSeconds(chance.between(0, 20 * 86_400))));
        }
        lab.insert(rows);
        fold();
        List<String> zones = List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe");
        chance.check(40, () -> {
            var granularity = chance.of(Granularity.values());
            String zone = chance.of(zones);
            Instant from = edge(chance);
            Instant to = from.plus(Duration.ofMinutes(chance.between(1, 19 * 1_440)));
            UUID account = chance.of(ONE, null);
            var buckets = TokenLogBuckets.of(granularity, zone, from, to, NOON);

            List<ChartPoint> points = chart(granularity, account, from, to, zone);

            assertThat(points).extracting(ChartPoint::at).isEqualTo(buckets.starts());
            var expected = expected(rows, account, from, to, buckets.starts());
            for (int i = 0; i < points.size(); i++) {
                assertThat(points.get(i).methods())
                        .as(
                                "%s %s of %s from %s to %s",
                                granularity, buckets.starts().get(i), zone, from, to)
                        .isEqualTo(expected.get(i));
            }
        });
    }

    private static List<Map<String, Long>> expected(
            List<TokenLog> rows, @Nullable UUID account, Instant from, Instant to, List<Instant> starts) {
        var methods = new ArrayList<Map<String, Long>>();
        starts.forEach(start -> methods.add(new HashMap<>()));
        for (TokenLog row : rows) {
            boolean asked = account == null || account.equals(row.accountId());
            if (asked && !row.timestamp().isBefore(from) && row.timestamp().isBefore(to)) {
                int found = Collections.binarySearch(starts, row.timestamp());
                methods.get(found < 0 ? -found - 2 : found).merge(row.method(), 1L, Long::sum);
            }
        }
        return methods;
    }

    @Test
    void an_account_is_shown_what_it_did_since_ever_folded_or_not() {
        lab.insert(List.of(
                row(ONE, "wall.get", Status.SUCCESS, NOON), row(ONE, "wall.get", Status.ERROR, NOON.minusSeconds(1))));
        fold();
        lab.insert(List.of(row(ONE, "users.get", Status.SUCCESS, NOON), row(TWO, "users.get", Status.ERROR, NOON)));

        var counts = lab.on(() -> new TokenLogStore(lab.pg).countsOf(List.of(ONE, TWO, new UUID(0, 3))));

        assertThat(counts)
                .containsOnly(
                        Map.entry(ONE, new TokenLogStore.Counts(2, 1)), Map.entry(TWO, new TokenLogStore.Counts(0, 1)));
    }

    @Test
    void the_last_success_of_an_account_is_exact_folded_or_not_and_later_failures_do_not_hide_it() {
        Instant before = NOON.minus(Duration.ofDays(3)).plusMillis(789);
        lab.insert(List.of(
                row(ONE, "wall.get", Status.SUCCESS, before),
                row(ONE, "users.get", Status.SUCCESS, before.minusSeconds(1)),
                row(ONE, "wall.get", Status.ERROR, before.plusSeconds(1)),
                row(ONE, "wall.get", Status.ERROR, NOON),
                row(TWO, "wall.get", Status.ERROR, NOON)));
        fold();
        assertThat(lastSuccesses()).containsOnly(Map.entry(ONE, before));

        lab.insert(List.of(row(ONE, "users.get", Status.SUCCESS, NOON), row(TWO, "users.get", Status.SUCCESS, before)));
        assertThat(lastSuccesses()).containsOnly(Map.entry(ONE, NOON), Map.entry(TWO, before));
    }

    private Map<UUID, Instant> lastSuccesses() {
        return lab.on(() -> new TokenLogStore(lab.pg).lastSuccessesOf(List.of(ONE, TWO, new UUID(0, 3))));
    }

    @Test
    void attempts_that_were_there_before_counts_were_kept_are_counted() {
        var database = PgSettings.of(TestStores.database().toString());
        Wait.on(Migrations.run(lab.vertx, database));
        Pg old = Pg.open(lab.vertx, database);
        for (String statement : List.of(
                "DROP TRIGGER token_logs_counted ON token_logs",
                "DROP VIEW token_log_unfolded",
                "DROP TABLE token_log_deltas, token_log_hours, token_log_account_hours, token_log_accounts, "
                        + "token_log_horizon",
                "DROP FUNCTION token_logs_count, token_logs_fold, token_logs_detach_day, token_logs_drop_detached",
                "DROP INDEX token_logs_errors",
                "DELETE FROM schema_version WHERE version IN (20261121000310, 20261121000311)",
                """
                INSERT INTO token_logs (id, is_env_token, method, status, "timestamp", attempt, duration_ms, node)
                SELECT gen_random_uuid(), true, 'users.get', 'success', now() - i * interval '1 h', 1, 1, 'old'
                FROM generate_series(1, 30) AS i
                """)) {
            Wait.on(old.query(statement));
        }

        Wait.on(Migrations.run(lab.vertx, database));

        handlers = new TokenLogHandlers(
                new TokenLogStore(old), new TokenLogCounts(old), lab.writer(folder), InstantSource.system());
        assertThat(stats(null, true, null, null).total()).isEqualTo(30);
        Wait.on(new TokenLogCounts(old).fold());
        assertThat(stats(null, true, null, null).total()).isEqualTo(30);
    }

    private static List<TokenLog> everyQuarter(Instant from, int hours) {
        return IntStream.range(0, hours * 4)
                .mapToObj(i -> row(ONE, "wall.get", Status.SUCCESS, from.plus(Duration.ofMinutes(15L * i))))
                .toList();
    }

    private static long total(ChartPoint point) {
        return point.methods().values().stream().mapToLong(Long::longValue).sum();
    }

    private Stats stats(@Nullable UUID account, @Nullable Boolean env, @Nullable Instant from, @Nullable Instant to) {
        return lab.on(() -> handlers.stats(new StatsOf(account, env, from, to), VkRig.ADMIN));
    }

    private List<ChartPoint> chart(
            Granularity granularity,
            @Nullable UUID account,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String tz) {
        return lab.on(() -> handlers.chart(new ChartOf(granularity, account, null, from, to, tz), VkRig.ADMIN));
    }

    private void fold() {
        lab.on(() -> new TokenLogCounts(lab.pg).fold());
    }
}
