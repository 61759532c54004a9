package io.pult;

import io.pult.api.HttpSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration comes from; the same options for every command that needs one. */
final class SettingsOptions {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "configuration over the built-in defaults",
            defaultValue = "${env:PULT_CONF}")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "SECTION.KEY=VALUE",
            description = "one setting; secrets are refused here, use the environment or a file")
    private List<String> set = new ArrayList<>();

    @Option(names = "--concerns", paramLabel = "NAME[,NAME]", description = "what this node runs; default: everything")
    private @Nullable String concerns;

    Configuration configuration() {
        var all = new ArrayList<>(set);
        if (concerns != null) {
            all.add("node.concerns=" + concerns);
        }
        return Configuration.load(file, System.getenv(), all);
    }

    /** The whole configuration, with the log turned on as it says. */
    Settings settings() {
        Configuration configuration = configuration();
        Settings settings = new SettingsReader(configuration).read();
        turnLogOn(configuration);
        return settings;
    }

    /** Logback reads these once, when the first logger is made: nothing may log before this. */
    static void turnLogOn(Configuration configuration) {
        var reader = new SettingsReader(configuration);
        var log = reader.read("log", Settings.LogSettings.class);
        var http = reader.read("http", HttpSettings.class);
        System.setProperty(
                "pult.log.node",
                reader.read("node", Settings.NodeSettings.class).nameOr(http.port()));
        System.setProperty("pult.log.format", log.format().name().toLowerCase(Locale.ROOT));
        System.setProperty("pult.log.level", log.level().name());
        System.setProperty("pult.log.libraries", log.libraries().name());
    }
}
