package io.pult.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;

/** A node of Pult as a process of its own. */
record NodeProcess(Rig rig, Child process, int http, int management) implements AutoCloseable {
    private static final long JOB_NS = 30_000_000_000L;

    void awaitReady() throws IOException, InterruptedException {
        Probe.await(process, management, "/health/ready");
    }

    boolean ready() {
        return Probe.isGood(management, "/health/ready");
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + http + path);
    }

    /** @return path of a job that has finished, so that it is answered the same each time */
    String finishedJob(String key) throws IOException, InterruptedException {
        String path = "/jobs/" + new JsonObject(Probe.ask("POST", url("/jobs/rekey"), key)).getString("id");
        long end = System.nanoTime() + JOB_NS;
        while (!new JsonObject(Probe.ask("GET", url(path), key))
                .getString("state")
                .equals("succeeded")) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the job does not end: " + process.logEnd());
            }
            Thread.sleep(20);
        }
        return path;
    }

    Target target(String path, String key) throws IOException, InterruptedException {
        return new Target(url(path), key, Probe.ask("GET", url(path), key));
    }

    @Override
    public void close() {
        rig.stop(process);
    }
}
