package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.SealedPair;
import io.pult.vk.SystemAccountStore.SealedRefresh;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at what a person gives for a token before it is stored: is it new, when does it end, and what follows it. */
final class TokenIntake {
    /** Of VK ID's tokens. */
    private static final Duration LIFE = Duration.ofHours(1);

    private final TokenSeal seal;
    private final InstantSource clock;

    TokenIntake(TokenSeal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /** The constraint sees a token again only under the same key; the other keys are asked for. */
    Future<SealedPair> pair(Sql tx, UUID id, String token, @Nullable Instant expiresAt, @Nullable Refresh refresh) {
        return new SystemAccountStore(tx).knows(seal.hashes(token)).compose(known -> {
            if (known) {
                return Future.failedFuture(SystemAccountStore.tokenKnown());
            }
            var fresh = seal.seal(id, token);
            return refresh == null
                    ? Future.succeededFuture(new SealedPair(fresh, expiresAt, null))
                    : refresh(tx, id, refresh).map(next -> new SealedPair(fresh, expiresAt, next));
        });
    }

    Future<SealedRefresh> refresh(Sql tx, UUID id, Refresh refresh) {
        return new SystemAccountStore(tx)
                .knowsRefresh(id, seal.hashes(refresh.refreshToken()))
                .compose(known -> known
                        ? Future.failedFuture(SystemAccountStore.refreshKnown())
                        : Future.succeededFuture(seal.seal(id, refresh)));
    }

    /**
     * @param in seconds; 0: no end
     * @return absent: the token does not end
     */
    @Nullable
    Instant end(@Nullable Instant at, @Nullable Long in, boolean refreshable) {
        Instant now = clock.instant();
        Instant end = at;
        if (in != null && in > 0) {
            end = now.plusSeconds(in);
        } else if (at == null && in == null && refreshable) {
            end = now.plus(LIFE);
        }
        if (end != null && !refreshable && !end.isAfter(now)) {
            throw Failure.unprocessable(
                    "account.expired_already", "The token has ended already and nothing is there to refresh it with");
        }
        return end;
    }
}
