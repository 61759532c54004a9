package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.Page;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.SystemAccountOps.ListAccounts;
import io.pult.contract.vk.SystemAccountsSummary;
import io.pult.infra.Cursor;
import io.pult.infra.Like;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code system_accounts}. Deleted rows stay for the history, without a token. */
final class SystemAccountStore {
    private static final String TOKEN_UNIQUE = "system_accounts_token_unique";
    private static final String REFRESH_UNIQUE = "system_accounts_refresh_unique";

    private final Sql sql;

    SystemAccountStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A row with what is not for everybody's eyes.
     *
     * @param envelope of the token; absent while there is none
     * @param refresh envelope of what VK ID wants for another token; absent while there is none
     * @param serial of the pair of token and refresh data
     * @param warned a person was told that the token ends
     * @param kindOpen the kind is a guess until VK has told what the name stands for
     */
    record Stored(
            SystemAccount account,
            @Nullable String envelope,
            @Nullable String tokenHash,
            long epoch,
            @Nullable String refresh,
            long serial,
            boolean warned,
            boolean kindOpen) {}

    /** A token as it is written: sealed, hashed and shortened. */
    record SealedToken(String envelope, String hash, String hint) {}

    record SealedRefresh(String envelope, String hash) {}

    /**
     * A token with all that belongs to it.
     *
     * @param expiresAt absent: it does not end, or nobody knows
     */
    record SealedPair(
            SealedToken token,
            @Nullable Instant expiresAt,
            @Nullable SealedRefresh refresh) {}

    Future<Stored> insert(UUID id, long vkUserId, Kind kind, String label) {
        return one("""
                INSERT INTO system_accounts (id, vk_user_id, kind, label)
                VALUES ($1, $2, $3, $4)
                RETURNING *
                """, id, vkUserId, word(kind), label);
    }

    Future<Stored> get(UUID id) {
        return one("SELECT * FROM system_accounts WHERE id = $1 AND deleted_at IS NULL", id);
    }

    Future<Stored> lock(UUID id) {
        return one("SELECT * FROM system_accounts WHERE id = $1 AND deleted_at IS NULL FOR UPDATE", id);
    }

    Future<Page<SystemAccount>> list(ListAccounts asked, AccountSort sort, int limit) {
        Cursor cursor = Cursor.decode(asked.cursor(), sort.word(), 2);
        String after = cursor == null ? null : cursor.key().get(0);
        UUID afterId = cursor == null ? null : cursor.uuid(1);
        String query = """
                SELECT * FROM system_accounts
                WHERE deleted_at IS NULL
                  AND ($1::text IS NULL OR status = $1)
                  AND ($2::text IS NULL OR kind = $2)
                  AND ($3::text IS NULL OR label ILIKE $3 OR screen_name ILIKE $3 OR vk_user_id::text = $4)
                  AND ($5::text IS NULL OR (%1$s, id) %2$s ($5::text::%3$s, $6::uuid))
                ORDER BY %1$s %4$s, id %4$s
                LIMIT $7
                """.formatted(sort.column(), sort.comparison(), sort.type(), sort.direction());
        return sql.list(
                        row -> stored(row).account,
                        query,
                        asked.status() == null ? null : word(asked.status()),
                        asked.kind() == null ? null : word(asked.kind()),
                        Like.containing(asked.q()),
                        asked.q(),
                        after == null ? null : sort.checked(after),
                        afterId,
                        limit + 1)
                .map(rows -> Cursor.page(rows, limit, sort.word(), sort::key));
    }

    /** @param q as of {@link #list} */
    Future<SystemAccountsSummary> summary(@Nullable String q) {
        var statuses = new TreeMap<String, Long>();
        for (Status status : Status.values()) {
            statuses.put(word(status), 0L);
        }
        return sql.query("""
                        SELECT status, count(*) AS count,
                               count(*) FILTER (WHERE status NOT IN ('error', 'expired', 'needs_human')
                                                  AND refresh IS NULL AND expires_at <= now() + interval '1 day') AS ending
                        FROM system_accounts
                        WHERE deleted_at IS NULL
                          AND ($1::text IS NULL OR label ILIKE $1 OR screen_name ILIKE $1 OR vk_user_id::text = $2)
                        GROUP BY status
                        """, Like.containing(q), q).map(rows -> {
            long ending = 0;
            for (Row row : rows) {
                statuses.put(row.getString("status"), row.getLong("count"));
                ending += row.getLong("ending");
            }
            return new SystemAccountsSummary(statuses, ending);
        });
    }

    /** Every row whose token the pool may use. */
    Future<List<Stored>> live() {
        return sql.list(SystemAccountStore::stored, """
                SELECT * FROM system_accounts
                WHERE deleted_at IS NULL AND token IS NOT NULL AND status IN ('active', 'cooling', 'unknown')
                ORDER BY id
                """);
    }

    Future<Optional<Stored>> live(UUID id) {
        return sql.first(SystemAccountStore::stored, """
                        SELECT * FROM system_accounts
                        WHERE id = $1 AND deleted_at IS NULL AND token IS NOT NULL
                          AND status IN ('active', 'cooling', 'unknown')
                        """, id);
    }

    Future<Stored> setLabel(UUID id, String label) {
        return one("""
                UPDATE system_accounts SET label = $2, version = version + 1, updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id, label);
    }

    /** Nothing is known of another token; without one there is nothing to know. */
    Future<Stored> setToken(UUID id, @Nullable SealedPair pair) {
        SealedToken token = pair == null ? null : pair.token;
        SealedRefresh refresh = pair == null ? null : pair.refresh;
        return one(
                """
                UPDATE system_accounts
                SET token = $2, token_hash = $3, token_hint = $4, expires_at = $5, refresh = $6, refresh_hash = $7,
                    refresh_serial = refresh_serial + 1, refresh_at = NULL, refresh_tries = 0, refreshed_at = NULL,
                    expiry_warned = false, epoch = epoch + 1, version = version + 1, status = 'unknown',
                    status_reason = NULL, until = NULL, updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """,
                id,
                token == null ? null : token.envelope,
                token == null ? null : token.hash,
                token == null ? null : token.hint,
                pair == null ? null : pair.expiresAt,
                refresh == null ? null : refresh.envelope,
                refresh == null ? null : refresh.hash);
    }

    /** The token stays and with it what is known of it; when it ends and what follows it are told anew. */
    Future<Stored> setLife(UUID id, @Nullable Instant expiresAt, @Nullable SealedRefresh refresh) {
        return one(
                """
                UPDATE system_accounts
                SET expires_at = $2, refresh = $3, refresh_hash = $4, refresh_serial = refresh_serial + 1,
                    refresh_at = NULL, refresh_tries = 0, refreshed_at = NULL, expiry_warned = false,
                    version = version + 1, updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id, expiresAt, refresh == null ? null : refresh.envelope, refresh == null ? null : refresh.hash);
    }

    /** What came with a token that belongs to somebody else is not ours to use. */
    Future<Stored> forgetRefresh(UUID id) {
        return one("""
                UPDATE system_accounts
                SET refresh = NULL, refresh_hash = NULL, refresh_serial = refresh_serial + 1, version = version + 1,
                    updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id);
    }

    /** What a token has shown of the account that was added by a name. */
    Future<Stored> identify(UUID id, long vkUserId, Kind kind) {
        return one("""
                UPDATE system_accounts
                SET vk_user_id = $2, kind = $3, kind_open = false, version = version + 1, updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id, vkUserId, word(kind));
    }

    /** A person's or a verification's word on the account; comes back into the pool under a new epoch. */
    Future<Stored> setStatus(UUID id, Status status, @Nullable String reason) {
        return one("""
                UPDATE system_accounts
                SET status = $2, status_reason = $3, until = NULL, epoch = epoch + 1, version = version + 1,
                    expiry_warned = expiry_warned AND $2 <> 'disabled', updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id, word(status), reason);
    }

    /**
     * What a call has shown of a token, unless the account has another one by now or has left the pool. A call that was
     * on its way when the token was sent to rest does not end the rest. The version stays: calls judge every moment, and
     * whoever changes or deletes the account decides against what people have decided of it, not against those.
     *
     * @return the row when it was changed
     */
    Future<Optional<Stored>> judge(
            UUID id, long epoch, Status status, @Nullable String reason, @Nullable Instant until) {
        return sql.first(SystemAccountStore::stored, """
                        UPDATE system_accounts
                        SET status = $3, status_reason = $4, until = $5, updated_at = now()
                        WHERE id = $1 AND epoch = $2 AND status IN ('active', 'cooling', 'unknown')
                          AND NOT ($3 = 'active' AND (status = 'active' OR coalesce(until > now(), false))) AND deleted_at IS NULL
                        RETURNING *
                        """, id, epoch, word(status), reason, until);
    }

    /** The token goes for good; the rest stays, so that the log keeps its subject. */
    Future<Stored> delete(UUID id) {
        return one("""
                UPDATE system_accounts
                SET deleted_at = now(), token = NULL, token_hash = NULL, refresh = NULL, refresh_hash = NULL,
                    lookup = false, status = 'disabled', version = version + 1, updated_at = now()
                WHERE id = $1 AND deleted_at IS NULL
                RETURNING *
                """, id);
    }

    /** One of these hashes is taken already: the token under an older key, which the constraint does not see. */
    Future<Boolean> knows(List<String> hashes) {
        return sql.query("SELECT 1 FROM system_accounts WHERE token_hash = ANY($1) LIMIT 1", (Object)
                        hashes.toArray(String[]::new))
                .map(rows -> rows.size() > 0);
    }

    /** The same for refresh tokens: two accounts that share one would take it from each other. */
    Future<Boolean> knowsRefresh(UUID but, List<String> hashes) {
        return sql.query(
                        "SELECT 1 FROM system_accounts WHERE refresh_hash = ANY($1) AND id <> $2 LIMIT 1",
                        hashes.toArray(String[]::new),
                        but)
                .map(rows -> rows.size() > 0);
    }

    Future<List<Stored>> withTokensAfter(@Nullable UUID id, int limit) {
        return sql.list(SystemAccountStore::stored, """
                SELECT * FROM system_accounts
                WHERE token IS NOT NULL AND ($1::uuid IS NULL OR id > $1::uuid)
                ORDER BY id
                LIMIT $2
                """, id, limit);
    }

    Future<Long> countTokens() {
        return sql.query("SELECT count(*) AS n FROM system_accounts WHERE token IS NOT NULL")
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** Only while the row still holds what was read: a token given meanwhile is under the new key already. */
    Future<Boolean> reseal(UUID id, String before, SealedToken after) {
        return sql.update(
                        "UPDATE system_accounts SET token = $3, token_hash = $4 WHERE id = $1 AND token = $2",
                        id,
                        before,
                        after.envelope,
                        after.hash)
                .map(count -> count == 1);
    }

    Future<Boolean> resealRefresh(UUID id, String before, SealedRefresh after) {
        return sql.update(
                        "UPDATE system_accounts SET refresh = $3, refresh_hash = $4 WHERE id = $1 AND refresh = $2",
                        id,
                        before,
                        after.envelope,
                        after.hash)
                .map(count -> count == 1);
    }

    private Future<Stored> one(String statement, @Nullable Object... args) {
        return sql.one(SystemAccountStore::stored, SystemAccountStore::notFound, statement, args)
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    static Throwable translated(Throwable cause) {
        if (Pg.violates(cause, TOKEN_UNIQUE)) {
            return tokenKnown();
        }
        return Pg.violates(cause, REFRESH_UNIQUE) ? refreshKnown() : cause;
    }

    static Failure refreshKnown() {
        return Failure.conflict("account.refresh_exists", "Another account has this refresh token already");
    }

    static Failure tokenKnown() {
        return Failure.conflict("account.token_exists", "Another account has this token already");
    }

    private static Failure notFound() {
        return Failure.notFound("account.not_found", "There is no system account with this id");
    }

    static Stored stored(Row row) {
        var account = new SystemAccount(
                row.getUUID("id"),
                row.getLong("vk_user_id"),
                row.getString("screen_name"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("status_reason"),
                Sql.instantOrNull(row, "until"),
                label(row),
                row.getString("token_hint"),
                Sql.instantOrNull(row, "expires_at"),
                row.getString("refresh") != null,
                null,
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"),
                row.getLong("version"));
        return new Stored(
                account,
                row.getString("token"),
                row.getString("token_hash"),
                row.getLong("epoch"),
                row.getString("refresh"),
                row.getLong("refresh_serial"),
                row.getBoolean("expiry_warned"),
                row.getBoolean("kind_open"));
    }

    /** Never empty: people choose, find and confirm an account by it. */
    private static String label(Row row) {
        String given = row.getString("label");
        if (!given.isEmpty()) {
            return given;
        }
        Long vkUserId = row.getLong("vk_user_id");
        return row.getString("kind") + " " + (vkUserId == null ? row.getString("screen_name") : vkUserId);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
