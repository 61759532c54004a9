package io.pult.mtproto;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.CryptoWorkers;
import io.pult.mtproto.session.AppIdentity;
import io.pult.mtproto.session.ConnectRamp;
import io.pult.mtproto.session.SessionLoop;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.session.Ticks;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.mtproto.updates.UpdatesMemory;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.TelegramStandInOptions;
import io.pult.playground.telegram.World;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.playground.telegram.dc.ServerKey;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stand-in of Telegram, and clients of it whose time a test moves. Nothing leaves loopback. */
final class TestAccounts implements AutoCloseable {
    private static final ServerKey KEY = ServerKey.generate();
    private static final int LAYER = 204;
    private static final int KEYS = 32;

    final Loop loop = new Loop();
    private final Vertx server = Vertx.vertx();
    private final TelegramStandIn standIn =
            Wait.on(TelegramStandIn.start(server, TelegramStandInOptions.usual().withKey(KEY)));
    final World world = standIn.world();
    final DcBook centres = new DcBook(
            false,
            Stream.of(1, 2)
                    .map(id -> new DataCenter(
                            id,
                            false,
                            List.of(new Address(
                                    "127.0.0.1", standIn.dataCentre(id).port()))))
                    .toList());
    private final AtomicLong passed = new AtomicLong();
    private final CryptoWorkers workers = new CryptoWorkers(loop.vertx);
    private final SessionLoop sessions;
    private final ClientLoop clientLoop;
    private int keys;

    TestAccounts() {
        ScaleKeys.putInto(standIn.dataCentre(2).authKeys(), KEYS);
        Ticks ticks = Ticks.system();
        sessions = loop.make(() -> new SessionLoop(
                loop.vertx,
                loop.vertx.createNetClient(Dialer.options()),
                RsaKeys.none().with(RsaKey.pem(KEY.publicKey().pem())),
                workers,
                new ConnectRamp(new ConnectRamp.Rates(10_000, 10_000, 10_000)),
                meter -> {},
                ticks));
        clientLoop = loop.make(() -> new ClientLoop(loop.vertx, sessions, workers, ticks));
    }

    TelegramClient started(TestListener listener, @Nullable SavedAccount saved) {
        return started(listener, saved, List.of(), LAYER);
    }

    TelegramClient started(TestListener listener, @Nullable SavedAccount saved, List<byte[]> tokens, int layer) {
        return loop.make(() -> {
            var app = new AppIdentity(1, "0123456789abcdef", "Test", "1", "1.0", "en", "en");
            var plan = new ClientPlan(
                    centres, 2, new Exit.Direct(), Framing.INTERMEDIATE, false, app, layer, tokens, saved);
            var client = new TelegramClient(clientLoop, plan, listener);
            client.start();
            return client;
        });
    }

    /** Signed in with the code that the stand-in sent. */
    TelegramClient signedIn(TestListener listener, String phone) {
        TelegramClient client = started(listener, null);
        SignIn signIn = loop.make(client::signIn);
        on(() -> signIn.sendCode(phone));
        on(() -> signIn.code(code(phone)));
        settled(client);
        return client;
    }

    /** Signed in long ago, with a key that the stand-in knows. */
    TelegramClient known(TestListener listener, Account account) {
        return known(listener, account, LAYER);
    }

    TelegramClient known(TestListener listener, Account account, int layer) {
        AuthKey key = ScaleKeys.key(keys++);
        world.authorise(key.id(), 2, account);
        var session = new SessionMemory(2, key, 0, 0);
        TelegramClient client = started(
                listener,
                new SavedAccount(session, false, account.id(), false, UpdatesMemory.NONE, List.of()),
                List.of(),
                layer);
        settled(client);
        return client;
    }

    /** Waits until the client knows where it is, so that it is told what happens from now on. */
    void settled(TelegramClient client) {
        until("the state is known", () -> {
            SavedAccount saved = loop.make(client::export);
            return saved != null && saved.updates().state() != null;
        });
    }

    String code(String phone) {
        String code = world.lastCode(phone);
        if (code == null) {
            throw new AssertionError("no code was sent to " + phone);
        }
        return code;
    }

    <R> R on(Supplier<Future<R>> work) {
        return loop.on(work);
    }

    <R> R with(TelegramClient client, Function<TelegramClient, Future<R>> work) {
        return loop.on(() -> work.apply(client));
    }

    /** Time passes for what the client waits for; its connection does not notice. */
    void passes(TelegramClient client, Duration time) {
        passed.addAndGet(time.toMillis());
        loop.make(() -> {
            client.tick(clientLoop.now() + passed.get());
            return client;
        });
    }

    static void until(String what, Callable<Boolean> condition) {
        try {
            Wait.until(what, condition);
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }

    @Override
    public void close() {
        Wait.on(loop.start(sessions::close));
        Wait.on(loop.start(workers::close));
        Wait.on(standIn.close());
        Wait.on(server.close());
        loop.close();
    }
}
