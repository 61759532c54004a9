package io.pult.telegram;

import io.pult.infra.Pg;
import io.pult.infra.Secrets;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.session.SessionMemory;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.updates.UpdatesMemory;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.support.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts accounts of the stand-in's crowd into the tables of the concern, signed in with {@link ScaleKeys}. Blocks. */
public final class SignedInCrowd {
    private static final int HOME = 2;
    private static final int AT_ONCE = 500;

    private final Pg pg;
    private final SessionSeal seal;

    public SignedInCrowd(Pg pg, Secrets secrets) {
        this.pg = pg;
        this.seal = new SessionSeal(secrets);
    }

    /** A SOCKS5 proxy without a password. */
    public UUID proxy(Address address) {
        UUID id = UUID.randomUUID();
        Wait.on(pg.query(
                "INSERT INTO proxies (id, kind, host, port, max_accounts) VALUES ($1, 'socks5', $2, $3, 10000)",
                id,
                address.host(),
                address.port()));
        return id;
    }

    /**
     * The accounts {@code from} to {@code to - 1} of the crowd, for any node to hold.
     *
     * @param proxy absent: they connect directly
     */
    public List<UUID> signIn(int from, int to, @Nullable UUID proxy) {
        List<UUID> all = new ArrayList<>();
        for (int start = from; start < to; start += AT_ONCE) {
            all.addAll(insert(start, Math.min(to, start + AT_ONCE), proxy));
        }
        return all;
    }

    private List<UUID> insert(int from, int to, @Nullable UUID proxy) {
        int count = to - from;
        var ids = new UUID[count];
        var names = new String[count];
        var phones = new String[count];
        var keys = new Long[count];
        var envelopes = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = UUID.randomUUID();
            names[i] = "Person " + (from + i);
            phones[i] = "+8880%07d".formatted(from + i);
            var key = ScaleKeys.key(from + i);
            keys[i] = key.id();
            var memory = new SessionMemory(HOME, key, 0, 0);
            envelopes[i] = seal.seal(ids[i], new SavedAccount(memory, false, 0, false, UpdatesMemory.NONE, List.of()));
        }
        Wait.on(pg.query("""
                WITH crowd AS (
                    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[])
                                  AS c (id, name, phone, key_id, envelope)),
                known AS (
                    INSERT INTO accounts (id, name, phone, way, proxy_id, created_by)
                    SELECT id, name, phone, CASE WHEN $6::uuid IS NULL THEN 'direct' ELSE 'proxy' END, $6, 'test'
                    FROM crowd RETURNING id)
                INSERT INTO telegram_session (account_id, state, key_id, dc, envelope)
                SELECT id, 'ready', key_id, 2, envelope FROM crowd JOIN known USING (id)""", ids, names, phones, keys, envelopes, proxy));
        return List.of(ids);
    }
}
