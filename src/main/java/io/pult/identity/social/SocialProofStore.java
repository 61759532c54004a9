package io.pult.identity.social;

import io.pult.identity.Client;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code social_proof}. */
final class SocialProofStore {
    private final Sql sql;

    SocialProofStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Who showed a proof first.
     *
     * @param session that it opens, or was shown in
     * @param now it was shown for the first time with this call
     */
    record Claim(UUID session, String client, @Nullable String device, boolean now) {
        boolean by(Client other) {
            return client.equals(other.kind().text()) && Objects.equals(device, other.device());
        }
    }

    /** The first claim of this hash, which is this one unless there was one before. */
    Future<Claim> claim(String hash, UUID session, Client client, Instant at) {
        return sql.update("""
                        INSERT INTO social_proof (hash, session_id, client, device, used_at) VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT (hash) DO NOTHING
                        """, hash, session, client.kind().text(), client.device(), at)
                .compose(inserted -> sql.one(
                        row -> new Claim(
                                row.getUUID("session_id"),
                                row.getString("client"),
                                row.getString("device"),
                                inserted == 1),
                        IllegalStateException::new,
                        "SELECT * FROM social_proof WHERE hash = $1",
                        hash));
    }

    Future<Void> forgetBefore(Instant at) {
        return sql.query("DELETE FROM social_proof WHERE used_at < $1", at).mapEmpty();
    }
}
