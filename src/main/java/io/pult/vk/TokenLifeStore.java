package io.pult.vk;

import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.SealedPair;
import io.pult.vk.SystemAccountStore.SealedRefresh;
import io.pult.vk.SystemAccountStore.SealedToken;
import io.pult.vk.SystemAccountStore.Stored;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code system_accounts} about tokens that end: by the database's clock, whichever node asks. */
final class TokenLifeStore {
    private final Sql sql;

    TokenLifeStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Claims accounts whose token has to be refreshed: those that end soon, and those that VK has refused. One that was
     * refreshed a moment ago and is refused again is left alone for a while, or two refusing sides would keep it turning.
     *
     * @param before the end
     * @param claim nobody else tries for so long; a node that dies with its claim delays the next try by no more
     */
    Future<List<Stored>> claimDue(Duration before, Duration claim, int limit) {
        return sql.list(SystemAccountStore::stored, """
                UPDATE system_accounts
                SET refresh_at = now() + $2 * interval '1 ms', refresh_tries = refresh_tries + 1
                WHERE id IN (
                    SELECT id FROM system_accounts
                    WHERE refresh IS NOT NULL AND deleted_at IS NULL AND coalesce(refresh_at <= now(), true)
                      AND (status IN ('active', 'cooling', 'unknown', 'needs_human')
                               AND expires_at <= now() + $1 * interval '1 ms'
                           OR status IN ('expired', 'error')
                               AND coalesce(refreshed_at < now() - interval '10 minutes', true))
                    ORDER BY expires_at
                    LIMIT $3
                    FOR UPDATE SKIP LOCKED)
                RETURNING *
                """, before.toMillis(), claim.toMillis(), limit);
    }

    /** @return tries so far; empty when the pair was replaced meanwhile */
    Future<Optional<Integer>> tries(UUID id, long serial) {
        return sql.first(
                row -> row.getInteger("refresh_tries"),
                "SELECT refresh_tries FROM system_accounts WHERE id = $1 AND refresh_serial = $2 AND deleted_at IS NULL",
                id,
                serial);
    }

    Future<Void> tryAgain(UUID id, long serial, Duration wait) {
        return sql.query("""
                        UPDATE system_accounts SET refresh_at = now() + $3 * interval '1 ms'
                        WHERE id = $1 AND refresh_serial = $2
                        """, id, serial, wait.toMillis()).mapEmpty();
    }

    /**
     * Writes the pair that VK ID gave for the one with the serial. Whoever took the account out of the pool meanwhile
     * did not mean the new token; whoever gave another one did.
     */
    Future<Optional<Stored>> renew(UUID id, long serial, SealedPair pair) {
        SealedToken token = pair.token();
        SealedRefresh refresh = pair.refresh();
        return sql.first(
                        SystemAccountStore::stored,
                        """
                        UPDATE system_accounts
                        SET token = $3, token_hash = $4, token_hint = $5, expires_at = $6, refresh = $7,
                            refresh_hash = $8, refresh_serial = refresh_serial + 1, refresh_at = NULL,
                            refresh_tries = 0, refreshed_at = now(), expiry_warned = false, epoch = epoch + 1,
                            version = version + 1, updated_at = now(),
                            status = CASE WHEN status IN ('expired', 'error') THEN 'unknown' ELSE status END,
                            status_reason = CASE WHEN status IN ('expired', 'error') THEN NULL ELSE status_reason END
                        WHERE id = $1 AND refresh_serial = $2 AND deleted_at IS NULL
                        RETURNING *
                        """,
                        id,
                        serial,
                        token.envelope(),
                        token.hash(),
                        token.hint(),
                        pair.expiresAt() == null ? null : pair.expiresAt().atOffset(ZoneOffset.UTC),
                        refresh == null ? null : refresh.envelope(),
                        refresh == null ? null : refresh.hash())
                .recover(cause -> Future.failedFuture(SystemAccountStore.translated(cause)));
    }

    /** There is no following up this token any more but by a person, who is told in the same transaction. */
    Future<Optional<Stored>> giveUp(UUID id, long serial) {
        return sql.first(SystemAccountStore::stored, """
                        UPDATE system_accounts
                        SET refresh = NULL, refresh_hash = NULL, refresh_serial = refresh_serial + 1, refresh_at = NULL,
                            expiry_warned = true, version = version + 1, updated_at = now()
                        WHERE id = $1 AND refresh_serial = $2 AND deleted_at IS NULL
                        RETURNING *
                        """, id, serial);
    }

    /**
     * Marks accounts whose owner has to be told now that the token ends: nothing can refresh it, or nothing has although
     * its time is over.
     */
    Future<List<Stored>> warnDue(Duration before, int failedTries, int limit) {
        return sql.list(SystemAccountStore::stored, """
                UPDATE system_accounts SET expiry_warned = true
                WHERE id IN (
                    SELECT id FROM system_accounts
                    WHERE (expires_at IS NOT NULL OR refresh IS NOT NULL)
                      AND deleted_at IS NULL AND token IS NOT NULL AND NOT expiry_warned
                      AND (refresh IS NULL AND status IN ('active', 'cooling', 'unknown')
                               AND expires_at <= now() + $1 * interval '1 ms'
                           OR refresh IS NOT NULL AND status <> 'disabled' AND refresh_tries >= $2
                               AND (status IN ('expired', 'error') OR expires_at <= now()))
                    ORDER BY expires_at
                    LIMIT $3
                    FOR UPDATE SKIP LOCKED)
                RETURNING *
                """, before.toMillis(), failedTries, limit);
    }

    /** Takes accounts out of the pool whose token's time is over, before VK has to say so. */
    Future<List<Stored>> expireDue(int limit) {
        return sql.list(SystemAccountStore::stored, """
                UPDATE system_accounts
                SET status = 'expired', status_reason = 'its time is over', until = NULL, version = version + 1,
                    updated_at = now()
                WHERE id IN (
                    SELECT id FROM system_accounts
                    WHERE expires_at <= now() AND deleted_at IS NULL AND token IS NOT NULL
                      AND status IN ('active', 'cooling', 'unknown')
                    ORDER BY expires_at
                    LIMIT $1
                    FOR UPDATE SKIP LOCKED)
                RETURNING *
                """, limit);
    }

    /** An account whose refreshed token turned out to be somebody else's. */
    static @Nullable String foreign(Stored stored, @Nullable Long owner) {
        Long wanted = stored.account().vkUserId();
        return owner == null || wanted == null || owner.equals(wanted)
                ? null
                : "the refresh token belongs to user " + owner;
    }
}
