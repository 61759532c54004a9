package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.infra.Pg;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.Exit;
import io.pult.telegram.SessionRow.Way;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How an account reaches Telegram: chosen at random from the proxies with room when it first connects, and kept, since a
 * session that is seen from two addresses dies. Directly only where there are no proxies at all and none is required.
 */
final class WayChoice {
    private final Pg pg;
    private final SessionSeal seal;
    private final boolean proxyRequired;
    private final RandomGenerator random;

    WayChoice(Pg pg, SessionSeal seal, boolean proxyRequired, RandomGenerator random) {
        this.pg = pg;
        this.seal = seal;
        this.proxyRequired = proxyRequired;
        this.random = random;
    }

    /**
     * @return fails with UNPROCESSABLE {@code proxy.required} where it would have to be direct and must not, {@code
     *     proxy.none_free} when there are proxies and none has room
     */
    Future<Exit> exitOf(SessionRow row) {
        if (row.way() instanceof Way.Proxy proxy) {
            return Future.succeededFuture(exit(proxy));
        } else if (row.way() instanceof Way.Direct) {
            return direct();
        }
        return choose(row.account()).compose(this::exitOf);
    }

    /** Opens what is sealed. */
    Exit exit(Way.Proxy proxy) {
        var address = new Address(proxy.host(), proxy.port());
        @Nullable
        String secret = proxy.sealedSecret() == null
                ? null
                : seal.open(proxy.sealedSecret(), SessionSeal.proxyPlace(proxy.id()));
        return proxy.kind().equals("mtproxy")
                ? Exit.MtProxy.of(address, secret == null ? "" : secret)
                : new Exit.Socks5(address, proxy.username(), secret);
    }

    private Future<Exit> direct() {
        return proxyRequired ? Future.failedFuture(required()) : Future.succeededFuture(new Exit.Direct());
    }

    private Future<SessionRow> choose(UUID account) {
        return new ProxyStore(pg)
                .free()
                .compose(free -> free.isEmpty() ? without(account) : among(new ArrayList<>(free), account))
                .compose(chosen -> new SessionStore(pg).find(account))
                .map(found -> {
                    SessionRow row = found.orElseThrow(Routing::unknown);
                    if (row.way() instanceof Way.Unchosen) {
                        throw noneFree();
                    }
                    return row;
                });
    }

    private Future<Void> without(UUID account) {
        var store = new ProxyStore(pg);
        return store.any().compose(any -> {
            if (any) {
                return Future.succeededFuture();
            }
            return proxyRequired
                    ? Future.failedFuture(required())
                    : store.giveNone(account).mapEmpty();
        });
    }

    /** Room was seen, and may be gone: another node filled it meanwhile, or somebody removed the proxy. */
    private Future<Void> among(List<UUID> free, UUID account) {
        if (free.isEmpty()) {
            return Future.succeededFuture();
        }
        UUID drawn = free.remove(random.nextInt(free.size()));
        // One lock in each transaction: two that hold one and wait for the other's would wait for ever.
        return pg.tx(tx -> give(new ProxyStore(tx), drawn, account))
                .compose(given -> given ? Future.succeededFuture() : among(free, account));
    }

    private static Future<Boolean> give(ProxyStore store, UUID proxy, UUID account) {
        return store.lockIfThere(proxy)
                .compose(found -> found.isEmpty() || found.get().full()
                        ? Future.succeededFuture(false)
                        : store.give(proxy, account).map(true));
    }

    static Failure required() {
        return Failure.unprocessable(
                "proxy.required", "This instance connects through proxies alone, and the account has none");
    }

    private static Failure noneFree() {
        return Failure.unprocessable(
                "proxy.none_free", "Every proxy has as many accounts as it may, or cannot be reached; add another one");
    }
}
