package io.pult;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "config", description = "Print the effective configuration; secrets stay hidden.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        var configuration = options.configuration();
        new SettingsReader(configuration).print((path, value) -> System.out.println(path + ": " + value));
        // After printing, so that a person sees what is set beside what is wrong with it.
        new SettingsReader(configuration).read();
        return 0;
    }
}
