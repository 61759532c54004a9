package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.ApiKeyOps;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

final class ApiKeyHandlers {
    private static final Pattern SCOPE = Pattern.compile("(\\*|[a-z]{2,20}):(read|act|admin)");
    private static final int DEFAULT_LIMIT = 50;

    private final ApiKeyStore keys;
    private final InstantSource clock;

    ApiKeyHandlers(ApiKeyStore keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(ApiKeyOps.CREATE, this::create),
                bus.serve(ApiKeyOps.LIST, this::list),
                bus.serve(ApiKeyOps.REVOKE, this::revoke));
    }

    Future<ApiKeyOps.Created> create(ApiKeyOps.Create request, Call call) {
        var body = request.body();
        for (String scope : body.scopes()) {
            requireScope(scope, call);
        }
        if (body.expiresAt() != null && !body.expiresAt().isAfter(clock.instant())) {
            throw Failure.unprocessable("key.expired", "expires_at lies in the past");
        }
        var token = ApiKeyToken.random();
        var key = new ApiKey(
                UUID.randomUUID(),
                body.name(),
                token.hint(),
                body.scopes(),
                call.principal().subject(),
                clock.instant(),
                body.expiresAt(),
                null);
        return keys.insert(key, token.hash()).map(inserted -> new ApiKeyOps.Created(key, token.text()));
    }

    Future<Page<ApiKey>> list(ApiKeyOps.ListKeys request, Call call) {
        int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
        return keys.list(limit, request.cursor());
    }

    Future<Nothing> revoke(ApiKeyOps.Revoke request, Call call) {
        return keys.revoke(request.id())
                .compose(revoked -> revoked
                        ? Future.succeededFuture(Nothing.NOTHING)
                        : Future.failedFuture(Failure.notFound("key.not_found", "There is no API key with this id")));
    }

    /** A key must not make a mightier one, or stealing the least of them would be stealing all. */
    private static void requireScope(String scope, Call call) {
        if (!SCOPE.matcher(scope).matches()) {
            throw Failure.unprocessable(
                    "key.scope_unknown",
                    "A scope is concern:read, concern:act or concern:admin; * stands for every concern");
        }
        var who = call.principal();
        boolean mighty =
                who.system() || who.grants().contains("ADMIN") || who.grants().contains("*:admin");
        if (!mighty && (scope.startsWith("*") || !who.holdsAny(Set.of(scope)))) {
            throw Failure.forbidden(
                    "key.scope_not_held", "A key cannot be given the scope " + scope + " that you do not hold");
        }
    }
}
