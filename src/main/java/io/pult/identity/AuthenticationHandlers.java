package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Handshake;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.contract.identity.AuthenticationOps.RevocationsSince;
import io.pult.contract.identity.RevocationLedger;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells gateways and JVM clients whose token they hold. An access token is looked for in Redis, then, its signature
 * verified, in the database; an API key in the database alone.
 */
final class AuthenticationHandlers {
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);

    private final ApiKeyUse keys;
    private final SessionStore sessions;
    private final SessionUse use;
    private final RevocationStore revocations;
    private final AccessTokens accessTokens;
    private final AccessCache cache;
    private final Bus bus;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RevocationLedger ledger = new RevocationLedger();
    private long heardAt;

    AuthenticationHandlers(
            ApiKeyUse keys,
            SessionStore sessions,
            SessionUse use,
            RevocationStore revocations,
            AccessTokens accessTokens,
            AccessCache cache,
            Bus bus,
            InstantSource clock,
            LongSupplier nanos) {
        this.keys = keys;
        this.sessions = sessions;
        this.use = use;
        this.revocations = revocations;
        this.accessTokens = accessTokens;
        this.cache = cache;
        this.bus = bus;
        this.clock = clock;
        this.nanos = nanos;
    }

    Future<?> serve() {
        return Future.all(
                bus.serve(AuthenticationOps.AUTHENTICATE, this::authenticate),
                bus.serve(AuthenticationOps.REVOCATIONS_SINCE, this::revocationsSince),
                bus.serve(Handshake.KNOCK, this::knock));
    }

    Future<Authenticated> authenticate(Authenticate request, Call call) {
        String token = request.accessToken();
        return token == null
                ? keys.authenticate(request.tokenHash())
                : authenticate(request.tokenHash(), token, request.asOf())
                        .onSuccess(found -> use.mark(found.principal()));
    }

    /** @param asOf what an entry in Redis cannot be compared with before this node has heard of it, too */
    private Future<Authenticated> authenticate(String hash, String token, @Nullable Long asOf) {
        if (!hearsRevocations() || (asOf != null && ledger.last() < asOf)) {
            return fromDatabase(hash, token);
        }
        return cache.find(hash)
                .compose(found -> found.filter(this::stillHolds).isPresent()
                        ? Future.succeededFuture(answer(found.orElseThrow()))
                        : fromDatabase(hash, token));
    }

    private boolean stillHolds(AccessCache.Entry entry) {
        return entry.expiresAt().isAfter(clock.instant())
                && accessTokens.keyIds().contains(entry.keyId())
                && !ledger.overtakes(entry.handles(), entry.asOf());
    }

    /** What the ledger has heard since the entry was made did not concern it. */
    private Authenticated answer(AccessCache.Entry entry) {
        return new Authenticated(
                entry.principal(), entry.handles(), Math.max(entry.asOf(), ledger.last()), entry.expiresAt());
    }

    private Future<Authenticated> fromDatabase(String hash, String token) {
        return accessTokens
                .verify(token)
                .compose(claims -> sessions.living(claims.session(), claims.user(), clock.instant())
                        .map(found -> {
                            var living = found.orElseThrow(AccessTokens::unknown);
                            var handles = handles(hash, claims.session(), claims.user());
                            cache.put(
                                    hash,
                                    new AccessCache.Entry(
                                            living.principal(),
                                            handles,
                                            living.asOf(),
                                            claims.expiresAt(),
                                            claims.keyId()),
                                    clock.instant());
                            return new Authenticated(living.principal(), handles, living.asOf(), claims.expiresAt());
                        }));
    }

    private static List<String> handles(String hash, UUID session, UUID user) {
        return List.of(hash, RevocationStore.session(session), RevocationStore.user(user));
    }

    private boolean hearsRevocations() {
        return ledger.begun() && nanos.getAsLong() - heardAt < SILENCE;
    }

    /** One read of the feed; called every second. */
    Future<Void> hearRevocations() {
        long asked = nanos.getAsLong();
        return feed(ledger.begun() ? ledger.last() : null).compose(page -> {
            if (!ledger.begun()) {
                ledger.begin(page.last());
            }
            page.entries().forEach(entry -> ledger.note(entry.tokenHash(), entry.seq()));
            if (!page.entries().isEmpty()) {
                return hearRevocations();
            }
            heardAt = asked;
            return Future.succeededFuture();
        });
    }

    Future<Revocations> revocationsSince(RevocationsSince request, Call call) {
        return feed(request.after());
    }

    private Future<Revocations> feed(@Nullable Long after) {
        return after == null ? revocations.none() : revocations.since(after);
    }

    Future<Handshake.Welcome> knock(Handshake.Knock knock, Call call) {
        return keys.knock(knock.apiKey()).map(bus::welcome);
    }
}
