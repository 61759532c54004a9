package io.pult.vk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * How a span of time is counted: an hour as a whole where it lies within, its quarters where a bound or the edge of a point
 * cuts it, and single attempts where a bound cuts a quarter. Where the single attempts are gone, such a bound counts as the
 * beginning of its quarter, so that spans that meet still add up.
 *
 * @param from inclusive, on a quarter
 * @param to exclusive, on a quarter
 * @param cut hours of which quarters are counted
 * @param head single attempts before {@code from}; may be empty
 * @param tail single attempts from {@code to} on; may be empty
 */
record TokenLogSpan(Instant from, Instant to, List<Instant> cut, Range head, Range tail) {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

    record Range(Instant from, Instant to) {
        boolean isEmpty() {
            return !from.isBefore(to);
        }
    }

    /**
     * @param keptFrom single attempts before this are gone
     * @param edges of points, within the span or not
     */
    static TokenLogSpan of(Instant from, Instant to, Instant keptFrom, List<Instant> edges) {
        Instant begin = from.isBefore(keptFrom) ? floor(from, QUARTER) : from;
        Instant end = to.isBefore(keptFrom) ? floor(to, QUARTER) : to;
        Instant lastQuarter = floor(end, QUARTER);
        Instant firstQuarter = min(ceiling(begin, QUARTER), lastQuarter);
        var cut = new TreeSet<Instant>();
        addCut(cut, firstQuarter);
        addCut(cut, lastQuarter);
        edges.forEach(edge -> addCut(cut, edge));
        return new TokenLogSpan(
                firstQuarter,
                lastQuarter,
                List.copyOf(cut),
                new Range(begin, firstQuarter),
                new Range(max(begin, lastQuarter), end));
    }

    /** Without an end. */
    static TokenLogSpan since(Instant from, Instant keptFrom) {
        return of(from, NEVER, keptFrom, List.of());
    }

    /** Of hours that are counted as a whole, together with those of {@link #cut}. */
    Instant fromHour() {
        return floor(from, HOUR);
    }

    private static void addCut(TreeSet<Instant> cut, Instant edge) {
        Instant hour = floor(edge, HOUR);
        if (!hour.equals(edge)) {
            cut.add(hour);
        }
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant floor(Instant at, Duration unit) {
        long second = Math.floorDiv(at.getEpochSecond(), unit.toSeconds()) * unit.toSeconds();
        return Instant.ofEpochSecond(second);
    }

    private static Instant ceiling(Instant at, Duration unit) {
        Instant floor = floor(at, unit);
        return floor.equals(at) ? floor : floor.plus(unit);
    }
}
