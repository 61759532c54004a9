package io.pult.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is told of several rounds. */
final class Stats {
    private Stats() {}

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Smallest to largest, for a person to see how far to trust the median. */
    static String spread(double... values) {
        return Measure.plain(Arrays.stream(values).min().orElse(0)) + " to "
                + Measure.plain(Arrays.stream(values).max().orElse(0));
    }

    /** Of the same round: what disturbs the machine for a minute disturbs both. */
    static double[] ratios(double[] over, double[] under) {
        double[] ratios = new double[over.length];
        for (int i = 0; i < over.length; i++) {
            ratios[i] = over[i] / under[i];
        }
        return ratios;
    }

    static double[] all(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
