package io.pult.identity;

import io.pult.bus.Call;
import io.pult.bus.MemberRole;
import io.pult.bus.Principal;
import io.pult.bus.SignIn;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.infra.Digests;
import io.pult.infra.Pg;
import io.pult.support.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People and what hangs on them, as tests want them. Blocks. */
final class People {
    static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Pg pg;

    People(Pg pg) {
        this.pg = pg;
    }

    /** Their name is their login with a capital. */
    UUID add(String login, Role... roles) {
        UUID id = UUID.randomUUID();
        String name = login.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + login.substring(1);
        Wait.on(new UserStore(pg)
                .insert(new UserStore.NewUser(
                        id, login, "hash-of-" + login, name, "en", Set.of(roles), "a test", LONG_AGO)));
        return id;
    }

    UUID session(UUID user, Instant at) {
        UUID id = UUID.randomUUID();
        Wait.on(new SessionStore(pg)
                .insert(new SessionStore.NewSession(
                        id,
                        user,
                        Proof.PASSWORD,
                        new Client(ClientKind.BROWSER, "Firefox of " + user),
                        "192.0.2.7",
                        "k1",
                        "refresh-hash-of-" + id,
                        at,
                        at.plus(Duration.ofDays(30)))));
        return id;
    }

    /** @return hash of the key */
    String key(UUID user, String name) {
        return key(user, user, name);
    }

    /** @return hash of the key */
    String keyFromBeforeOwners(UUID user, String name) {
        return key(user, null, name);
    }

    private String key(UUID user, @Nullable UUID owner, String name) {
        String hash = Digests.sha256("key " + UUID.randomUUID());
        Wait.on(pg.query("""
                INSERT INTO api_key (id, name, token_hash, hint, scopes, created_by, owner_id)
                VALUES ($1, $2, $3, 'abcd', '{vk:read}', $4, $5)
                """, UUID.randomUUID(), name, hash, User.subject(user), owner));
        return hash;
    }

    UUID workspace(String name) {
        UUID id = UUID.randomUUID();
        Wait.on(pg.query("INSERT INTO workspace (id, name) VALUES ($1, $2)", id, name));
        return id;
    }

    void member(UUID workspace, UUID user, MemberRole role, Instant since) {
        Wait.on(pg.query(
                "INSERT INTO workspace_member (workspace_id, user_id, role, since) VALUES ($1, $2, $3, $4)",
                workspace,
                user,
                role.text(),
                since));
    }

    /** Signed in, and confirmed at this moment. */
    static Call signedIn(UUID user, Instant confirmedAt, Role... roles) {
        var signIn = new SignIn(UUID.randomUUID(), confirmedAt);
        var principal = new Principal(User.subject(user), Role.grants(Set.of(roles)), Map.of(), signIn);
        return Call.by(principal, Duration.ofSeconds(10));
    }

    static Call key(String... scopes) {
        return Call.by(new Principal("key:" + UUID.randomUUID(), Set.of(scopes)), Duration.ofSeconds(10));
    }
}
