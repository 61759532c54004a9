package io.pult;

import io.pult.api.HttpSettings;
import io.pult.infra.PrivateFile;
import io.pult.playground.Playground;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "play", description = "Run one node with embedded stores and stand-ins, ready to be tried.")
final class PlayCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--once", description = "stop again as soon as everything is ready")
    private boolean once;

    @Option(
            names = "--demo-traffic",
            description = "let somebody use it: calls through the pool as soon as it has a token, accounts of Telegram")
    private boolean demoTraffic;

    private final Thread main = Thread.currentThread();
    private final UntilStopped untilStopped = new UntilStopped();
    private volatile @Nullable Node node;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = options.configuration();
        configuration.refuseOutsideStores("play");
        requireSound(options.configuration());
        SettingsOptions.turnLogOn(configuration);
        var reader = new SettingsReader(configuration);
        Ports.requireFree(reader);
        Path data = reader.read("data", Settings.DataSettings.class).dir();
        int httpPort = reader.read("http", HttpSettings.class).port();
        untilStopped.run(
                () -> {
                    try (var playground = open(data)) {
                        playground
                                .settings(httpPort)
                                .forEach((path, value) -> configuration.put(path, value, "the playground"));
                        Welcome.administrator(data)
                                .forEach((path, value) -> configuration.put(path, value, "the playground"));
                        play(playground, new SettingsReader(configuration).read());
                    }
                },
                this::wake);
        return 0;
    }

    /** Before seconds go into stores: a typing error in any setting. What the playground will set is made up for that. */
    private static void requireSound(Configuration trial) {
        trial.put("postgres.url", "postgresql://pult:none@127.0.0.1/pult", "the playground");
        trial.put("redis.url", "redis://127.0.0.1", "the playground");
        new SettingsReader(trial).read();
    }

    /** Its failures are the operator's to mend, and each says how. */
    static Playground open(Path data) throws InterruptedException {
        try {
            return Playground.open(data);
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }

    /** A laptop that slept longer than the lease is no reason to leave its owner without a node: a new one is started. */
    private void play(Playground playground, Settings settings) throws IOException {
        while (!untilStopped.stopping()) {
            Node fresh = Node.start(settings);
            node = fresh;
            try {
                var welcome = Welcome.to(playground, settings, fresh);
                PrivateFile.write(welcome.file(), welcome.json());
                System.out.println(welcome.text());
                if (once || untilStopped.stopping()) {
                    return;
                }
                if (demoTraffic) {
                    playground.startTraffic(
                            welcome.url(), welcome.key(), welcome.login(), welcome.password(), fresh.bus());
                }
                fresh.ended().join();
            } finally {
                fresh.stop();
            }
        }
    }

    private void wake() {
        Node running = node;
        if (running == null) {
            main.interrupt();
        } else {
            running.stop();
        }
    }
}
