package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of attempts, newest first, and its counts. */
public final class TokenLogOps {
    /**
     * @param q part of {@code error_details}, in any case
     * @param from inclusive
     * @param to exclusive
     */
    public record ListLogs(
            @Nullable UUID accountId,
            @Nullable Boolean isEnvToken,
            @Nullable String method,
            TokenLog.@Nullable Status status,
            @Nullable String q,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** The same as {@link ListLogs}, all of it: the gateway pulls page after page. */
    public record ExportLogs(
            @Nullable UUID accountId,
            @Nullable Boolean isEnvToken,
            @Nullable String method,
            TokenLog.@Nullable Status status,
            @Nullable String q,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String cursor) {}

    /**
     * @param from inclusive; absent: since counts are kept
     * @param to exclusive; absent: until now
     */
    public record StatsOf(
            @Nullable UUID accountId,
            @Nullable Boolean isEnvToken,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** @param methods most used first */
    public record Stats(long total, long success, long error, List<MethodStats> methods) {
        public Stats {
            methods = List.copyOf(methods);
        }
    }

    public record MethodStats(String method, long total, long success, long error) {}

    public enum Granularity {
        @JsonProperty("hour")
        HOUR,
        @JsonProperty("day")
        DAY,
        @JsonProperty("week")
        WEEK
    }

    /**
     * @param from inclusive; absent: 24 hours, 30 days or 12 weeks before the end
     * @param to exclusive; absent: the end of the point that now is in
     * @param tz name of a zone of the IANA database; absent: UTC
     */
    public record ChartOf(
            Granularity granularity,
            @Nullable UUID accountId,
            @Nullable Boolean isEnvToken,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String tz) {}

    /**
     * @param date of the point's beginning in the asked zone: {@code 12:00}, {@code 2026-11-21} or {@code 2026-W47}
     * @param at the point's beginning, also when the asked time begins within it
     * @param methods attempts by method; empty when there were none
     * @param errors failed ones of them, without the methods that never failed
     */
    public record ChartPoint(
            String date, Instant at, long success, long error, Map<String, Long> methods, Map<String, Long> errors) {
        public ChartPoint {
            methods = Map.copyOf(methods);
            errors = Map.copyOf(errors);
        }
    }

    public static final Op<ListLogs, Page<TokenLog>> LIST = Op.page("vk.listTokenLogs", ListLogs.class, TokenLog.class);
    public static final Op<ExportLogs, Page<TokenLog>> EXPORT =
            Op.page("vk.exportTokenLogs", ExportLogs.class, TokenLog.class);
    public static final Op<StatsOf, Stats> STATS =
            Op.of("vk.tokenLogStats", StatsOf.class, Stats.class).asIdempotent();
    public static final Op<ChartOf, List<ChartPoint>> CHART = new Op<>(
            "vk.tokenLogChart",
            TypeFactory.defaultInstance().constructType(ChartOf.class),
            TypeFactory.defaultInstance().constructCollectionType(List.class, ChartPoint.class),
            Duration.ofSeconds(10),
            true);

    private TokenLogOps() {}
}
