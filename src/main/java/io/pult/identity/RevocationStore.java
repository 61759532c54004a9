package io.pult.identity;

import io.pult.contract.identity.AuthenticationOps.Revocation;
import io.pult.contract.identity.AuthenticationOps.Revocations;
import io.pult.infra.Digests;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** SQL of {@code revocation}: the numbered list of what has ended or changed, which every gateway reads each second. */
public final class RevocationStore {
    private final Sql sql;

    /** @param sql of the act's own transaction, whenever something is added */
    public RevocationStore(Sql sql) {
        this.sql = sql;
    }

    /** The session is over. */
    static String session(UUID id) {
        return Digests.sha256("session:" + id);
    }

    /** Something of what this person is or may do has changed: whoever remembers it asks anew. */
    public static String user(UUID id) {
        return Digests.sha256("user:" + id);
    }

    /**
     * To be the last statement of its transaction: numbers must become visible in their order, so that others wait here until it
     * commits.
     *
     * @param handles hash of a token, or {@link #session} or {@link #user}
     */
    public Future<Void> add(String... handles) {
        return sql.query("LOCK TABLE revocation IN SHARE ROW EXCLUSIVE MODE")
                .compose(locked ->
                        sql.query("INSERT INTO revocation (token_hash) SELECT unnest($1::text[])", (Object) handles))
                .mapEmpty();
    }

    Future<Revocations> since(long after) {
        return sql.list(
                        row -> new Revocation(row.getLong("seq"), row.getString("token_hash")),
                        "SELECT seq, token_hash FROM revocation WHERE seq > $1 ORDER BY seq LIMIT 1000",
                        after)
                .map(entries -> new Revocations(
                        entries,
                        entries.isEmpty()
                                ? after
                                : entries.get(entries.size() - 1).seq()));
    }

    /** The last number alone. */
    Future<Revocations> none() {
        return sql.list(row -> row.getLong("last"), "SELECT coalesce(max(seq), 0) AS last FROM revocation")
                .map(last -> new Revocations(List.of(), last.get(0)));
    }

    /** An access token lives for half a day at most; the last row stays, as the number that the next one follows. */
    Future<Void> forgetOld() {
        return sql.query("""
                        DELETE FROM revocation
                        WHERE at < now() - interval '1 day' AND seq < (SELECT max(seq) FROM revocation)
                        """).mapEmpty();
    }
}
