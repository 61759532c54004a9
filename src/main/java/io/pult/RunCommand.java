package io.pult;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Run a node against the stores named in the configuration.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--once", description = "stop again as soon as the node is ready: checks a configuration")
    private boolean once;

    @Override
    public Integer call() {
        Node node = Node.start(options.settings());
        if (once) {
            node.stop();
            return 0;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(node), "drain"));
        if (node.ended().join() == Node.Ending.STOPPED) {
            return 0;
        }
        // Not through the drain: what this incarnation owned may be another's by now, so its sockets must go at once.
        App.flushLog();
        Runtime.getRuntime().halt(App.RESTART);
        return App.RESTART;
    }

    private static void drain(Node node) {
        node.stop();
        App.flushLog();
    }
}
