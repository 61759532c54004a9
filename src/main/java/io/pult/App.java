package io.pult;

import ch.qos.logback.classic.LoggerContext;
import io.pult.bus.FlushPerTurn;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code pult}. Exit codes: 0 done, 1 failed, 2 the configuration or the command line is wrong, 70 restart me. */
@Command(
        name = "pult",
        description = "A control room for accounts and machines.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionCommand.class,
        subcommands = {
            RunCommand.class,
            PlayCommand.class,
            StoresCommand.class,
            StandInCommand.class,
            MigrateCommand.class,
            ConfigCommand.class,
            OpenapiCommand.class,
            RekeyCommand.class,
            KeygenCommand.class,
            UserCommand.class,
            VersionCommand.class
        })
public final class App {
    static final int FAILED = 1;
    static final int MISCONFIGURED = 2;
    static final int RESTART = 70;

    private App() {}

    public static void main(String[] args) {
        // Before any command: what logs without it says everything, and into the output of the commands that print.
        System.setProperty("logback.configurationFile", "conf/logback.xml");
        System.setProperty(FlushPerTurn.EXTENSIONS, "serviceload");
        int code = commands().execute(args);
        flushLog();
        System.exit(code);
    }

    static CommandLine commands() {
        return new CommandLine(new App())
                .setParameterExceptionHandler((failure, words) -> misunderstood(failure))
                .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line.getErr()));
    }

    /**
     * Lines still queued in the asynchronous appender would be lost with the process. Called by whoever acts last: main, or
     * the shutdown hook that main only seems to outlive.
     */
    static synchronized void flushLog() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** With the usage always: picocli by itself drops it where it finds a name to suggest, however far-fetched. */
    private static int misunderstood(ParameterException failure) {
        CommandLine line = failure.getCommandLine();
        line.getErr().println("pult: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, line.getErr());
        line.usage(line.getErr());
        return MISCONFIGURED;
    }

    /** One line that a person can act on; the trace is for what we did not foresee. */
    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigurationException || failure instanceof IllegalArgumentException) {
            err.println("pult: " + failure.getMessage());
            return MISCONFIGURED;
        }
        if (failure instanceof StartFailure) {
            err.println("pult: " + failure.getMessage());
            return FAILED;
        }
        failure.printStackTrace(err);
        return FAILED;
    }
}
