package io.pult.identity.factor;

import io.pult.bus.Failure;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL of {@code passkey_challenge}. */
final class PasskeyChallengeStore {
    static final Duration LIFE = Duration.ofMinutes(5);

    /** Open at one time for one address: an office behind one address fits, a flood does not. */
    private static final int MOST_OF_ADDRESS = 200;

    /** By which the clock of the node that made it may be ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Sql sql;

    PasskeyChallengeStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Replaces an open one under the same handle.
     *
     * @param address of whoever is not signed in; absent for others, whose handles are few
     * @return fails with TOO_MANY {@code passkey.too_many_challenges}
     */
    Future<Void> put(String handle, String challenge, @Nullable String address, Instant now) {
        return sql.update("""
                        INSERT INTO passkey_challenge (handle, challenge, address, created_at, expires_at)
                        SELECT $1, $2, $3::text, $4::timestamptz, $5::timestamptz
                        WHERE $3::text IS NULL
                           OR (SELECT count(*) FROM passkey_challenge WHERE address = $3::text AND expires_at > $4::timestamptz) < $6
                        ON CONFLICT (handle) DO UPDATE
                            SET challenge = excluded.challenge, created_at = excluded.created_at, expires_at = excluded.expires_at
                        """, handle, challenge, address, now, now.plus(LIFE), MOST_OF_ADDRESS)
                .compose(touched -> touched == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.tooMany(
                                "passkey.too_many_challenges",
                                "Too many sign-ins were begun from this address and not finished; wait a little",
                                LIFE)));
    }

    /** The challenge, which is gone with that: whoever fails has to ask for another. */
    Future<Optional<String>> take(String handle, Instant now) {
        return sql.list(
                        row -> Sql.instant(row, "expires_at").isAfter(now)
                                        && !Sql.instant(row, "created_at").isAfter(now.plus(CLOCKS_DIFFER))
                                ? Optional.of(row.getString("challenge"))
                                : Optional.<String>empty(),
                        "DELETE FROM passkey_challenge WHERE handle = $1 RETURNING challenge, created_at, expires_at",
                        handle)
                .map(taken -> taken.isEmpty() ? Optional.<String>empty() : taken.get(0));
    }

    Future<Void> forgetBefore(Instant then) {
        return sql.query("DELETE FROM passkey_challenge WHERE expires_at < $1", then)
                .mapEmpty();
    }
}
