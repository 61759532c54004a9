package io.pult.identity;

import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Whose an API key is, and when it was last used. */
final class ApiKeyUse {
    private final ApiKeyStore keys;
    private final InstantSource clock;
    private final Set<UUID> used = new HashSet<>();

    ApiKeyUse(ApiKeyStore keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The answer rests on the key, and on its owner. */
    Future<Authenticated> authenticate(String tokenHash) {
        return living(tokenHash).map(found -> {
            UUID owner = found.key().owner();
            var handles = owner == null ? List.of(tokenHash) : List.of(tokenHash, RevocationStore.user(owner));
            return new Authenticated(
                    found.principal(), handles, found.asOf(), found.key().expiresAt());
        });
    }

    Future<Principal> knock(String apiKey) {
        if (!ApiKeyToken.wellFormed(apiKey)) {
            throw unknown();
        }
        return living(new ApiKeyToken(apiKey).hash()).map(Found::principal);
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

    private record Found(ApiKey key, Principal principal, long asOf) {}

    private Future<Found> living(String tokenHash) {
        return keys.living(tokenHash).map(found -> {
            var living = found.orElseThrow(ApiKeyUse::unknown);
            var principal = ApiKeyRules.principal(living).orElseThrow(ApiKeyUse::unknown);
            used.add(living.key().id());
            return new Found(living.key(), principal, living.asOf());
        });
    }

    static Failure unknown() {
        return Failure.unauthenticated("token.unknown", "This API key is unknown, over or revoked");
    }
}
