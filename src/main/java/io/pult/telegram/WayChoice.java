package io.pult.telegram;

import io.pult.infra.Pg;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.Exit;
import io.pult.telegram.SessionRow.Way;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** How an account reaches Telegram: chosen once, when it first connects, and kept. */
final class WayChoice {
    private final Pg pg;
    private final SessionSeal seal;

    WayChoice(Pg pg, SessionSeal seal) {
        this.pg = pg;
        this.seal = seal;
    }

    Future<Exit> exitOf(SessionRow row) {
        if (row.way() instanceof Way.Proxy proxy) {
            return Future.succeededFuture(exit(proxy));
        } else if (row.way() instanceof Way.Direct) {
            return Future.succeededFuture(new Exit.Direct());
        }
        return pg.query("UPDATE accounts SET way = 'direct' WHERE id = $1 AND way = 'unchosen'", row.account())
                .map(chosen -> new Exit.Direct());
    }

    private Exit exit(Way.Proxy proxy) {
        var address = new Address(proxy.host(), proxy.port());
        @Nullable
        String secret = proxy.sealedSecret() == null
                ? null
                : seal.open(proxy.sealedSecret(), SessionSeal.proxyPlace(proxy.id()));
        return proxy.kind().equals("mtproxy")
                ? Exit.MtProxy.of(address, secret == null ? "" : secret)
                : new Exit.Socks5(address, proxy.username(), secret);
    }
}
