package io.pult.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a turn of a token costs, and what the log of attempts takes. */
final class VkBench implements Callable<List<Measure>> {
    @Override
    public List<Measure> call() throws Exception {
        var measures = new ArrayList<>(new VkPickBench().call());
        measures.addAll(new VkLogBench().call());
        return measures;
    }
}
