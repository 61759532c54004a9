package io.pult.identity.social;

import io.pult.bus.Failure;
import io.pult.contract.identity.SocialLogin;
import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of {@code social_login}. */
final class SocialLoginStore {
    private final Sql sql;

    SocialLoginStore(Sql sql) {
        this.sql = sql;
    }

    /** Whose account this is, noting that it was used and what it is called by now. */
    Future<Optional<UUID>> use(ExternalPerson person, Instant at) {
        return sql.first(
                row -> row.getUUID("user_id"),
                """
                UPDATE social_login SET last_used_at = greatest(last_used_at, $5::timestamptz), username = $3, name = $4
                WHERE provider = $1 AND external_id = $2
                RETURNING user_id
                """,
                person.provider().text(),
                person.id(),
                person.username(),
                person.name(),
                at);
    }

    Future<Optional<UUID>> owner(SocialProvider provider, String externalId) {
        return sql.first(
                row -> row.getUUID("user_id"),
                "SELECT user_id FROM social_login WHERE provider = $1 AND external_id = $2",
                provider.text(),
                externalId);
    }

    /**
     * @return fails with CONFLICT {@code social.linked_elsewhere} or {@code social.another_linked}; the transaction is
     *     spoilt then
     */
    Future<SocialLogin> insert(ExternalPerson person, UUID user, Instant at) {
        return sql.one(
                        SocialLoginStore::login,
                        IllegalStateException::new,
                        """
                        INSERT INTO social_login (provider, external_id, user_id, username, name, linked_at, last_used_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $6)
                        RETURNING *
                        """,
                        person.provider().text(),
                        person.id(),
                        user,
                        person.username(),
                        person.name(),
                        at)
                .recover(cause -> Future.failedFuture(
                        Pg.violates(cause, "social_login_pkey")
                                ? linkedElsewhere()
                                : Pg.violates(cause, "social_login_one_each") ? anotherLinked() : cause));
    }

    Future<List<SocialLogin>> of(UUID user) {
        return sql.list(
                SocialLoginStore::login, "SELECT * FROM social_login WHERE user_id = $1 ORDER BY provider", user);
    }

    Future<Void> delete(UUID user, SocialProvider provider) {
        return sql.query("DELETE FROM social_login WHERE user_id = $1 AND provider = $2", user, provider.text())
                .mapEmpty();
    }

    static Failure linkedElsewhere() {
        return Failure.conflict(
                "social.linked_elsewhere",
                "This account is linked to another user here; unlink it there first, nothing is merged");
    }

    private static Failure anotherLinked() {
        return Failure.conflict(
                "social.another_linked", "Another account of this provider is linked to you; unlink that one first");
    }

    private static SocialLogin login(Row row) {
        return new SocialLogin(
                SocialProvider.of(row.getString("provider")),
                row.getString("external_id"),
                row.getString("username"),
                row.getString("name"),
                Sql.instant(row, "linked_at"),
                Sql.instant(row, "last_used_at"));
    }
}
