package io.pult.identity.social;

import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code social_start}. */
final class SocialStartStore {
    private final Sql sql;

    SocialStartStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param bindingHash of what the browser that began holds; absent: no browser
     * @param user who wants to link an account; absent: somebody who wants to sign in
     * @param keyId of the key that the secrets of this start follow from
     */
    record Begun(
            String stateHash,
            SocialProvider provider,
            String redirectUri,
            ClientKind client,
            @Nullable String bindingHash,
            @Nullable UUID user,
            String keyId,
            Instant expiresAt) {}

    Future<Void> insert(Begun begun) {
        return sql.query(
                        """
                        INSERT INTO social_start (state_hash, provider, redirect_uri, client, binding_hash, user_id, key_id,
                                                  expires_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                        """,
                        begun.stateHash(),
                        begun.provider().text(),
                        begun.redirectUri(),
                        begun.client().text(),
                        begun.bindingHash(),
                        begun.user(),
                        begun.keyId(),
                        begun.expiresAt())
                .mapEmpty();
    }

    /** Each is taken once, whoever comes first. */
    Future<Optional<Begun>> take(String stateHash) {
        return sql.first(
                row -> new Begun(
                        row.getString("state_hash"),
                        SocialProvider.of(row.getString("provider")),
                        row.getString("redirect_uri"),
                        ClientKind.of(row.getString("client")),
                        row.getString("binding_hash"),
                        row.getUUID("user_id"),
                        row.getString("key_id"),
                        Sql.instant(row, "expires_at")),
                "DELETE FROM social_start WHERE state_hash = $1 RETURNING *",
                stateHash);
    }

    Future<Void> forgetBefore(Instant at) {
        return sql.query("DELETE FROM social_start WHERE expires_at < $1", at).mapEmpty();
    }
}
