package io.pult.vk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pult.bus.RawJson;
import io.pult.contract.vk.TokenLog;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The log's real writer in a process of its own, with all that a verticle does beside it, under an open load: so many attempts
 * a second, whatever becomes of them. The id of each attempt that a caller would have been answered for goes into a file.
 */
public final class TokenLogLoad {
    /** Tokens and methods, as large a pool as the figures speak of. */
    private static final int ACCOUNTS = 1_000;

    private static final String[] METHODS = {
        "users.get",
        "wall.get",
        "likes.getList",
        "groups.getMembers",
        "groups.getById",
        "wall.getComments",
        "friends.get",
        "execute"
    };
    private static final VkOutcome ANSWERED = new VkOutcome.Answered(new RawJson("1"), null);
    private static final VkOutcome REFUSED =
            new VkOutcome.Refused(new VkError(6, null, "Too many requests per second"));
    private static final Duration STEP = Duration.ofMillis(5);

    private final TokenLogWriter writer;
    private final DataOutputStream answered;
    private final UUID[] accounts = new UUID[ACCOUNTS];
    private final double perNano;
    private final long began = System.nanoTime();
    private long offered;
    private long acknowledged;
    private long refused;

    private TokenLogLoad(TokenLogWriter writer, DataOutputStream answered, int perSecond) {
        this.writer = writer;
        this.answered = answered;
        this.perNano = perSecond / 1e9;
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts[i] = new UUID(7, i);
        }
    }

    /**
     * Arguments: configuration file, folder for attempts, file for ids, attempts a second. With none a second it only brings in
     * what is left, and ends.
     */
    public static void main(String[] args) throws Exception {
        String postgres = new JsonObject(Files.readString(Path.of(args[0])))
                .getJsonObject("postgres")
                .getString("url");
        Path base = Path.of(args[1]);
        int perSecond = Integer.parseInt(args[3]);
        OutputStream ids = Files.newOutputStream(Path.of(args[2]));
        Vertx vertx = Vertx.vertx();
        var opened = Future.<TokenLogWriter>future(promise -> vertx.getOrCreateContext()
                .runOnContext(go -> {
                    Pg pg = Pg.open(vertx, PgSettings.of(postgres));
                    var timers = new Ticker(vertx);
                    var metrics = new SimpleMeterRegistry();
                    var logs = new TokenLogStore(pg);
                    var settings = VkSettings.standard();
                    var writer = new TokenLogWriter(
                            new TokenLogShipper(pg, metrics),
                            timers,
                            vertx.createSharedWorkerExecutor("disk", 2),
                            base,
                            settings.logSpool(),
                            metrics);
                    var upkeep = new TokenLogUpkeep(
                            vertx,
                            logs,
                            new TokenLogCounts(pg),
                            Clock.systemUTC(),
                            settings.keepLogs(),
                            settings.keepCounts());
                    upkeep.start(timers);
                    var load = new TokenLogLoad(
                            writer, new DataOutputStream(new BufferedOutputStream(ids, 1 << 16)), perSecond);
                    upkeep.makeDays()
                            .compose(made -> writer.open())
                            .onSuccess(ready -> {
                                if (perSecond > 0) {
                                    timers.every(STEP, "load", load::step);
                                    timers.every(Duration.ofSeconds(1), "report", load::report);
                                }
                            })
                            .map(writer)
                            .onComplete(promise);
                }));
        opened.await(30, TimeUnit.SECONDS);
        if (perSecond == 0) {
            awaitNothingLeft(base);
            System.exit(0);
        }
    }

    private static void awaitNothingLeft(Path base) throws IOException, InterruptedException {
        while (true) {
            try (Stream<Path> files = Files.walk(base)) {
                if (files.noneMatch(file -> file.toString().endsWith(".attempts"))) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // A segment was deleted while the folder was being walked.
            }
            Thread.sleep(20);
        }
    }

    private Future<?> step() {
        long due = (long) ((System.nanoTime() - began) * perNano);
        while (offered < due) {
            offer(offered++);
        }
        flush();
        return Future.succeededFuture();
    }

    /** Often: what was answered for in the last moment before the kill is what has to be looked at. */
    private void flush() {
        try {
            answered.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void offer(long number) {
        TokenLog row = AttemptRow.of(
                accounts[(int) (number * 7919 % ACCOUNTS)],
                METHODS[(int) (number % METHODS.length)],
                1,
                Clock.systemUTC().instant(),
                120,
                number % 20 == 0 ? REFUSED : ANSWERED,
                "bench");
        writer.write(row).onComplete(written -> {
            if (written.succeeded()) {
                acknowledged++;
                note(row.id());
            } else {
                refused++;
            }
        });
    }

    private void note(UUID id) {
        try {
            answered.writeLong(id.getMostSignificantBits());
            answered.writeLong(id.getLeastSignificantBits());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<?> report() {
        System.out.printf(Locale.ROOT, "%d %d %d %d%n", offered, acknowledged, refused, writer.queued());
        return Future.succeededFuture();
    }
}
