package io.pult;

import io.pult.infra.PrivateFile;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.TelegramStandInOptions;
import io.pult.playground.telegram.dc.PublicKey;
import io.pult.playground.telegram.dc.ServerKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "standin",
        description = "Run a stand-in of an outside system by itself.",
        subcommands = StandInCommand.Telegram.class)
final class StandInCommand {
    @Command(
            name = "telegram",
            description =
                    "Run two data centres on 127.0.0.1, for any client that can be told an address and an RSA key.")
    static final class Telegram implements Callable<Integer> {
        private static final int LOOPS = 1;
        private static final int CONTACTS = 10;

        @Option(names = "--port", description = "of data centre 2, where accounts live; default: any that is free")
        private int port;

        @Option(names = "--second-port", description = "of data centre 1; default: any that is free")
        private int secondPort;

        @Option(names = "--admin-port", description = "of the admin channel; default: any that is free")
        private int adminPort;

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "RSA key in PEM, made when it is not there; default: another key at each start")
        private @Nullable Path keyFile;

        @Option(
                names = "--scale",
                paramLabel = "N",
                description = "so many accounts with keys that everybody knows; default: ${DEFAULT-VALUE}")
        private int scale;

        @Override
        public Integer call() throws IOException, InterruptedException {
            // Its output is for reading and for parsing; what goes wrong is worth a line.
            System.setProperty("pult.log.level", "WARN");
            var options = new TelegramStandInOptions(
                    port,
                    secondPort,
                    adminPort,
                    key(keyFile),
                    InstantSource.system(),
                    LOOPS,
                    scale,
                    Math.min(CONTACTS, Math.max(0, scale - 1)));
            Thread main = Thread.currentThread();
            new UntilStopped().run(() -> hold(options), main::interrupt);
            return 0;
        }

        private static void hold(TelegramStandInOptions options) throws InterruptedException {
            Vertx vertx = Vertx.vertx();
            try {
                System.out.println(text(start(vertx, options)));
                new CountDownLatch(1).await();
            } finally {
                vertx.close().await();
            }
        }

        private static TelegramStandIn start(Vertx vertx, TelegramStandInOptions options) {
            return TelegramStandIn.start(vertx, options)
                    .recover(failure -> Future.failedFuture(
                            failure instanceof BindException
                                    ? new StartFailure("a port is taken: name another one, or none")
                                    : failure))
                    .await();
        }

        private static ServerKey key(@Nullable Path file) throws IOException {
            if (file == null) {
                return ServerKey.generate();
            }
            if (Files.exists(file)) {
                return ServerKey.fromPem(Files.readString(file));
            }
            ServerKey made = ServerKey.generate();
            PrivateFile.write(file, made.secretPem());
            return made;
        }

        private static String text(TelegramStandIn standIn) {
            PublicKey key = standIn.dataCentre(2).publicKey();
            return """
                    data centre 2: 127.0.0.1:%d
                    data centre 1: 127.0.0.1:%d
                    admin channel: http://127.0.0.1:%d/stand-in/
                    fingerprint: %016x
                    exponent: %d
                    modulus: %s
                    %s""".formatted(
                            standIn.dataCentre(2).port(),
                            standIn.dataCentre(1).port(),
                            standIn.adminPort(),
                            key.fingerprint(),
                            key.exponent(),
                            key.modulus(),
                            key.pem().strip());
        }
    }
}
