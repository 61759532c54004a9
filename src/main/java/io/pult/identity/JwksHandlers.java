package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Nothing;
import io.pult.contract.identity.JwksOps;
import io.vertx.core.Future;

/** Tells everybody the public keys of access tokens. */
final class JwksHandlers {
    private final JwtKeys keys;

    JwksHandlers(JwtKeys keys) {
        this.keys = keys;
    }

    Future<?> serve(Bus bus) {
        return bus.serve(JwksOps.GET, this::get);
    }

    Future<JwksOps.Jwks> get(Nothing request, Call call) {
        return Future.succeededFuture(new JwksOps.Jwks(keys.open()));
    }
}
