package io.pult.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The old generation of another JVM, after a collection of everything. */
final class OldGeneration {
    private static final long TOOL_SECONDS = 30;

    private final String pid;

    OldGeneration(Child process) {
        this.pid = Long.toString(process.pid());
    }

    /** Collects twice: what the first collection finds to be finalized is gone with the second. */
    double kilobytes() throws IOException, InterruptedException {
        run("jcmd", pid, "GC.run");
        run("jcmd", pid, "GC.run");
        String[] lines = run("jstat", "-gc", pid).strip().split("\n");
        List<String> names = Arrays.asList(lines[0].strip().split("\\s+"));
        return Double.parseDouble(lines[1].strip().split("\\s+")[names.indexOf("OU")]);
    }

    private static String run(String tool, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Child.tool(tool);
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(tool + " failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
