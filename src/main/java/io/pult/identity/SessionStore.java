package io.pult.identity;

import io.pult.bus.MemberRole;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.Role;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL of {@code session}. */
final class SessionStore {
    private final Sql sql;

    SessionStore(Sql sql) {
        this.sql = sql;
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

    /** @param asOf number of the last revocation that the principal takes account of */
    record Living(Principal principal, long asOf) {}

    /** Who asks in this session, and what they may do now; empty when session or person are no more. */
    Future<Optional<Living>> living(UUID session, UUID user, Instant now) {
        return sql.first(SessionStore::living, """
                SELECT session.id, session.user_id, session.confirmed_at,
                       ARRAY(SELECT role FROM user_role WHERE user_id = app_user.id) AS roles,
                       ARRAY(SELECT workspace_id::text || ' ' || role FROM workspace_member
                             WHERE user_id = app_user.id) AS memberships,
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
    Future<Boolean> confirm(UUID session, Instant at) {
        return sql.update("UPDATE session SET confirmed_at = $2 WHERE id = $1 AND ended_at IS NULL", session, at)
                .map(touched -> touched == 1);
    }

    private static Living living(Row row) {
        var roles =
                Arrays.stream(row.getArrayOfStrings("roles")).map(Role::valueOf).collect(Collectors.toSet());
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
