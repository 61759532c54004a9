package io.pult.bench;

import io.pult.api.ContractCost;
import java.util.List;

/** What {@link ContractCost} has found, as rows of the table. */
final class ContractRows {
    /**
     * What "the same" means: fifty times the operations do not fit into the nearest cache, which costs some hundredths of a
     * microsecond; anything that looks through them would cost a multiple.
     */
    private static final double SAME = 1.25;

    private ContractRows() {}

    static List<Measure> of(ContractCost.Cost cost) {
        String how = cost.how() + "; ";
        double[] few = cost.few();
        double[] many = cost.many();
        double[] ratios = new double[few.length];
        for (int i = 0; i < few.length; i++) {
            ratios[i] = many[i] / few[i];
        }
        return List.of(
                row(cost, ContractCost.FEW, few, how),
                row(cost, ContractCost.MANY, many, how),
                Measure.atMost(
                        "contract's cost, " + cost.what() + ", " + ContractCost.MANY + " over " + ContractCost.FEW
                                + " operations",
                        Stats.median(ratios),
                        "ratio",
                        SAME,
                        how + "the same within noise; " + Stats.spread(ratios)));
    }

    private static Measure row(ContractCost.Cost cost, int operations, double[] micros, String how) {
        return Measure.atMost(
                "contract's cost, " + cost.what() + ", " + operations + " operations",
                Stats.median(micros),
                "µs CPU",
                cost.bar(),
                how + Stats.spread(micros));
    }
}
