package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Handshake;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.contract.identity.AuthenticationOps.RevocationsSince;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Tells gateways and JVM clients whose key they hold. */
final class AuthenticationHandlers {
    private final ApiKeyStore keys;
    private final Bus bus;
    private final InstantSource clock;
    private final Set<UUID> used = new HashSet<>();

    AuthenticationHandlers(ApiKeyStore keys, Bus bus, InstantSource clock) {
        this.keys = keys;
        this.bus = bus;
        this.clock = clock;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(AuthenticationOps.AUTHENTICATE, this::authenticate),
                bus.serve(AuthenticationOps.REVOCATIONS_SINCE, this::revocationsSince),
                bus.serve(Handshake.KNOCK, this::knock));
    }

    Future<Authenticated> authenticate(Authenticate request, Call call) {
        return living(request.tokenHash()).map(key -> new Authenticated(principal(key), key.id(), key.expiresAt()));
    }

    Future<Revocations> revocationsSince(RevocationsSince request, Call call) {
        return keys.revocationsSince(request.after());
    }

    Future<Handshake.Welcome> knock(Handshake.Knock knock, Call call) {
        if (!ApiKeyToken.wellFormed(knock.apiKey())) {
            throw unknown();
        }
        return living(new ApiKeyToken(knock.apiKey()).hash()).map(key -> bus.welcome(principal(key)));
    }

    /** Written in one statement every few seconds: a write for each request would cost more than the request. */
    Future<Void> noteUse() {
        if (used.isEmpty()) {
            return Future.succeededFuture();
        }
        var ids = Set.copyOf(used);
        used.clear();
        return keys.noteUse(ids, clock.instant());
    }

    private Future<ApiKey> living(String tokenHash) {
        return keys.living(tokenHash).map(found -> {
            ApiKey key = found.orElseThrow(AuthenticationHandlers::unknown);
            used.add(key.id());
            return key;
        });
    }

    private static Principal principal(ApiKey key) {
        return new Principal("key:" + key.id(), Set.copyOf(key.scopes()), Set.of());
    }

    private static Failure unknown() {
        return Failure.unauthenticated("key.unknown", "This API key is unknown, over or revoked");
    }
}
