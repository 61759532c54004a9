package io.pult.identity;

import io.pult.bus.Failure;
import io.pult.contract.identity.Role;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL of {@code app_user}, {@code profile} and {@code user_role}. */
public final class UserStore {
    private static final String SELECT = """
            SELECT app_user.*,
                   ARRAY(SELECT role FROM user_role WHERE user_id = app_user.id) AS roles
            FROM app_user
            """;

    private final Sql sql;

    public UserStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param login absent for those who sign in through others
     * @param langCode {@code ru} or {@code en}
     */
    public record NewUser(
            UUID id,
            @Nullable String login,
            @Nullable String passwordHash,
            String name,
            String langCode,
            Set<Role> roles,
            String grantedBy,
            Instant at) {
        @Override
        public String toString() {
            return "NewUser[" + id + "]";
        }
    }

    /**
     * User, profile and roles: to be called within a transaction, or in none that matters.
     *
     * @return fails with CONFLICT {@code user.login_taken}
     */
    public Future<Void> insert(NewUser user) {
        return sql.query(
                        """
                        WITH made AS (
                            INSERT INTO app_user (id, login, password_hash, password_changed_at, created_at)
                            VALUES ($1, $2, $3::text, CASE WHEN $3::text IS NULL THEN NULL ELSE $4::timestamptz END,
                                    $4::timestamptz)
                            RETURNING id
                        ), described AS (
                            INSERT INTO profile (user_id, name, lang_code) SELECT id, $5, $6 FROM made
                        )
                        INSERT INTO user_role (user_id, role, granted_by, granted_at)
                        SELECT made.id, role, $8, $4::timestamptz FROM made, unnest($7::text[]) AS role
                        """,
                        user.id(),
                        user.login(),
                        user.passwordHash(),
                        user.at(),
                        user.name(),
                        user.langCode(),
                        user.roles().stream().map(Role::name).toArray(String[]::new),
                        user.grantedBy())
                .<Void>mapEmpty()
                .recover(cause ->
                        Future.failedFuture(Pg.violates(cause, "app_user_login_unique") ? loginTaken() : cause));
    }

    static Failure loginTaken() {
        return Failure.conflict("user.login_taken", "This login is taken; choose another");
    }

    public Future<Optional<User>> find(UUID id) {
        return sql.first(UserStore::user, SELECT + "WHERE id = $1", id);
    }

    /** The same, held until the transaction ends: whoever changes what belongs to a person starts here. */
    public Future<Optional<User>> findLocked(UUID id) {
        return sql.first(UserStore::user, SELECT + "WHERE id = $1 FOR NO KEY UPDATE", id);
    }

    /** @param login in any case of letters */
    public Future<Optional<User>> byLogin(String login) {
        return sql.first(UserStore::user, SELECT + "WHERE lower(login) = lower($1)", login);
    }

    /**
     * To be asked after a way to sign in was taken away, in a transaction that holds the person's row ({@link #findLocked}).
     *
     * @return fails with UNPROCESSABLE {@code user.last_way_in} when none is left
     */
    public Future<Void> requireWayIn(UUID id) {
        return sql.update("""
                        SELECT FROM app_user
                        WHERE id = $1
                          AND (password_hash IS NOT NULL
                               OR EXISTS (SELECT FROM passkey WHERE user_id = $1)
                               OR EXISTS (SELECT FROM social_login WHERE user_id = $1))
                        """, id)
                .compose(left -> left > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.unprocessable(
                                "user.last_way_in",
                                "Without this you could not sign in any more; set a password, make a passkey or link an account"
                                        + " first")));
    }

    Future<Void> noteSignIn(UUID id, Instant at) {
        return sql.query("UPDATE app_user SET last_sign_in_at = $2 WHERE id = $1", id, at)
                .mapEmpty();
    }

    /**
     * A new password, and with the first one a login.
     *
     * @param version that its asker knows
     * @return fails with CONFLICT {@code user.changed} or {@code user.login_taken}
     */
    Future<Void> setPassword(UUID id, long version, String login, String hash, Instant at) {
        return sql.update("""
                        UPDATE app_user
                        SET login = $3, password_hash = $4, password_changed_at = $5, version = version + 1
                        WHERE id = $1 AND version = $2
                        """, id, version, login, hash, at)
                .recover(cause ->
                        Future.failedFuture(Pg.violates(cause, "app_user_login_unique") ? loginTaken() : cause))
                .compose(touched -> touched == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.conflict(
                                "user.changed", "This account was changed at the same moment; try again")));
    }

    /** The same password at another cost: nothing has changed that anybody else had to know. */
    Future<Integer> renewHash(UUID id, String kept, String fresh) {
        return sql.update(
                "UPDATE app_user SET password_hash = $3 WHERE id = $1 AND password_hash = $2", id, kept, fresh);
    }

    Future<Boolean> anySuperuser() {
        return sql.list(
                        row -> row.getBoolean("any"),
                        "SELECT EXISTS (SELECT FROM user_role WHERE role = 'SUPERUSER') AS any")
                .map(found -> found.get(0));
    }

    static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("login"),
                row.getString("password_hash"),
                row.getString("status").equals("blocked"),
                Arrays.stream(row.getArrayOfStrings("roles"))
                        .map(Role::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                row.getLong("version"),
                Sql.instant(row, "created_at"));
    }
}
