package io.pult.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another JVM that holds embedded stores until it is killed, or until its input ends because the test did. */
final class EmbeddedHolder implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private EmbeddedHolder(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static EmbeddedHolder launch(Path data, Path binaries) throws IOException {
        return launch(data, binaries, System.getProperty("java.class.path"), System.getenv("PATH"));
    }

    /** Launches it with a class path and a PATH of the test's making. */
    static EmbeddedHolder launch(Path data, Path binaries, String classPath, String path) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        EmbeddedHolder.class.getName(),
                        data.toString(),
                        binaries.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PATH", path);
        return new EmbeddedHolder(builder.start());
    }

    /** What it says about its start: the two addresses, or the failure. */
    String outcome() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("outcome: ")) {
                return line.substring("outcome: ".length());
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

    public static void main(String[] arguments) throws Exception {
        try (Embedded stores = Embedded.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
            System.out.println("outcome: " + stores.postgres() + " " + stores.redis());
            new InputStreamReader(System.in, StandardCharsets.UTF_8).read();
        } catch (IOException e) {
            System.out.println("outcome: " + e.getMessage());
        }
    }
}
