package io.pult.vk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, to be killed by {@link TokenLogCrashIT}: says the id of each attempt it may answer for. */
final class TokenLogChild {
    private static final int AT_ONCE = 64;

    private TokenLogChild() {}

    public static void main(String[] args) throws Exception {
        // The log goes elsewhere: every line of ours is one that the test counts.
        PrintStream said = new PrintStream(System.out, false);
        System.setOut(System.err);
        Map<String, String> env = System.getenv();
        Vertx vertx = Vertx.vertx();
        var metrics = new SimpleMeterRegistry();
        Future.<TokenLogWriter>future(opened -> vertx.getOrCreateContext().runOnContext(go -> {
                    var writer = new TokenLogWriter(
                            new TokenLogShipper(Pg.open(vertx, PgSettings.of(env.get("POSTGRES"))), metrics),
                            new Ticker(vertx),
                            vertx.createSharedWorkerExecutor("disk", 2),
                            Path.of(env.get("ATTEMPTS")),
                            1 << 30,
                            metrics);
                    writer.open()
                            .onSuccess(done -> {
                                for (int i = 0; i < AT_ONCE; i++) {
                                    next(writer, said);
                                }
                            })
                            .map(writer)
                            .onComplete(opened);
                }))
                .await(20, TimeUnit.SECONDS);
    }

    private static void next(TokenLogWriter writer, PrintStream said) {
        TokenLog row = TokenLogLab.row(TokenLogLab.now());
        writer.write(row).onSuccess(written -> {
            said.println(row.id());
            said.flush();
            next(writer, said);
        });
    }
}
