package io.pult.jobs;

import static io.pult.jobs.JobsCluster.WALK;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A node in a JVM of its own, to be killed: it walks jobs on the database of the test, says which step it is asked for,
 * and never ends the third.
 */
final class JobsNode implements AutoCloseable {
    private static final String DATABASE = "PULT_TEST_DATABASE";
    private static final int UNENDING = 2;

    private final Process process;
    private final BufferedReader output;

    private JobsNode(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static JobsNode launch(URI database) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobsNode.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(DATABASE, database.toString());
        return new JobsNode(builder.start());
    }

    /** Returns when it is in the midst of the step that it never ends. */
    void awaitUnendingStep() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("asked: " + UNENDING)) {
                return;
            }
        }
        throw new IOException("the other JVM ended without a word");
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        var cluster = new JobsCluster(URI.create(System.getenv(DATABASE)));
        cluster.node("child");
        Concern.serve(cluster, "alpha", WALK, step -> {
            System.out.println("asked: " + step.step());
            return step.step() == UNENDING
                    ? Future.future(never -> {})
                    : Concern.steps(5).apply(step);
        });
        // Until the test kills it, or ends: then its end of the pipe is closed.
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }
}
