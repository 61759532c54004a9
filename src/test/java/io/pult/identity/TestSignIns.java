package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.Principal;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What follows a proof, for tests of the proofs: real sessions and real tokens. */
public final class TestSignIns {
    public static final Duration ACCESS = Duration.ofMinutes(15);

    private final Pg pg;
    private final Ground ground;
    private final AccessTokens accessTokens;
    private final SignIns signIns;

    /** @param secondSteps whoever wants one */
    public TestSignIns(Vertx vertx, Pg pg, Ground ground, SecondSteps secondSteps) {
        var settings = new IdentitySettings(
                ACCESS,
                Duration.ofDays(30),
                Duration.ofDays(180),
                Duration.ofSeconds(10),
                IdentitySettings.JwtAlgorithm.HS256,
                null,
                null,
                null);
        this.pg = pg;
        this.ground = ground;
        this.accessTokens =
                new AccessTokens(vertx, JwtKeys.load(settings, ground.secrets()), ground.clock(), settings.accessTtl());
        var refreshTokens = new RefreshTokens(ground.secrets());
        var sessions = new Sessions(pg, ground.outbox(), accessTokens, refreshTokens, settings, ground.clock());
        this.signIns = new SignIns(sessions, secondSteps);
    }

    public SignIns signIns() {
        return signIns;
    }

    /** A question of the person who holds this token; empty when it is worth nothing. */
    public Future<Optional<Call>> call(String accessToken, Duration budget) {
        return accessTokens
                .verify(accessToken)
                .compose(claims -> new SessionStore(pg)
                        .living(claims.session(), claims.user(), ground.clock().instant())
                        .map(found -> found.map(living -> by(living.principal(), budget))));
    }

    private static Call by(Principal principal, Duration budget) {
        return new Call(principal, "test", System.nanoTime() + budget.toNanos(), "198.51.100.7", Locale.ENGLISH, null);
    }
}
