package io.pult.identity;

import io.pult.bus.Call;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SignedIn;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens sessions. */
final class Sessions {
    private final Pg pg;
    private final Outbox outbox;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final IdentitySettings settings;
    private final InstantSource clock;

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
    }

    /** A new session for somebody who has shown all that was wanted. */
    Future<SignedIn> open(User user, Proof proof, Client client, Call call) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        String keyId = refreshTokens.currentKey();
        String refresh = client.kind() == ClientKind.MINI_APP
                ? null
                : Objects.requireNonNull(refreshTokens.make(id, 0, keyId), "the current key is there");
        Duration life = refresh == null ? settings.accessTtl() : settings.refreshTtl();
        var session = new SessionStore.NewSession(
                id,
                user.id(),
                proof,
                client,
                call.address(),
                keyId,
                refresh == null ? null : RefreshTokens.hash(refresh),
                now,
                now.plus(life));
        var entry = AuditEntry.done(call, now, "session.opened", "session:" + id)
                .by(user.subject())
                .with(Map.of("proof", proof.text(), "client", client.kind().text()));
        return pg.tx(tx -> new SessionStore(tx)
                        .insert(session)
                        .compose(inserted -> new UserStore(tx).noteSignIn(user.id(), now))
                        .compose(noted -> outbox.put(tx, AuditEntry.RECORD, entry)))
                .map(stored -> answer(user.id(), id, client.kind(), refresh));
    }

    private SignedIn answer(UUID user, UUID session, ClientKind kind, @Nullable String refresh) {
        var access = accessTokens.issue(user, session);
        long expiresIn = Duration.between(clock.instant(), access.expiresAt()).toSeconds();
        return new SignedIn(
                access.token(),
                kind == ClientKind.API ? refresh : null,
                "Bearer",
                expiresIn,
                kind == ClientKind.BROWSER ? refresh : null,
                null);
    }
}
