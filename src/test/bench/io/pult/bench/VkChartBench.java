package io.pult.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Charts over ten million attempts, asked of a node over HTTP. They are inserted as a node does, by the hundred thousand. */
final class VkChartBench {
    private static final int DAYS = 90;
    private static final int ATTEMPTS = 10_000_000;
    private static final int AT_ONCE = 100_000;
    private static final int DISCARDED = 30;
    private static final int ASKED = 100;
    private static final double BAR = 50;
    private static final String ONE = "00000000-0000-0007-0000-000000000001";

    private final Instance instance;

    VkChartBench(Instance instance) {
        this.instance = instance;
    }

    List<Measure> call() throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (var table = new BenchTable(instance)) {
            fill(table);
            Progress.say("%d attempts inserted and counted in %.0f s", ATTEMPTS, (System.nanoTime() - began) / 1e9);
        }
        try (NodeProcess node = instance.node("--concerns", "identity,vk,api", "--set", "vk.keep_logs=700d")) {
            var measures = new ArrayList<Measure>();
            for (Map.Entry<String, String> chart : charts().entrySet()) {
                measures.add(ask(chart.getKey(), node.url("/token-logs/" + chart.getValue())));
            }
            return measures;
        }
    }

    private static Map<String, String> charts() {
        var charts = new LinkedHashMap<String, String>();
        charts.put("of 90 days by day", "chart?granularity=day&from=2026-08-01T00:00:00Z&to=2026-10-30T00:00:00Z");
        charts.put(
                "of 90 days by day in a zone of half hours, between odd minutes",
                "chart?granularity=day&tz=Asia/Kolkata&from=2026-08-01T01:02:03Z&to=2026-10-29T22:21:20Z");
        charts.put(
                "of 31 days by hour",
                "chart?granularity=hour&tz=Europe/Berlin&from=2026-09-01T00:00:00Z&to=2026-10-02T00:00:00Z");
        charts.put(
                "of 90 days by week, of one account",
                "chart?granularity=week&account_id=" + ONE + "&from=2026-08-01T00:00:00Z&to=2026-10-30T00:00:00Z");
        charts.put("the stats of everything", "stats");
        return charts;
    }

    /** Ninety days, a thousand accounts, eight methods; every day has its partition. */
    private static void fill(BenchTable table) {
        Progress.say("inserting %d attempts", ATTEMPTS);
        table.run(
                "SELECT token_logs_make_day('2026-08-01'::date + i) FROM generate_series(0, " + (DAYS - 1) + ") AS i");
        for (int i = 0; i < ATTEMPTS; i += AT_ONCE) {
            table.run("""
                    INSERT INTO token_logs (id, account_id, is_env_token, method, status, error_details, "timestamp",
                                            attempt, duration_ms, node)
                    SELECT gen_random_uuid(), ('00000000-0000-0007-0000-' || lpad(to_hex(i * 7919 % 1000), 12, '0'))::uuid,
                           false,
                           (ARRAY['users.get', 'wall.get', 'likes.getList', 'groups.getMembers', 'groups.getById',
                                  'wall.getComments', 'friends.get', 'execute'])[1 + i % 8],
                           CASE WHEN i % 20 = 0 THEN 'error' ELSE 'success' END,
                           CASE WHEN i % 20 = 0 THEN '6 Too many requests per second' END,
                           '2026-08-01Z'::timestamptz + i * interval '90 days' / $1::float8, 1, 120, 'bench'
                    FROM generate_series($2::bigint, $3::bigint) AS i
                    """, (double) ATTEMPTS, (long) i, (long) i + AT_ONCE - 1);
            table.run("SELECT token_logs_fold(100)");
        }
        table.run("ANALYZE token_logs, token_log_hours, token_log_account_hours");
    }

    private Measure ask(String which, URI url) throws IOException, InterruptedException {
        double[] millis = new double[ASKED];
        for (int i = -DISCARDED; i < ASKED; i++) {
            long sent = System.nanoTime();
            Probe.ask("GET", url, instance.key());
            if (i >= 0) {
                millis[i] = (System.nanoTime() - sent) / 1e6;
            }
        }
        double median = Stats.median(millis);
        Progress.say("chart %s: median %.1f ms, %s", which, median, Stats.spread(millis));
        return Measure.atMost(
                "chart over 10 million attempts, " + which,
                median,
                "ms",
                BAR,
                String.format(
                        Locale.ROOT,
                        "GET over HTTP with an API key, one after the other, median of %d after %d; %s",
                        ASKED,
                        DISCARDED,
                        Stats.spread(millis)));
    }
}
