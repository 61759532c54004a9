package io.pult.vk;

import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Sql;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.VkProfiles.Profile;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** SQL of the table {@code system_accounts} about accounts that are added by links: whole lists in one statement. */
final class AccountLinkStore {
    private final Sql sql;

    AccountLinkStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * An account to be.
     *
     * @param kindOpen the kind is a guess
     * @param lookup VK is still to be asked for what is missing
     */
    record Fresh(
            UUID id,
            Kind kind,
            @Nullable Long vkUserId,
            String label,
            @Nullable String screenName,
            boolean kindOpen,
            boolean lookup) {}

    /** What VK has told of a row. */
    record Told(UUID id, Profile profile) {}

    /** Whoever adds or merges by what links stand for does it one after the other, or two would add the same. */
    Future<Void> lock() {
        return sql.query("SELECT pg_advisory_xact_lock(hashtext('system_accounts by links'))")
                .mapEmpty();
    }

    /** The oldest account of each owner, where there is one. */
    Future<List<SystemAccount>> ofOwners(List<Kind> kinds, List<Long> ids) {
        return sql.list(
                row -> SystemAccountStore.stored(row).account(),
                """
                SELECT DISTINCT ON (a.kind, a.vk_user_id) a.*
                FROM unnest($1::text[], $2::bigint[]) AS wanted (kind, id)
                JOIN system_accounts a ON a.vk_user_id = wanted.id AND a.kind = wanted.kind AND a.deleted_at IS NULL
                ORDER BY a.kind, a.vk_user_id, a.created_at, a.id
                """,
                kinds.stream().map(SystemAccountStore::word).toArray(String[]::new),
                ids.toArray(Long[]::new));
    }

    /** Accounts with one of these names, oldest first; names without dots. */
    Future<List<SystemAccount>> named(Collection<String> keys) {
        return sql.list(row -> SystemAccountStore.stored(row).account(), """
                SELECT * FROM system_accounts
                WHERE replace(screen_name, '.', '') = ANY ($1::text[]) AND screen_name IS NOT NULL
                  AND deleted_at IS NULL
                ORDER BY created_at, id
                """, (Object) keys.toArray(String[]::new));
    }

    Future<List<SystemAccount>> insert(List<Fresh> accounts) {
        return sql.list(
                row -> SystemAccountStore.stored(row).account(),
                """
                INSERT INTO system_accounts (id, vk_user_id, kind, label, screen_name, kind_open, lookup)
                SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[],
                                     $7::boolean[])
                RETURNING *
                """,
                column(accounts, Fresh::id, UUID[]::new),
                column(accounts, Fresh::vkUserId, Long[]::new),
                column(accounts, fresh -> SystemAccountStore.word(fresh.kind), String[]::new),
                column(accounts, Fresh::label, String[]::new),
                column(accounts, Fresh::screenName, String[]::new),
                column(accounts, Fresh::kindOpen, Boolean[]::new),
                column(accounts, Fresh::lookup, Boolean[]::new));
    }

    /** Accounts of which VK is still to be asked, oldest first. */
    Future<List<Stored>> waiting(int limit) {
        return sql.list(SystemAccountStore::stored, """
                SELECT * FROM system_accounts WHERE lookup AND deleted_at IS NULL
                ORDER BY created_at, id
                LIMIT $1
                """, limit);
    }

    /** Names that turned out to stand for somebody who has an account: what has no token yet makes way for it. */
    Future<List<Stored>> merge(List<Told> told) {
        return sql.list(
                SystemAccountStore::stored,
                """
                UPDATE system_accounts a
                SET deleted_at = now(), lookup = false, status = 'disabled',
                    status_reason = 'the name stands for the account ' || other.id, version = a.version + 1,
                    updated_at = now()
                FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS told (id, vk_user_id, kind)
                JOIN LATERAL (
                    SELECT o.id FROM system_accounts o
                    WHERE o.vk_user_id = told.vk_user_id AND o.kind = told.kind AND o.deleted_at IS NULL
                      AND o.id <> told.id
                    ORDER BY o.created_at, o.id
                    LIMIT 1) AS other ON true
                WHERE a.id = told.id AND a.lookup AND a.vk_user_id IS NULL AND a.token IS NULL AND a.deleted_at IS NULL
                RETURNING a.*
                """,
                column(told, Told::id, UUID[]::new),
                column(told, each -> each.profile.id(), Long[]::new),
                column(told, each -> SystemAccountStore.word(each.profile.kind()), String[]::new));
    }

    /** What a person has written stays. */
    Future<List<Stored>> fill(List<Told> told) {
        return sql.list(
                SystemAccountStore::stored,
                """
                UPDATE system_accounts a
                SET vk_user_id = told.vk_user_id, kind = told.kind, kind_open = false, lookup = false,
                    label = CASE WHEN a.label = '' THEN told.label ELSE a.label END,
                    screen_name = coalesce(a.screen_name, told.screen_name), version = a.version + 1, updated_at = now()
                FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])
                    AS told (id, vk_user_id, kind, label, screen_name)
                WHERE a.id = told.id AND a.lookup AND a.deleted_at IS NULL
                  AND (a.vk_user_id IS NULL OR a.vk_user_id = told.vk_user_id)
                RETURNING a.*
                """,
                column(told, Told::id, UUID[]::new),
                column(told, each -> each.profile.id(), Long[]::new),
                column(told, each -> SystemAccountStore.word(each.profile.kind()), String[]::new),
                column(told, each -> each.profile.name(), String[]::new),
                column(told, each -> each.profile.screenName(), String[]::new));
    }

    /** VK knows nobody of these: a name without an owner is of no use, an id may be all the same. */
    Future<List<Stored>> unknown(List<UUID> ids) {
        return sql.list(SystemAccountStore::stored, """
                UPDATE system_accounts
                SET lookup = false, version = version + 1, updated_at = now(),
                    status = CASE WHEN vk_user_id IS NULL AND token IS NULL THEN 'error' ELSE status END,
                    status_reason = CASE WHEN vk_user_id IS NULL AND token IS NULL
                        THEN 'VK knows nobody of this name' ELSE status_reason END
                WHERE id = ANY ($1::uuid[]) AND lookup AND deleted_at IS NULL
                RETURNING *
                """, (Object) ids.toArray(UUID[]::new));
    }

    private static <R, T> Object column(List<R> rows, Function<R, @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
