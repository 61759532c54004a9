package io.pult.bench;

import io.vertx.core.json.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code make bench}: all benchmarks, or those named; a table on the console, {@code target/bench/<name>.json} for scripts. */
public final class Bench {
    private static final Map<String, Callable<List<Measure>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("cluster", new ClusterBench());
        ALL.put("http", new HttpBench());
        ALL.put("identity", new IdentityBench());
        ALL.put("mtproto", new MtprotoBench());
        ALL.put("telegram", new TelegramBench());
        ALL.put("vk", new VkBench());
    }

    private Bench() {}

    public static void main(String[] names) throws Exception {
        List<String> wanted = names.length == 0 ? new ArrayList<>(ALL.keySet()) : List.of(names);
        for (String name : wanted) {
            Callable<List<Measure>> bench = ALL.get(name);
            if (bench == null) {
                System.err.println("there is no benchmark " + name + "; there are " + String.join(", ", ALL.keySet()));
                System.exit(2);
                return;
            }
            System.out.println(name);
            List<Measure> measures = bench.call();
            measures.forEach(measure -> System.out.println("  " + measure.row()));
            Path file = Path.of("target", "bench", name + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, new JsonArray(measures.stream().map(Measure::json).toList()).encodePrettily() + "\n");
        }
        System.exit(0);
    }
}
