package io.pult.bench;

import io.pult.api.ContractCost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What the way from HTTP to the database costs, how fast a node comes and goes, and whether it stays as it is. */
final class HttpBench implements Callable<List<Measure>> {
    private static final Path FOLDER = Path.of("target", "bench", "http-data");

    @Override
    public List<Measure> call() throws Exception {
        var measures = new ArrayList<Measure>();
        Progress.say("cost of the contract");
        ContractCost.measure().forEach(cost -> measures.addAll(ContractRows.of(cost)));
        try (Rig rig = Rig.open(FOLDER)) {
            Instance whole = rig.instance("whole", 1);
            Instance parted = rig.instance("parted", 2);
            measures.addAll(new StartBench(whole).call());
            var capacity = new CapacityBench(whole, parted);
            measures.addAll(capacity.call());
            measures.addAll(new StopBench(whole).call());
            measures.addAll(new MemoryBench(whole, capacity.capacity()).call());
        }
        measures.addAll(new PlayBench().call());
        return measures;
    }
}
