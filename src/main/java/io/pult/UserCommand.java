package io.pult;

import io.pult.bus.Failure;
import io.pult.contract.identity.Role;
import io.pult.identity.Founding;
import io.vertx.core.Vertx;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "user", description = "Make people.", subcommands = UserCommand.Create.class)
final class UserCommand {
    @Command(
            name = "create",
            description =
                    "Make a user in the database: the way to the first SUPERUSER. The password is asked for; without a"
                            + " console, or when none is typed, one is made and shown this once.")
    static final class Create implements Callable<Integer> {
        @Mixin
        private SettingsOptions options = new SettingsOptions();

        @Option(
                names = "--login",
                required = true,
                description = "3 to 64 Latin letters, digits, dots, hyphens, _ and @")
        private String login = "";

        @Option(names = "--role", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
        private Role role = Role.SUPERUSER;

        /** No option takes the password itself: every user of the machine could read it. */
        @Option(names = "--password-file", paramLabel = "FILE", description = "the password is the file's first line")
        private @Nullable Path passwordFile;

        @Override
        public Integer call() {
            Settings settings = options.settings();
            String given = passwordFile == null ? asked() : firstLine(passwordFile);
            String password = given.isEmpty() ? Founding.randomPassword() : given;
            Vertx vertx = Vertx.vertx();
            try {
                Founding.user(vertx, settings.postgres(), settings.passwords(), login, password, role)
                        .await();
            } catch (Failure e) {
                throw new StartFailure(e.text());
            } finally {
                vertx.close().await();
            }
            System.out.println(login + " is a " + role + " now");
            if (given.isEmpty()) {
                System.out.println("the password, shown this once:\n" + password);
            }
            return 0;
        }

        private static String firstLine(Path file) {
            try (var lines = Files.lines(file)) {
                return lines.findFirst()
                        .filter(line -> !line.isEmpty())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the first line of " + file + " is empty; it has to be the password"));
            } catch (IOException e) {
                throw new IllegalArgumentException("the password file " + file + " cannot be read");
            }
        }

        /** Twice, because nobody sees what is typed. */
        @SuppressWarnings("SystemConsoleNull") // null when nobody sits there: since Java 22 by this property
        private static String asked() {
            System.setProperty("jdk.console", "java.base");
            Console console = System.console();
            if (console == null) {
                return "";
            }
            char[] first = console.readPassword("password (empty: one is made): ");
            if (first == null || first.length == 0) {
                return "";
            }
            char[] second = console.readPassword("the same again: ");
            if (!Arrays.equals(first, second)) {
                throw new IllegalArgumentException("the two are not the same; nothing was made");
            }
            return new String(first);
        }
    }
}
