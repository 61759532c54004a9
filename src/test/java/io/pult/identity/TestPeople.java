package io.pult.identity;

import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.infra.Digests;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Secrets;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** People, signed in without the work of a sign-in, for tests of what they may do afterwards. */
public final class TestPeople implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Pg pg;
    private final RefreshTokens refreshTokens;
    private final IdentitySettings settings;
    private final JwtKeys keys;

    public TestPeople(Ground ground, IdentitySettings settings) {
        this.pg = Pg.open(vertx, ground.postgres());
        this.refreshTokens = new RefreshTokens(ground.secrets());
        this.settings = settings;
        this.keys = JwtKeys.load(settings, ground.secrets());
    }

    public record Person(UUID id, UUID session, String accessToken) {
        public String tokenHash() {
            return Digests.sha256(accessToken);
        }
    }

    /** Somebody new who has just signed in. */
    public Person somebody(Role... roles) {
        return somebody(keys, InstantSource.system(), roles);
    }

    /** Whose access token ended a moment ago. */
    public Person late(Role... roles) {
        return somebody(keys, InstantSource.fixed(Instant.now().minus(Duration.ofHours(1))), roles);
    }

    /**
     * Whose access token is signed as by another instance.
     *
     * @param file where that one's keys are made
     */
    public Person forged(Path file, Role... roles) throws IOException {
        Secrets.generate(file);
        return somebody(JwtKeys.load(settings, Secrets.load(file)), InstantSource.system(), roles);
    }

    private Person somebody(JwtKeys signing, InstantSource clock, Role... roles) {
        var id = UUID.randomUUID();
        var session = UUID.randomUUID();
        Instant now = Instant.now();
        String keyId = refreshTokens.currentKey();
        String refresh = refreshTokens.make(session, 0, keyId);
        Wait.on(new UserStore(pg)
                .insert(new UserStore.NewUser(id, "test-" + id, null, "Test", "en", Set.of(roles), "test", now))
                .compose(made -> new SessionStore(pg)
                        .insert(new SessionStore.NewSession(
                                session,
                                id,
                                Proof.PASSWORD,
                                Client.of(ClientKind.API, "test"),
                                null,
                                keyId,
                                RefreshTokens.hash(String.valueOf(refresh)),
                                now,
                                now.plus(Duration.ofDays(1))))));
        var tokens = new AccessTokens(vertx, signing, clock, Duration.ofMinutes(15));
        return new Person(id, session, tokens.issue(id, session, Instant.MAX).token());
    }

    /** Ends a session as a log-out does: every gateway hears of it within a second. */
    public void end(Person person) {
        Wait.on(pg.tx(tx -> tx.query(
                        "UPDATE session SET ended_at = now(), ended_because = 'test' WHERE id = $1", person.session())
                .compose(ended -> new RevocationStore(tx).add(RevocationStore.session(person.session())))));
    }

    @Override
    public void close() {
        Wait.on(vertx.close());
    }
}
