package io.pult;

import io.pult.api.HttpSettings;
import io.pult.infra.PrivateFile;
import io.pult.playground.Playground;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stores", description = "Hold embedded stores and stand-ins for several nodes on this machine.")
final class StoresCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = options.configuration();
        configuration.refuseOutsideStores("stores");
        SettingsOptions.turnLogOn(configuration);
        var reader = new SettingsReader(configuration);
        Path data = reader.read("data", Settings.DataSettings.class).dir();
        int httpPort = reader.read("http", HttpSettings.class).port();
        Thread main = Thread.currentThread();
        new UntilStopped().run(() -> hold(data, httpPort), main::interrupt);
        return 0;
    }

    private static void hold(Path data, int httpPort) throws IOException, InterruptedException {
        try (var playground = PlayCommand.open(data)) {
            Path conf = data.resolve("stores.yaml");
            PrivateFile.write(conf, yaml(playground, httpPort));
            System.out.println("stores are ready; start nodes with\n  java -jar target/pult.jar run --conf " + conf
                    + "\nand a first API key with\n  java -jar target/pult.jar keygen api --name me --conf " + conf);
            new CountDownLatch(1).await();
        }
    }

    private static String yaml(Playground playground, int httpPort) {
        var text = new StringBuilder("# written by `pult stores`; valid until it stops\n");
        playground.settings(httpPort).forEach((path, value) -> {
            int dot = path.indexOf('.');
            text.append(path, 0, dot)
                    .append(":\n  ")
                    .append(path.substring(dot + 1))
                    .append(": ")
                    .append(value)
                    .append("\n");
        });
        return text.toString();
    }
}
