package io.pult;

import io.pult.bus.Call;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rekey",
        description =
                "Encrypt every stored secret under the current key, while the nodes are in use; then old keys can go.")
final class RekeyCommand implements Callable<Integer> {
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final long LOOK_MS = 500;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    /** Joins as a node without HTTP, so that it works beside running nodes and also when none runs. */
    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = options.configuration();
        List<String> inner = Concern.ALL.stream().map(Concern::name).toList();
        configuration.put("node.concerns", String.join(",", inner), "rekey");
        configuration.put("management.port", "0", "rekey");
        SettingsOptions.turnLogOn(configuration);
        Node node = Node.start(new SettingsReader(configuration).read());
        try {
            Job job = node.bus()
                    .ask(JobsOps.START_REKEY, new JobsOps.StartRekey(), call(BUDGET))
                    .await();
            while (!job.state().finished()) {
                Thread.sleep(LOOK_MS);
                job = node.bus()
                        .ask(JobsOps.GET, new JobsOps.JobId(job.id()), call(BUDGET))
                        .await();
                System.out.println("job " + job.id() + " " + job.state().text() + ", " + job.done() + " secrets done");
            }
            return job.state() == JobState.SUCCEEDED ? 0 : App.FAILED;
        } finally {
            node.stop();
        }
    }

    private static Call call(Duration budget) {
        return Call.system("rekey", budget);
    }
}
