package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Page;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.Session;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL of {@code session}. */
public final class SessionStore {
    private static final String SORT = "-created_at";
    private static final int AT_ONCE = 1_000;

    private final Sql sql;
    private final boolean adminsNeedFactor;

    /** For everything but {@link #living}, which would think that nobody needs a second factor. */
    public SessionStore(Sql sql) {
        this(sql, false);
    }

    /** @param adminsNeedFactor whoever is more than a USER is a mere USER while there is no second factor */
    SessionStore(Sql sql, boolean adminsNeedFactor) {
        this.sql = sql;
        this.adminsNeedFactor = adminsNeedFactor;
    }

    /** @param refreshHash of the token with number 0; absent: this session is not refreshed */
    record NewSession(
            UUID id,
            UUID user,
            Proof proof,
            Client client,
            @Nullable String address,
            String keyId,
            @Nullable String refreshHash,
            Instant at,
            Instant expiresAt) {}

    Future<Void> insert(NewSession session) {
        return sql.query(
                        """
                        INSERT INTO session (id, user_id, client, proof, device, address, key_id, refresh_hash, rotated_at,
                                             created_at, confirmed_at, last_used_at, expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $9, $10)
                        """,
                        session.id(),
                        session.user(),
                        session.client().kind().text(),
                        session.proof().text(),
                        session.client().device(),
                        session.address(),
                        session.keyId(),
                        session.refreshHash(),
                        session.at(),
                        session.expiresAt())
                .mapEmpty();
    }

    /** For those whose {@link RevocationStore#user} is added to the same transaction. */
    Future<Void> endAllOf(UUID[] users, Instant at, String because) {
        return sql.query("""
                        UPDATE session SET ended_at = $2::timestamptz, ended_because = $3
                        WHERE id IN (SELECT id FROM session
                                     WHERE user_id = ANY($1) AND ended_at IS NULL AND expires_at > $2::timestamptz
                                     ORDER BY id FOR UPDATE)
                        """, users, at, because).mapEmpty();
    }

    /** @param asOf number of the last revocation that the principal takes account of */
    record Living(Principal principal, long asOf) {}

    /**
     * Who asks in this session, and what they may do now; empty when session or person are no more. Whether there is a second
     * factor is looked up with it and not kept in a column, which could come to say something else than the factors do.
     */
    Future<Optional<Living>> living(UUID session, UUID user, Instant now) {
        return sql.first(this::living, """
                SELECT session.id, session.user_id, session.confirmed_at,
                       ARRAY(SELECT role FROM user_role WHERE user_id = app_user.id) AS roles,
                       ARRAY(SELECT workspace_id::text || ' ' || role FROM workspace_member
                             WHERE user_id = app_user.id) AS memberships,
                       EXISTS (SELECT FROM totp WHERE user_id = app_user.id AND activated_at IS NOT NULL)
                           OR EXISTS (SELECT FROM passkey WHERE user_id = app_user.id) AS has_factor,
                       (SELECT coalesce(max(seq), 0) FROM revocation) AS as_of
                FROM session JOIN app_user ON app_user.id = session.user_id
                WHERE session.id = $1 AND session.user_id = $2 AND session.ended_at IS NULL
                  AND session.expires_at > $3::timestamptz AND app_user.status = 'active'
                """, session, user, now);
    }

    /**
     * The person has shown anew who they are. Caches learn it when {@link RevocationStore#user} of the person is added to the
     * same transaction, as its last statement.
     *
     * @return false when the session is over
     */
    public Future<Boolean> confirm(UUID session, Instant at) {
        return sql.update("UPDATE session SET confirmed_at = $2 WHERE id = $1 AND ended_at IS NULL", session, at)
                .map(touched -> touched == 1);
    }

    /**
     * A session that a refresh token may belong to.
     *
     * @param number of the active token
     * @param hash of the active token
     * @param rotatedAt when it became the active one
     */
    record Refreshable(Sessions.Opened opened, String keyId, int number, String hash, Instant rotatedAt) {
        @Override
        public String toString() {
            return "Refreshable[" + opened.id() + " " + number + "]";
        }
    }

    /** Empty when session or person are no more, or when this kind of session is not refreshed. */
    Future<Optional<Refreshable>> refreshable(UUID session, Instant now) {
        return sql.first(SessionStore::refreshable, """
                SELECT session.*
                FROM session JOIN app_user ON app_user.id = session.user_id
                WHERE session.id = $1 AND session.ended_at IS NULL AND session.refresh_hash IS NOT NULL
                  AND session.expires_at > $2::timestamptz AND app_user.status = 'active'
                """, session, now);
    }

    private static Refreshable refreshable(Row row) {
        var opened = new Sessions.Opened(
                row.getUUID("user_id"),
                row.getUUID("id"),
                ClientKind.of(row.getString("client")),
                Sql.instant(row, "expires_at"));
        return new Refreshable(
                opened,
                row.getString("key_id"),
                row.getInteger("refresh_number"),
                row.getString("refresh_hash"),
                Sql.instant(row, "rotated_at"));
    }

    /**
     * @param number of the token that becomes the active one
     * @param hash of that token
     * @param keyId of the key that it follows from
     * @param longest life of the session, counted from its opening
     */
    record Rotation(
            UUID session,
            int number,
            String hash,
            String keyId,
            Instant at,
            Instant expiresAt,
            Duration longest,
            @Nullable String address) {
        @Override
        public String toString() {
            return "Rotation[" + session + " " + number + "]";
        }
    }

    /**
     * A clock that is behind must not bring the end nearer; what one that is ahead promises, {@link #shorten} takes back.
     * Waits for nobody: a row that somebody else holds would hold up every statement that is pipelined behind this one.
     *
     * @return when the session ends now; empty when the token before this one is no longer the active one, when the session is
     *     over, or when somebody else writes to it at the moment
     */
    Future<Optional<Instant>> rotate(Rotation to) {
        return sql.first(
                row -> Sql.instant(row, "expires_at"),
                """
                UPDATE session
                SET refresh_number = $2::integer, refresh_hash = $3, key_id = $4, rotated_at = $5::timestamptz,
                    last_used_at = greatest(last_used_at, $5::timestamptz),
                    expires_at = least(greatest(expires_at, $6::timestamptz),
                                       created_at + $7::bigint * interval '1 ms'),
                    address = coalesce($8, address)
                WHERE id IN (SELECT id FROM session
                             WHERE id = $1 AND refresh_number = $2::integer - 1 AND ended_at IS NULL
                             FOR UPDATE SKIP LOCKED)
                RETURNING expires_at
                """,
                to.session(),
                to.number(),
                to.hash(),
                to.keyId(),
                to.at(),
                to.expiresAt(),
                to.longest().toMillis(),
                to.address());
    }

    /** @return false when this person has no such session, or no longer */
    Future<Boolean> end(UUID user, UUID session, Instant at, String because) {
        return sql.update("""
                        UPDATE session SET ended_at = $3::timestamptz, ended_because = $4
                        WHERE id = $2 AND user_id = $1 AND ended_at IS NULL AND expires_at > $3::timestamptz
                        """, user, session, at, because).map(touched -> touched == 1);
    }

    /**
     * Each of them, or the person, has to be added to the revocations in the same transaction, or gateways go on believing in
     * them.
     *
     * @param kept absent: all of them
     * @return which were ended
     */
    public Future<List<UUID>> endAllBut(UUID user, @Nullable UUID kept, Instant at, String because) {
        return sql.list(row -> row.getUUID("id"), """
                UPDATE session SET ended_at = $3::timestamptz, ended_because = $4
                WHERE id IN (SELECT id FROM session
                             WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3::timestamptz
                               AND ($2::uuid IS NULL OR id <> $2::uuid)
                             ORDER BY id FOR UPDATE)
                RETURNING id
                """, user, kept, at, because);
    }

    /**
     * Ends the oldest; each of them has to be added to the revocations in the same transaction.
     *
     * @return which were ended
     */
    Future<List<UUID>> endBeyond(UUID user, int kept, Instant at, String because) {
        return sql.list(row -> row.getUUID("id"), """
                UPDATE session SET ended_at = $3::timestamptz, ended_because = $4
                WHERE ended_at IS NULL
                  AND id IN (SELECT id FROM session
                             WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3::timestamptz
                             ORDER BY created_at DESC, id DESC OFFSET $2)
                RETURNING id
                """, user, kept, at, because);
    }

    /**
     * Living sessions of a person, the newest first: when they were last used would move them while pages are read.
     *
     * @param current which of them the asker's is
     */
    Future<Page<Session>> list(UUID user, int limit, @Nullable String cursorText, @Nullable UUID current, Instant now) {
        Cursor cursor = Cursor.decode(cursorText, SORT, 2);
        Instant beforeAt = cursor == null ? null : cursor.instant(0);
        UUID beforeId = cursor == null ? null : cursor.uuid(1);
        return sql.list(row -> session(row, current), """
                        SELECT * FROM session
                        WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2::timestamptz
                          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
                        ORDER BY created_at DESC, id DESC
                        LIMIT $5
                        """, user, now, beforeAt, beforeId, limit + 1)
                .map(rows -> Cursor.page(
                        rows,
                        limit,
                        SORT,
                        session -> List.of(
                                session.createdAt().toString(), session.id().toString())));
    }

    private static Session session(Row row, @Nullable UUID current) {
        UUID id = row.getUUID("id");
        return new Session(
                id,
                ClientKind.of(row.getString("client")),
                row.getString("proof"),
                row.getString("device"),
                row.getString("address"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "last_used_at"),
                Sql.instant(row, "expires_at"),
                id.equals(current));
    }

    /** Passes over what somebody else writes at the moment: it is noted by that, or in the next round. */
    Future<Void> noteUse(Collection<UUID> ids, Instant at) {
        return sql.query("""
                        UPDATE session SET last_used_at = greatest(last_used_at, $2::timestamptz)
                        WHERE id IN (SELECT id FROM session WHERE id = ANY($1) FOR UPDATE SKIP LOCKED)
                        """, ids.toArray(UUID[]::new), at).mapEmpty();
    }

    /**
     * Takes back what a clock that was ahead has promised; so too when sessions have come to live shorter by the settings.
     * Believes this clock or the database's, whichever is later: one that is behind shall log nobody out.
     *
     * @param life of a session that is refreshed now
     */
    Future<Void> shorten(Instant now, Duration life) {
        return sql.query("""
                        UPDATE session
                        SET expires_at = greatest($1::timestamptz, now()) + $2::bigint * interval '1 ms'
                        WHERE id IN (SELECT id FROM session
                                     WHERE ended_at IS NULL AND coalesce(ended_at, expires_at)
                                           > greatest($1::timestamptz, now()) + $2::bigint * interval '1 ms'
                                     LIMIT $3 FOR UPDATE SKIP LOCKED)
                        """, now, life.toMillis(), AT_ONCE).mapEmpty();
    }

    /**
     * One batch of what has been over for thirty days, by this clock and by the database's: neither of the two alone, when it
     * is wrong, shall delete what lives.
     */
    Future<Void> forgetOld(Instant now) {
        return sql.query("""
                        DELETE FROM session
                        WHERE id IN (SELECT id FROM session
                                     WHERE coalesce(ended_at, expires_at) < least($1::timestamptz, now()) - interval '30 days'
                                     ORDER BY coalesce(ended_at, expires_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
                        """, now, AT_ONCE).mapEmpty();
    }

    /**
     * A session that is not refreshed is used once more.
     *
     * @return empty when this person has no such session, or it is over
     */
    Future<Optional<Sessions.Opened>> goOn(UUID session, UUID user, @Nullable String address, Instant now) {
        return sql.first(
                row -> new Sessions.Opened(
                        user, session, ClientKind.of(row.getString("client")), Sql.instant(row, "expires_at")),
                """
                UPDATE session SET last_used_at = $4::timestamptz, address = $3
                WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > $4::timestamptz
                  AND refresh_hash IS NULL
                RETURNING client, expires_at
                """,
                session,
                user,
                address,
                now);
    }

    private Living living(Row row) {
        var roles =
                Arrays.stream(row.getArrayOfStrings("roles")).map(Role::valueOf).collect(Collectors.toSet());
        if (adminsNeedFactor && !row.getBoolean("has_factor") && !roles.isEmpty()) {
            roles = Set.of(Role.USER);
        }
        Map<String, MemberRole> memberships = new HashMap<>();
        for (String membership : row.getArrayOfStrings("memberships")) {
            String[] parts = membership.split(" ");
            memberships.put(parts[0], MemberRole.of(parts[1]));
        }
        var signIn = new SignIn(row.getUUID("id"), Sql.instant(row, "confirmed_at"));
        var principal = new Principal(User.subject(row.getUUID("user_id")), Role.grants(roles), memberships, signIn);
        return new Living(principal, row.getLong("as_of"));
    }
}
