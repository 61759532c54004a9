package io.pult.api;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.contract.identity.AuthenticationOps.Authenticate;
import io.pult.contract.identity.AuthenticationOps.Authenticated;
import io.pult.contract.identity.AuthenticationOps.Revocation;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.contract.identity.AuthenticationOps.RevocationsSince;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who a bearer token belongs to. Asks {@code identity} and remembers the answer for a minute, for as long as the feed of
 * revocations is heard: silence for five seconds, and every request asks again. Confined to the verticle's event loop.
 */
final class Authenticator {
    private static final long TRUSTED = TimeUnit.SECONDS.toNanos(60);
    private static final long DISTRUSTED = TimeUnit.SECONDS.toNanos(5);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST = 200;
    private static final String SCHEME = "Bearer ";
    private static final String PREFIX = "pult_";
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    private final Bus bus;
    private final Supplier<Call> ownCall;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<TokenHash, Known> known = bounded();
    private final Map<TokenHash, Long> unknownUntil = bounded();
    private final Map<TokenHash, Boolean> revoked = bounded();
    private final Map<TokenHash, Future<Known>> asking = new HashMap<>();
    private final List<Consumer<TokenHash>> listeners = new ArrayList<>();
    private long lastRevocation;
    private long heardAt;
    private boolean heard;

    /** @param ownCall a fresh call in the node's own name */
    Authenticator(Bus bus, Supplier<Call> ownCall, InstantSource clock, LongSupplier nanos) {
        this.bus = bus;
        this.ownCall = ownCall;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * A token that was good when identity was asked.
     *
     * @param until in nanoseconds of the monotonic clock; then identity is asked again
     * @param expiresAt end of the token itself
     */
    record Known(
            TokenHash token,
            Principal principal,
            long until,
            @Nullable Instant expiresAt) {}

    private static <V> Map<TokenHash, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TokenHash, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** @throws Failure UNAUTHENTICATED when the header cannot be one of our tokens */
    static TokenHash token(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw malformed();
        }
        String token = authorization.substring(SCHEME.length());
        if (token.length() > LONGEST || !token.startsWith(PREFIX)) {
            throw malformed();
        }
        return TokenHash.of(token);
    }

    private static Failure malformed() {
        return Failure.unauthenticated("key.malformed", "This is not an API key of Pult");
    }

    /** What is remembered and may still be trusted; absent when identity has to be asked. */
    @Nullable
    Known remembered(TokenHash token) {
        Known found = known.get(token);
        if (found == null || !hearsRevocations()) {
            return null;
        }
        if (found.until - nanos.getAsLong() <= 0) {
            known.remove(token);
            return null;
        }
        return found;
    }

    /** @return fails with UNAUTHENTICATED, or UNAVAILABLE when identity does not answer */
    Future<Known> ask(TokenHash token) {
        Long until = unknownUntil.get(token);
        if (until != null && until - nanos.getAsLong() > 0 && hearsRevocations()) {
            return Future.failedFuture(unknown());
        }
        Future<Known> running = asking.get(token);
        if (running != null) {
            return running;
        }
        Future<Known> answer = bus.ask(AuthenticationOps.AUTHENTICATE, new Authenticate(token.hex()), ownCall.get())
                .transform(done -> {
                    asking.remove(token);
                    return done.succeeded() ? accept(token, done.result()) : refuse(token, done.cause());
                });
        if (!answer.isComplete()) {
            asking.put(token, answer);
        }
        return answer;
    }

    private Future<Known> accept(TokenHash token, Authenticated answer) {
        // The answer may have been on its way while the feed told of the revocation.
        if (revoked.containsKey(token)) {
            return Future.failedFuture(unknown());
        }
        long life = TRUSTED;
        if (answer.expiresAt() != null) {
            life = Math.min(
                    life, Duration.between(clock.instant(), answer.expiresAt()).toNanos());
        }
        if (life <= 0) {
            return Future.failedFuture(unknown());
        }
        var found = new Known(token, answer.principal(), nanos.getAsLong() + life, answer.expiresAt());
        known.remove(token);
        known.put(token, found);
        return Future.succeededFuture(found);
    }

    private Future<Known> refuse(TokenHash token, Throwable cause) {
        if (cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAUTHENTICATED) {
            known.remove(token);
            unknownUntil.remove(token);
            unknownUntil.put(token, nanos.getAsLong() + DISTRUSTED);
            return Future.failedFuture(unknown());
        }
        return Future.failedFuture(
                Failure.unavailable("identity.unavailable", "Keys cannot be checked at the moment", RETRY_SOON));
    }

    private static Failure unknown() {
        return Failure.unauthenticated("key.unknown", "This API key is unknown, over or revoked");
    }

    private boolean hearsRevocations() {
        return heard && nanos.getAsLong() - heardAt < SILENCE;
    }

    /** One read of the feed; called every second. */
    Future<Void> hearRevocations() {
        long asked = nanos.getAsLong();
        return bus.ask(AuthenticationOps.REVOCATIONS_SINCE, new RevocationsSince(lastRevocation), ownCall.get())
                .compose(page -> take(page, asked));
    }

    /** @param asked what is older than this is not known to be absent from the feed */
    private Future<Void> take(Revocations page, long asked) {
        for (Revocation entry : page.entries()) {
            forget(TokenHash.parse(entry.tokenHash()));
        }
        boolean more = page.last() > lastRevocation && !page.entries().isEmpty();
        lastRevocation = Math.max(lastRevocation, page.last());
        if (more) {
            return hearRevocations();
        }
        heardAt = asked;
        heard = true;
        return Future.succeededFuture();
    }

    private void forget(TokenHash token) {
        revoked.put(token, true);
        known.remove(token);
        listeners.forEach(listener -> listener.accept(token));
    }

    /** Tells of each token that ends before its time, at the latest a second after. */
    void onRevoked(Consumer<TokenHash> listener) {
        listeners.add(listener);
    }
}
