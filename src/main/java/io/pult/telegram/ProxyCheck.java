package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.Proxy;
import io.pult.contract.telegram.Proxy.Check;
import io.pult.contract.telegram.Proxy.Kind;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.ClientPlan;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.TelegramClient;
import io.pult.mtproto.api.GetNearestDc;
import io.pult.mtproto.api.Layer;
import io.pult.mtproto.session.SessionState;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.telegram.ProxyStore.Stored;
import io.pult.telegram.SessionRow.Way;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a proxy as an account would: connects to a data centre through it, with a key that is nobody's, and asks where the
 * question comes from. Confined to the loop of the verticle.
 */
final class ProxyCheck {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int DC = 2;
    private static final int AT_ONCE = 20;

    private final ClientLoop loop;
    private final DcBook centres;
    private final AppChoice apps;
    private final WayChoice ways;
    private final BooleanSupplier mayWrite;
    private final InstantSource clock;
    private final Duration deadline;
    private int running;

    /** @param mayWrite whether this node may talk to Telegram */
    ProxyCheck(
            ClientLoop loop,
            DcBook centres,
            AppChoice apps,
            WayChoice ways,
            BooleanSupplier mayWrite,
            InstantSource clock,
            Duration deadline) {
        this.loop = loop;
        this.centres = centres;
        this.apps = apps;
        this.ways = ways;
        this.mayWrite = mayWrite;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** @return fails with TOO_MANY {@code proxy.too_many_checks}; a proxy that does not work is an answer */
    Future<Check> of(Stored stored) {
        if (running >= AT_ONCE) {
            return Future.failedFuture(Failure.tooMany(
                    "proxy.too_many_checks",
                    "This node looks at " + AT_ONCE + " proxies already",
                    Duration.ofSeconds(5)));
        }
        var look = new Look(plan(stored), stored.proxy().kind());
        running++;
        return look.run().onComplete(done -> running--);
    }

    private ClientPlan plan(Stored stored) {
        Proxy proxy = stored.proxy();
        Exit exit = ways.exit(new Way.Proxy(
                proxy.id(), proxy.kind().text(), proxy.host(), proxy.port(), proxy.username(), stored.sealed()));
        return new ClientPlan(
                centres, DC, exit, Framing.INTERMEDIATE, false, apps.instances(), Layer.CURRENT, List.of(), null);
    }

    private final class Look extends Unheard {
        private final TelegramClient client;
        private final Kind kind;
        private final Promise<Check> seen = Promise.promise();
        private @Nullable String why;
        private boolean passed;

        Look(ClientPlan plan, Kind kind) {
            this.client = new TelegramClient(loop, plan, this);
            this.kind = kind;
        }

        Future<Check> run() {
            client.start();
            // The first answer pays for the key and the introduction; the second one's time is the way there and back.
            client.call(new GetNearestDc(), deadline)
                    .compose(first -> timed())
                    // With an MTProxy nobody can tell a wrong secret from a data centre that is down.
                    .otherwise(cause -> failure(kind == Kind.MTPROXY && !passed))
                    .onSuccess(seen::tryComplete);
            return seen.future().compose(check -> client.stop().transform(stopped -> Future.succeededFuture(check)));
        }

        private Future<Check> timed() {
            long asked = System.nanoTime();
            return client.call(new GetNearestDc(), deadline).map(nearest -> {
                int millis = (int) Duration.ofNanos(System.nanoTime() - asked).toMillis();
                return new Check(clock.instant(), true, millis, nearest.country(), null);
            });
        }

        private Check failure(boolean proxysFault) {
            return new Check(clock.instant(), !proxysFault, null, null, why == null ? "no answer in time" : why);
        }

        @Override
        public boolean mayWrite() {
            return mayWrite.getAsBoolean();
        }

        @Override
        public void changed(SessionState state) {
            if (state instanceof SessionState.Waiting waiting) {
                why = waiting.why();
                if (waiting.proxyFailed()) {
                    // It would be tried again and again until the deadline, and say the same.
                    seen.tryComplete(failure(true));
                }
            } else if (state instanceof SessionState.Active) {
                passed = true;
            }
        }
    }
}
