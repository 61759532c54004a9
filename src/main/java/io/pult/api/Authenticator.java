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
import io.pult.contract.identity.RevocationLedger;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_JWT = 2_000;

    /** Answers that were overtaken by a revocation while they were on their way, one after the other. */
    private static final int MOST_OVERTAKEN = 3;

    private static final String SCHEME = "Bearer ";
    private static final String API_KEY = "pult_";
    private static final String JWT = "eyJ";
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);

    private final Bus bus;
    private final Supplier<Call> ownCall;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<TokenHash, Known> known = new LinkedHashMap<>();
    private final Map<String, Set<TokenHash>> restingOn = new HashMap<>();
    private final Map<TokenHash, Long> unknownUntil = bounded();
    private final Map<TokenHash, Future<Known>> asking = new HashMap<>();
    private final List<Consumer<TokenHash>> listeners = new ArrayList<>();
    private final RevocationLedger ledger = new RevocationLedger();
    private long heardAt;

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
            Bearer bearer,
            Principal principal,
            List<String> handles,
            long until,
            @Nullable Instant expiresAt) {
        TokenHash token() {
            return bearer.hash;
        }
    }

    /** @param accessToken the text itself when it is a JWT */
    record Bearer(TokenHash hash, @Nullable String accessToken) {
        @Override
        public String toString() {
            return "Bearer[redacted]";
        }
    }

    private static <V> Map<TokenHash, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TokenHash, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** @throws Failure UNAUTHENTICATED when the header cannot be one of our tokens */
    static Bearer bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw malformed();
        }
        String token = authorization.substring(SCHEME.length());
        boolean jwt = token.startsWith(JWT);
        boolean known = jwt || token.startsWith(API_KEY);
        if (!known || token.length() > (jwt ? LONGEST_JWT : LONGEST_KEY)) {
            throw malformed();
        }
        return new Bearer(TokenHash.of(token), jwt ? token : null);
    }

    private static Failure malformed() {
        return Failure.unauthenticated("token.malformed", "This is neither an access token nor an API key of Pult");
    }

    /** What is remembered and may still be trusted; absent when identity has to be asked. */
    @Nullable
    Known remembered(TokenHash token) {
        Known found = known.get(token);
        if (found == null || !hearsRevocations()) {
            return null;
        }
        if (found.until - nanos.getAsLong() <= 0) {
            drop(token);
            return null;
        }
        return found;
    }

    /** @return fails with UNAUTHENTICATED, or UNAVAILABLE when identity does not answer */
    Future<Known> ask(Bearer bearer) {
        TokenHash token = bearer.hash();
        Long until = unknownUntil.get(token);
        if (until != null && until - nanos.getAsLong() > 0 && hearsRevocations()) {
            return Future.failedFuture(unknown());
        }
        Future<Known> running = asking.get(token);
        if (running != null) {
            return running;
        }
        Future<Known> answer = ask(bearer, 1, null).onComplete(done -> asking.remove(token));
        if (!answer.isComplete()) {
            asking.put(token, answer);
        }
        return answer;
    }

    /** @param asOf what the last answer did not take account of */
    private Future<Known> ask(Bearer bearer, int number, @Nullable Long asOf) {
        var question = new Authenticate(bearer.hash().hex(), bearer.accessToken(), asOf);
        return bus.ask(AuthenticationOps.AUTHENTICATE, question, ownCall.get()).transform(done -> {
            if (done.failed()) {
                return refuse(bearer.hash(), done.cause());
            }
            // The answer may have been on its way while the feed told of a revocation.
            if (ledger.begun()
                    && ledger.overtakes(done.result().handles(), done.result().asOf())) {
                return number < MOST_OVERTAKEN
                        ? ask(bearer, number + 1, ledger.last())
                        : Future.failedFuture(unchecked());
            }
            return accept(bearer, done.result());
        });
    }

    private Future<Known> accept(Bearer bearer, Authenticated answer) {
        long life = TRUSTED;
        if (answer.expiresAt() != null) {
            life = Math.min(
                    life, Duration.between(clock.instant(), answer.expiresAt()).toNanos());
        }
        if (life <= 0) {
            return Future.failedFuture(unknown());
        }
        TokenHash token = bearer.hash();
        var found =
                new Known(bearer, answer.principal(), answer.handles(), nanos.getAsLong() + life, answer.expiresAt());
        drop(token);
        if (known.size() >= REMEMBERED) {
            drop(known.keySet().iterator().next());
        }
        known.put(token, found);
        found.handles()
                .forEach(handle -> restingOn
                        .computeIfAbsent(handle, name -> new HashSet<>(1))
                        .add(token));
        return Future.succeededFuture(found);
    }

    private void drop(TokenHash token) {
        Known dropped = known.remove(token);
        if (dropped != null) {
            for (String handle : dropped.handles()) {
                restingOn.computeIfPresent(handle, (name, tokens) -> {
                    tokens.remove(token);
                    return tokens.isEmpty() ? null : tokens;
                });
            }
        }
    }

    private Future<Known> refuse(TokenHash token, Throwable cause) {
        if (cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAUTHENTICATED) {
            drop(token);
            unknownUntil.remove(token);
            unknownUntil.put(token, nanos.getAsLong() + DISTRUSTED);
            return Future.failedFuture(unknown());
        }
        return Future.failedFuture(unchecked());
    }

    private static Failure unknown() {
        return Failure.unauthenticated("token.unknown", "This token is unknown, over or revoked");
    }

    private static Failure unchecked() {
        return Failure.unavailable("identity.unavailable", "Tokens cannot be checked at the moment", RETRY_SOON);
    }

    private boolean hearsRevocations() {
        return ledger.begun() && nanos.getAsLong() - heardAt < SILENCE;
    }

    /** One read of the feed; called every second, and whenever somebody who asks is known otherwise from then on. */
    Future<Void> hearRevocations() {
        long asked = nanos.getAsLong();
        var question = new RevocationsSince(ledger.begun() ? ledger.last() : null);
        return bus.ask(AuthenticationOps.REVOCATIONS_SINCE, question, ownCall.get())
                .compose(page -> take(page, asked));
    }

    /** @param asked what is older than this is not known to be absent from the feed */
    private Future<Void> take(Revocations page, long asked) {
        if (!ledger.begun()) {
            ledger.begin(page.last());
        }
        for (Revocation entry : page.entries()) {
            ledger.note(entry.tokenHash(), entry.seq());
            forget(entry.tokenHash());
        }
        if (!page.entries().isEmpty()) {
            return hearRevocations();
        }
        heardAt = asked;
        return Future.succeededFuture();
    }

    private void forget(String handle) {
        for (TokenHash token : Set.copyOf(restingOn.getOrDefault(handle, Set.of()))) {
            drop(token);
            listeners.forEach(listener -> listener.accept(token));
        }
    }

    /** Tells of each token that ends, or of whose person something changes, at the latest a second after. */
    void onRevoked(Consumer<TokenHash> listener) {
        listeners.add(listener);
    }
}
