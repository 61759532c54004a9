package io.pult.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One of the ways that are compared: the server that is asked, all processes that work for it, and what they reached. */
final class Variant {
    private final Target target;
    private final List<Child> servers;
    private final List<Round> rounds = new ArrayList<>();

    /** @param cpu microseconds of a request, by server */
    private record Round(double perSecond, double[] cpu) {}

    Variant(Target target, Child... servers) {
        this.target = target;
        this.servers = List.of(servers);
    }

    Target target() {
        return target;
    }

    /**
     * As fast as it goes.
     *
     * @param counts false while the JVM warms up
     * @return requests a second
     */
    double round(int connections, Duration time, boolean counts) throws IOException {
        double[] before = cpuSeconds();
        Load load =
                LoadClient.run(Pace.closed(time), connections, List.of(target)).flawless();
        double[] cpu = cpuSeconds();
        for (int i = 0; i < cpu.length; i++) {
            cpu[i] = (cpu[i] - before[i]) * 1e6 / load.answered();
        }
        if (counts) {
            rounds.add(new Round(load.perSecond(), cpu));
        }
        return load.perSecond();
    }

    private double[] cpuSeconds() throws IOException {
        double[] seconds = new double[servers.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = servers.get(i).cpuSeconds();
        }
        return seconds;
    }

    double[] perSecond() {
        return rounds.stream().mapToDouble(Round::perSecond).toArray();
    }

    double[] cpu(int server) {
        return rounds.stream().mapToDouble(round -> round.cpu()[server]).toArray();
    }
}
