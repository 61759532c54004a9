package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.TokenLogOps.Granularity;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The points of a chart: hours, days and ISO weeks as the clocks of a zone showed them. A day may have 23 or 25 hours, and
 * where clocks are set by less than an hour, an hour ends early.
 *
 * @param from inclusive, within the first point
 * @param to exclusive, within the last point or its end
 * @param starts of the points, ascending
 */
record TokenLogBuckets(Granularity granularity, ZoneId zone, Instant from, Instant to, List<Instant> starts) {
    static final int MAX_POINTS = 800;

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * @throws Failure INVALID {@code tz.unknown} or {@code range.invalid}, UNPROCESSABLE {@code range.too_long}
     */
    static TokenLogBuckets of(
            Granularity granularity, @Nullable String tz, @Nullable Instant from, @Nullable Instant to, Instant now) {
        ZoneId zone = zone(tz);
        Instant end = to != null ? to : next(granularity, zone, start(granularity, zone, now));
        Instant begin = from != null ? from : before(granularity, zone, end);
        requireOrder(begin, end);
        var starts = new ArrayList<Instant>();
        for (Instant at = start(granularity, zone, begin); at.isBefore(end); at = next(granularity, zone, at)) {
            if (starts.size() == MAX_POINTS) {
                throw Failure.unprocessable(
                                "range.too_long",
                                "A chart has at most " + MAX_POINTS
                                        + " points; ask for a shorter time or a coarser granularity")
                        .with("max_points", MAX_POINTS);
            }
            starts.add(at);
        }
        return new TokenLogBuckets(granularity, zone, begin, end, List.copyOf(starts));
    }

    /** @throws Failure INVALID {@code range.invalid} */
    static void requireOrder(Instant from, Instant to) {
        if (!from.isBefore(to) || from.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw Failure.invalid("range.invalid", "from must be before to, and both from 2000 to 2200");
        }
    }

    String label(Instant start) {
        ZonedDateTime at = start.atZone(zone);
        return switch (granularity) {
            case HOUR -> DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(at);
            case DAY -> at.toLocalDate().toString();
            case WEEK ->
                String.format(
                        Locale.ROOT,
                        "%d-W%02d",
                        at.get(IsoFields.WEEK_BASED_YEAR),
                        at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        };
    }

    /** Names only: an offset of one's own would not be a multiple of a quarter of an hour. */
    private static ZoneId zone(@Nullable String tz) {
        String name = tz == null ? "UTC" : tz;
        try {
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException e) {
            throw unknown();
        }
        throw unknown();
    }

    private static Failure unknown() {
        return Failure.invalid("tz.unknown", "tz is the name of a time zone such as Europe/Berlin");
    }

    private static Instant before(Granularity granularity, ZoneId zone, Instant end) {
        return switch (granularity) {
            case HOUR -> end.minus(Duration.ofHours(24));
            case DAY -> end.atZone(zone).minusDays(30).toInstant();
            case WEEK -> end.atZone(zone).minusWeeks(12).toInstant();
        };
    }

    private static Instant start(Granularity granularity, ZoneId zone, Instant within) {
        LocalDate day = within.atZone(zone).toLocalDate();
        return switch (granularity) {
            case HOUR -> hour(zone, within);
            case DAY -> day.atStartOfDay(zone).toInstant();
            case WEEK ->
                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
        };
    }

    private static Instant next(Granularity granularity, ZoneId zone, Instant start) {
        LocalDate day = start.atZone(zone).toLocalDate();
        return switch (granularity) {
            case HOUR -> nextHour(zone, start);
            case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK ->
                day.plusWeeks(1)
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
        };
    }

    /** When the clock showed a full hour last, unless it was set since. */
    private static Instant hour(ZoneId zone, Instant within) {
        LocalDateTime local = LocalDateTime.ofInstant(within, zone);
        Instant full = within.minus(Duration.between(local.truncatedTo(ChronoUnit.HOURS), local));
        ZoneOffsetTransition set = zone.getRules().previousTransition(within.plusNanos(1));
        return set != null && set.getInstant().isAfter(full) ? set.getInstant() : full;
    }

    private static Instant nextHour(ZoneId zone, Instant start) {
        LocalDateTime local = LocalDateTime.ofInstant(start, zone);
        Instant full = start.plus(
                Duration.between(local, local.truncatedTo(ChronoUnit.HOURS).plusHours(1)));
        ZoneOffsetTransition set = zone.getRules().nextTransition(start);
        return set != null && set.getInstant().isBefore(full) ? set.getInstant() : full;
    }
}
