package io.pult;

import io.pult.identity.ApiKeys;
import io.pult.infra.Secrets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "keygen",
        description = "Make a key.",
        subcommands = {KeygenCommand.SecretsKey.class, KeygenCommand.ApiKey.class})
final class KeygenCommand {
    @Command(
            name = "secrets",
            description = "Add a new current key to the file that encrypts stored secrets; older keys stay below it.")
    static final class SecretsKey implements Callable<Integer> {
        @Mixin
        private SettingsOptions options = new SettingsOptions();

        @Option(names = "--out", paramLabel = "FILE", description = "default: the setting secrets.key_file")
        private @Nullable Path out;

        @Override
        public Integer call() throws IOException {
            Path file = out == null ? Path.of(String.valueOf(keyFile())) : out;
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            boolean first = Files.notExists(file);
            String id = Secrets.generate(file);
            System.out.println("key " + id + " is now the current one in " + file
                    + (first ? "" : "; give the file to every node, restart them, then run `pult rekey`"));
            return 0;
        }

        private String keyFile() {
            var value = options.configuration().get("secrets.key_file");
            return value == null ? "data/secrets.key" : value.text();
        }
    }

    @Command(
            name = "api",
            description = "Make an API key in the database and show it this once: the way to the first one.")
    static final class ApiKey implements Callable<Integer> {
        @Mixin
        private SettingsOptions options = new SettingsOptions();

        @Option(names = "--name", required = true, description = "by which people tell keys apart")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "CONCERN:LEVEL",
                split = ",",
                defaultValue = "*:admin",
                description = "read, act or admin of a concern; * is every concern; default: ${DEFAULT-VALUE}")
        private List<String> scopes = List.of();

        @Override
        public Integer call() {
            Settings settings = options.settings();
            Vertx vertx = Vertx.vertx();
            try {
                System.out.println(
                        ApiKeys.issue(vertx, settings.postgres(), name, scopes).await());
                return 0;
            } finally {
                vertx.close().await();
            }
        }
    }
}
