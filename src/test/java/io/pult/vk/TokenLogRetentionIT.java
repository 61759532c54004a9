package io.pult.vk;

import static io.pult.vk.TokenLogLab.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.TokenLog;
import io.pult.contract.vk.TokenLog.Status;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is old goes, day by day, and its counts stay longer. */
class TokenLogRetentionIT {
    private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    private static final UUID ONE = new UUID(0, 1);

    private final TokenLogLab lab = new TokenLogLab();
    private final TokenLogStore logs = new TokenLogStore(lab.pg);
    private final TokenLogCounts counts = new TokenLogCounts(lab.pg);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void days_that_are_over_go_as_a_whole_and_their_counts_stay() {
        List<TokenLog> rows = aRowADay(10);
        lab.insert(rows);
        lab.on(counts::fold);

        lab.on(() -> upkeep(Duration.ofDays(3), Duration.ofDays(730)).retire());

        // Three whole days and the one that is not over.
        assertThat(lab.count("token_logs")).isEqualTo(4);
        assertThat(days()).isEqualTo(4);
        assertThat(lab.count("token_log_hours")).isEqualTo(10);
        assertThat(lab.on(() -> logs.countsOf(List.of(ONE))).get(ONE).success()).isEqualTo(10);
        assertThat(lab.on(() -> counts.keptFrom())).isEqualTo("2026-11-18T00:00:00Z");
    }

    @Test
    void an_attempt_that_comes_after_its_day_has_gone_is_neither_logged_nor_counted_again() {
        List<TokenLog> rows = aRowADay(10);
        lab.insert(rows);
        lab.on(() -> upkeep(Duration.ofDays(3), Duration.ofDays(730)).retire());

        lab.insert(rows);

        assertThat(lab.count("token_logs")).isEqualTo(4);
        assertThat(lab.on(() -> logs.countsOf(List.of(ONE))).get(ONE).success()).isEqualTo(10);
    }

    @Test
    void counts_by_hour_go_when_they_are_old_and_those_since_ever_stay() {
        lab.insert(aRowADay(10));
        lab.on(counts::fold);

        lab.on(() -> upkeep(Duration.ofDays(1), Duration.ofDays(5)).retire());

        // Of today and the five days before: the oldest of them is not over.
        assertThat(lab.count("token_log_hours")).isEqualTo(6);
        assertThat(lab.count("token_log_account_hours")).isEqualTo(6);
        assertThat(lab.on(() -> logs.countsOf(List.of(ONE))).get(ONE).success()).isEqualTo(10);
    }

    @Test
    void a_last_success_whose_attempts_have_gone_is_told_by_its_hour() {
        Instant at = NOW.minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.HOURS);
        lab.insert(List.of(row(ONE, "users.get", Status.SUCCESS, at.plusSeconds(1_234))));
        lab.on(counts::fold);

        lab.on(() -> upkeep(Duration.ofDays(3), Duration.ofDays(730)).retire());

        assertThat(lab.on(() -> logs.lastSuccessesOf(List.of(ONE)))).isEqualTo(Map.of(ONE, at));
    }

    @Test
    void rows_that_never_found_their_day_go_with_the_others() {
        lab.insert(List.of(row(ONE, "users.get", Status.SUCCESS, NOW.minus(Duration.ofDays(40)))));
        assertThat(lab.count("token_logs_default")).isEqualTo(1);
        lab.on(() -> upkeep(Duration.ofDays(30), Duration.ofDays(730)).retire());
        assertThat(lab.count("token_logs")).isZero();
    }

    @Test
    void a_writer_that_holds_the_log_is_waited_for_only_briefly_and_holds_up_no_other_writer() throws Exception {
        lab.insert(aRowADay(6));
        Promise<Void> release = Promise.promise();
        Promise<Void> inserted = Promise.promise();
        Future<Void> slow = lab.start(() -> lab.pg.tx(tx -> new TokenLogStore(tx)
                .insert(TokenLogLab.rows(1))
                .onComplete(inserted)
                .compose(done -> release.future())));
        Wait.on(inserted.future());
        Future<Void> retired =
                lab.start(() -> upkeep(Duration.ofDays(3), Duration.ofDays(730)).retire());

        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            lab.insert(TokenLogLab.rows(1));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
        }
        assertThat(retired.isComplete()).isFalse();

        release.complete();
        Wait.on(slow);
        Wait.on(retired);
        assertThat(days()).isEqualTo(4);
    }

    @Test
    void two_nodes_that_retire_the_same_days_at_once_are_not_in_each_others_way() {
        lab.insert(aRowADay(8));
        var upkeep = upkeep(Duration.ofDays(3), Duration.ofDays(730));

        lab.on(() -> Future.all(upkeep.retire(), upkeep.retire(), upkeep.makeDays()));

        assertThat(lab.count("token_logs")).isEqualTo(4);
    }

    private TokenLogUpkeep upkeep(Duration keepLogs, Duration keepCounts) {
        return new TokenLogUpkeep(lab.vertx, logs, counts, InstantSource.fixed(NOW), keepLogs, keepCounts);
    }

    /** Of today and the days before, each with its partition. */
    private List<TokenLog> aRowADay(int days) {
        return IntStream.range(0, days)
                .mapToObj(ago -> {
                    Instant at = NOW.minus(Duration.ofDays(ago));
                    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
                    lab.on(() -> logs.makeDay(day));
                    return row(ONE, "users.get", Status.SUCCESS, at);
                })
                .toList();
    }

    private long days() {
        return lab.count("pg_class WHERE relname ~ '^token_logs_[0-9]{8}$' AND relkind = 'r'");
    }
}
