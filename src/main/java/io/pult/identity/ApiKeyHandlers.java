package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.bus.Page;
import io.pult.contract.identity.ApiKey;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.contract.identity.AuditEntry;
import io.pult.identity.ApiKeyRules.Maker;
import io.pult.infra.Cursor;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class ApiKeyHandlers {
    private static final String KEY = "key:";
    private static final int MOST_LIVING = 50;

    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;

    ApiKeyHandlers(Pg pg, Outbox outbox, InstantSource clock) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(ApiKeyOps.CREATE, this::create),
                bus.serve(ApiKeyOps.LIST, this::list),
                bus.serve(ApiKeyOps.REVOKE, this::revoke),
                bus.serve(ApiKeyOps.CREATE_OWN, this::createOwn),
                bus.serve(ApiKeyOps.LIST_OWN, this::listOwn),
                bus.serve(ApiKeyOps.REVOKE_OWN, this::revokeOwn));
    }

    Future<ApiKeyOps.Created> createOwn(ApiKeyOps.Create request, Call call) {
        Asker.person(call);
        return create(request, call);
    }

    Future<ApiKeyOps.Created> create(ApiKeyOps.Create request, Call call) {
        call.requireConfirmed(clock.instant());
        var body = request.body();
        ApiKeyRules.check(body, call);
        Instant now = clock.instant();
        var token = ApiKeyToken.random();
        return pg.tx(tx -> maker(tx, call)
                .compose(maker -> requireRole(tx, maker, body.workspace())
                        .compose(allowed -> requireRoom(tx, maker))
                        .map(room -> new ApiKey(
                                UUID.randomUUID(),
                                body.name(),
                                token.hint(),
                                maker.owner(),
                                body.workspace(),
                                body.scopes(),
                                call.principal().subject(),
                                now,
                                ApiKeyRules.end(body.expiresAt(), maker, now),
                                null)))
                .compose(key -> new ApiKeyStore(tx)
                        .insert(key, token.hash())
                        .compose(inserted -> audit(tx, call, "key.created", key.id(), details(key)))
                        .map(put -> new ApiKeyOps.Created(key, token.text()))));
    }

    /** What a key makes belongs to the key's owner, and dies with the same person. */
    private static Future<Maker> maker(Sql tx, Call call) {
        String subject = call.principal().subject();
        if (!subject.startsWith(KEY)) {
            return Future.succeededFuture(new Maker(Asker.personIn(call).orElse(null), null));
        }
        return new ApiKeyStore(tx)
                .find(UUID.fromString(subject.substring(KEY.length())))
                .map(found -> found.map(key -> new Maker(key.owner(), key.expiresAt()))
                        .orElseThrow(ApiKeyUse::unknown));
    }

    private static Future<Void> requireRole(Sql tx, Maker maker, @Nullable UUID workspace) {
        if (workspace == null) {
            return Future.succeededFuture();
        }
        UUID owner = maker.owner();
        if (owner == null) {
            throw Failure.unprocessable(
                    "key.workspace_needs_owner", "A key of a workspace is made by one of its members");
        }
        return new WorkspaceStore(tx)
                .keep(workspace)
                .compose(kept -> new MemberStore(tx).role(workspace, owner))
                .map(found -> {
                    MemberRole role = found.orElseThrow(WorkspaceAccess::unknown);
                    if (!role.includes(MemberRole.OPERATOR)) {
                        throw WorkspaceAccess.roleNeeded(MemberRole.OPERATOR);
                    }
                    return null;
                });
    }

    private static Future<Void> requireRoom(Sql tx, Maker maker) {
        UUID owner = maker.owner();
        if (owner == null) {
            return Future.succeededFuture();
        }
        return new MemberStore(tx)
                .lockPerson(owner)
                .compose(locked -> new ApiKeyStore(tx).countLiving(owner))
                .map(living -> {
                    if (living >= MOST_LIVING) {
                        throw Failure.unprocessable(
                                "key.too_many",
                                "There are " + MOST_LIVING + " keys of this person, which is the most; revoke some");
                    }
                    return null;
                });
    }

    Future<Page<ApiKey>> list(ApiKeyOps.ListKeys request, Call call) {
        return new ApiKeyStore(pg).list(request.owner(), Cursor.limit(request.limit()), request.cursor());
    }

    Future<Page<ApiKey>> listOwn(ApiKeyOps.ListOwn request, Call call) {
        UUID owner = Asker.person(call);
        return new ApiKeyStore(pg).list(owner, Cursor.limit(request.limit()), request.cursor());
    }

    Future<Nothing> revoke(ApiKeyOps.Revoke request, Call call) {
        return revoke(request.id(), null, call);
    }

    Future<Nothing> revokeOwn(ApiKeyOps.Revoke request, Call call) {
        return revoke(request.id(), Asker.person(call), call);
    }

    private Future<Nothing> revoke(UUID id, @Nullable UUID owner, Call call) {
        return pg.tx(tx -> new ApiKeyStore(tx).revoke(id, owner).compose(revoked -> {
            String hash =
                    revoked.orElseThrow(() -> Failure.notFound("key.not_found", "There is no API key with this id"));
            return audit(tx, call, "key.revoked", id, Map.of())
                    .compose(put -> new RevocationStore(tx).add(hash))
                    .map(Nothing.NOTHING);
        }));
    }

    private static Map<String, String> details(ApiKey key) {
        UUID workspace = key.workspace();
        String scopes = String.join(" ", key.scopes());
        return workspace == null
                ? Map.of("name", key.name(), "scopes", scopes)
                : Map.of("name", key.name(), "scopes", scopes, "workspace", workspace.toString());
    }

    private Future<UUID> audit(Sql tx, Call call, String action, UUID key, Map<String, String> details) {
        return outbox.put(
                tx,
                AuditEntry.RECORD,
                AuditEntry.done(call, clock.instant(), action, KEY + key).with(details));
    }
}
