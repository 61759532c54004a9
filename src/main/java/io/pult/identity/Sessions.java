package io.pult.identity;

import io.pult.bus.Call;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens sessions, and answers with their tokens. */
final class Sessions {
    /** Of one person. More are a program that signs in at each turn, and would fill the table. */
    static final int MOST = 100;

    private final Pg pg;
    private final Outbox outbox;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final IdentitySettings settings;
    private final InstantSource clock;
    private final SessionEnding ending;

    Sessions(
            Pg pg,
            Outbox outbox,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            IdentitySettings settings,
            InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.settings = settings;
        this.clock = clock;
        this.ending = new SessionEnding(pg, outbox, clock);
    }

    /** A new session for somebody who has shown all that was wanted. */
    Future<SignedIn> open(User user, Proof proof, Client client, Call call) {
        return open(user, proof, client, Beginning.NOW, call);
    }

    Future<SignedIn> open(User user, Proof proof, Client client, Beginning beginning, Call call) {
        return pg.tx(tx -> open(tx, user, proof, client, beginning, call));
    }

    /** The same in the transaction of the proof. */
    Future<SignedIn> open(Sql tx, User user, Proof proof, Client client, Call call) {
        return open(tx, user, proof, client, Beginning.NOW, call);
    }

    private Future<SignedIn> open(Sql tx, User user, Proof proof, Client client, Beginning beginning, Call call) {
        UUID id = beginning.session() == null ? UUID.randomUUID() : beginning.session();
        Instant now = clock.instant();
        String keyId = refreshTokens.currentKey();
        String refresh = client.kind() == ClientKind.MINI_APP
                ? null
                : Objects.requireNonNull(refreshTokens.make(id, 0, keyId), "the current key is there");
        Instant expiresAt =
                refresh == null ? beginning.end(now.plus(settings.accessTtl())) : now.plus(settings.refreshTtl());
        var session = new SessionStore.NewSession(
                id,
                user.id(),
                proof,
                client,
                call.address(),
                keyId,
                refresh == null ? null : RefreshTokens.hash(refresh),
                now,
                expiresAt);
        var entry = AuditEntry.done(call, now, "session.opened", "session:" + id)
                .by(user.subject())
                .with(Map.of("proof", proof.text(), "client", client.kind().text()));
        return new SessionStore(tx)
                .insert(session)
                .compose(inserted -> beginning.confirm(id, new SessionStore(tx)))
                .compose(confirmed -> new UserStore(tx).noteSignIn(user.id(), now))
                .compose(noted -> outbox.put(tx, AuditEntry.RECORD, entry))
                .compose(put -> ending.beyond(tx, user.id(), MOST, call))
                .map(stored -> answer(new Opened(user.id(), id, client.kind(), expiresAt), refresh));
    }

    /**
     * Another access token of a Mini App's session, which has no refresh token to ask with.
     *
     * @return empty when there is no such session, or it is over
     */
    Future<Optional<SignedIn>> goOn(UUID session, User user, Call call) {
        Instant now = clock.instant();
        return new SessionStore(pg)
                .goOn(session, user.id(), call.address(), now)
                .map(found -> found.map(opened -> answer(opened, null)));
    }

    /** What the tokens of a session depend on. */
    record Opened(UUID user, UUID id, ClientKind client, Instant expiresAt) {
        Opened until(Instant later) {
            return new Opened(user, id, client, later);
        }
    }

    /**
     * A fresh access token, and the refresh token where this kind of client keeps it.
     *
     * @param refresh the active one; absent when the session has none
     */
    SignedIn answer(Opened session, @Nullable String refresh) {
        var access = accessTokens.issue(session.user(), session.id(), session.expiresAt());
        long expiresIn = Duration.between(clock.instant(), access.expiresAt()).toSeconds();
        return new SignedIn(
                access.token(),
                session.client() == ClientKind.API ? refresh : null,
                "Bearer",
                expiresIn,
                session.client() == ClientKind.BROWSER ? refresh : null,
                null);
    }
}
