package io.pult.process;

import io.pult.bus.BusClient;
import io.pult.bus.Cluster;
import io.pult.bus.Failure;
import io.pult.contract.jobs.JobsEvents;
import io.pult.contract.jobs.JobsOps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program of somebody else: it knows the bus and the contract, nothing of a node. Says what it learns, line by line. */
final class ClientMain {
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private ClientMain() {}

    /** The API key comes by the environment, as a secret does. */
    public static void main(String[] arguments) throws Exception {
        var membership = new Cluster.Membership(
                arguments[0], arguments[1], Integer.parseInt(arguments[2]), List.of(arguments[1]));
        BusClient client;
        try {
            client = BusClient.join(membership, System.getenv("API_KEY")).await(30, TimeUnit.SECONDS);
        } catch (Failure refused) {
            System.out.println("refused " + refused.kind());
            System.exit(3);
            return;
        }
        var heard = new CountDownLatch(1);
        client.bus()
                .onEvery(JobsEvents.PROGRESSED, event -> {
                    if (event.body().state().finished()) {
                        System.out.println("heard " + event.body().id());
                        heard.countDown();
                    }
                })
                .await(10, TimeUnit.SECONDS);
        System.out.println("jobs " + ask(client));
        if (arguments.length > 3) {
            System.out.println("in time " + heard.await(30, TimeUnit.SECONDS));
        }
        client.close().await(20, TimeUnit.SECONDS);
    }

    private static String ask(BusClient client) throws Exception {
        try {
            var request = new JobsOps.ListJobs(null, null, "-created_at", 50, null);
            return Integer.toString(client.bus()
                    .ask(JobsOps.LIST, request, client.call(BUDGET))
                    .await(15, TimeUnit.SECONDS)
                    .items()
                    .size());
        } catch (Failure refused) {
            return refused.kind().toString();
        }
    }
}
