package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLogOps.Granularity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The points of a chart, as the clocks of a zone showed them. */
class TokenLogBucketsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

    @Test
    void a_day_on_which_clocks_are_set_has_23_or_25_hours() {
        var spring = of(Granularity.HOUR, "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        assertThat(spring.starts()).hasSize(23);
        assertThat(labels(spring)).contains("01:00", "03:00").doesNotContain("02:00");

        var autumn = of(Granularity.HOUR, "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(autumn.starts()).hasSize(25).doesNotHaveDuplicates();
        assertThat(labels(autumn)).filteredOn("02:00"::equals).hasSize(2);

        var days = of(Granularity.DAY, "Europe/Berlin", "2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z");
        assertThat(lengths(days)).containsExactly(24L, 23L);
        days = of(Granularity.DAY, "Europe/Berlin", "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z");
        assertThat(lengths(days)).containsExactly(24L, 25L);
    }

    @Test
    void a_day_whose_midnight_does_not_exist_begins_when_it_does() {
        var days = of(Granularity.DAY, "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z");
        assertThat(days.starts().get(1)).isEqualTo("2026-04-23T22:00:00Z");
        assertThat(labels(days)).containsExactly("2026-04-23", "2026-04-24");
    }

    @Test
    void an_hour_of_a_zone_with_half_and_quarter_hours_begins_when_its_clock_shows_a_full_one() {
        assertThat(of(Granularity.HOUR, "Asia/Kathmandu", "2026-11-21T00:00:00Z", "2026-11-21T01:00:00Z")
                        .starts())
                .containsExactly(Instant.parse("2026-11-20T23:15:00Z"), Instant.parse("2026-11-21T00:15:00Z"));
        assertThat(of(Granularity.DAY, "Asia/Kolkata", "2026-11-21T00:00:00Z", "2026-11-21T01:00:00Z")
                        .starts())
                .containsExactly(Instant.parse("2026-11-20T18:30:00Z"));
    }

    @Test
    void where_clocks_are_set_by_half_an_hour_an_hour_ends_early_and_none_is_counted_twice() {
        var back = of(Granularity.HOUR, "Australia/Lord_Howe", "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z");
        assertThat(labels(back)).containsExactly("01:00", "01:30", "02:00");
        var forth = of(Granularity.HOUR, "Australia/Lord_Howe", "2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z");
        assertThat(labels(forth)).containsExactly("01:00", "02:30", "03:00");
        assertThat(forth.starts().get(1)).isEqualTo("2026-10-03T15:30:00Z");
    }

    @Test
    void a_week_is_an_iso_week_and_begins_on_monday_also_over_new_year() {
        var weeks = of(Granularity.WEEK, "Europe/Moscow", "2026-12-30T00:00:00Z", "2027-01-12T00:00:00Z");
        assertThat(labels(weeks)).containsExactly("2026-W53", "2027-W01", "2027-W02");
        assertThat(weeks.starts().get(0)).isEqualTo("2026-12-27T21:00:00Z");
    }

    @Test
    void without_bounds_a_chart_ends_with_the_point_that_now_is_in() {
        var hours = TokenLogBuckets.of(Granularity.HOUR, null, null, null, NOW);
        assertThat(hours.starts()).hasSize(24);
        assertThat(hours.to()).isEqualTo("2026-11-21T13:00:00Z");
        assertThat(hours.label(hours.starts().get(23))).isEqualTo("12:00");
        assertThat(TokenLogBuckets.of(Granularity.DAY, "Europe/Berlin", null, null, NOW)
                        .starts())
                .hasSize(30);
        assertThat(TokenLogBuckets.of(Granularity.WEEK, "Europe/Berlin", null, null, NOW)
                        .starts())
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "+05:17", "europe/berlin", " ", "../etc/passwd", "UTC+1"})
    void what_the_iana_database_does_not_have_is_no_zone(String tz) {
        assertThat(failure(Granularity.DAY, tz, "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")
                        .code())
                .isEqualTo("tz.unknown");
    }

    @Test
    void more_points_than_anybody_looks_at_are_refused_before_they_are_counted() {
        Failure failure = failure(Granularity.HOUR, null, "2026-01-01T00:00:00Z", "2026-11-21T00:00:00Z");
        assertThat(failure.code()).isEqualTo("range.too_long");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        assertThat(failure.details()).containsEntry("max_points", 800);
        assertThat(of(Granularity.DAY, null, "2025-01-01T00:00:00Z", "2026-11-21T00:00:00Z")
                        .starts())
                .hasSize(689);
    }

    @Test
    void a_time_that_ends_before_it_begins_is_refused() {
        assertThat(failure(Granularity.HOUR, null, "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z")
                        .code())
                .isEqualTo("range.invalid");
        assertThat(failure(Granularity.WEEK, null, "1000-11-21T00:00:00Z", "2026-11-21T00:00:00Z")
                        .code())
                .isEqualTo("range.invalid");
    }

    private static TokenLogBuckets of(Granularity granularity, @Nullable String tz, String from, String to) {
        return TokenLogBuckets.of(granularity, tz, Instant.parse(from), Instant.parse(to), NOW);
    }

    private static Failure failure(Granularity granularity, @Nullable String tz, String from, String to) {
        return catchThrowableOfType(Failure.class, () -> of(granularity, tz, from, to));
    }

    private static List<String> labels(TokenLogBuckets buckets) {
        return buckets.starts().stream().map(buckets::label).toList();
    }

    /** Hours from each point to the next. */
    private static List<Long> lengths(TokenLogBuckets buckets) {
        List<Instant> starts = buckets.starts();
        return IntStream.range(1, starts.size())
                .mapToObj(
                        i -> Duration.between(starts.get(i - 1), starts.get(i)).toHours())
                .toList();
    }
}
