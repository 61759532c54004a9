package io.pult.identity;

import io.pult.bus.Page;
import io.pult.contract.identity.Person;
import io.pult.contract.identity.PersonFilter;
import io.pult.contract.identity.Role;
import io.pult.infra.Cursor;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of {@code app_user}, {@code profile} and {@code user_role} as administrators see and change them. */
final class PersonStore {
    private static final String SELECT = """
            SELECT id, login, name, lang_code, time_zone, status, blocked_reason, verified_at, created_at,
                   last_sign_in_at, version, ARRAY(SELECT role FROM user_role WHERE user_role.user_id = id) AS roles
            FROM app_user JOIN profile ON profile.user_id = id
            """;

    private final Sql sql;

    PersonStore(Sql sql) {
        this.sql = sql;
    }

    Future<Page<Person>> list(PersonFilter filter, PersonSort sort, int limit, @Nullable String cursorText) {
        Cursor cursor = Cursor.decode(cursorText, sort.word(), 2);
        var where = new PersonWhere(filter);
        if (cursor != null) {
            where.and(sort.after(where.bind(sort.checked(cursor)), where.bind(cursor.uuid(1))));
        }
        String most = where.bind(limit + 1);
        String query = "%s WHERE %s ORDER BY %s LIMIT %s".formatted(SELECT, where.text(), sort.order(), most);
        return sql.list(PersonStore::person, query, where.arguments())
                .map(rows -> Cursor.page(rows, limit, sort.word(), sort::key));
    }

    Future<Optional<Person>> find(UUID id) {
        return sql.first(PersonStore::person, SELECT + "WHERE id = $1", id);
    }

    /**
     * Nobody else changes these until the transaction ends; those who are no more are left out, and those who are being
     * erased, whom nobody brings back. In the order of ids, so that two who want some of the same people do not wait for each
     * other.
     */
    Future<List<Person>> lock(Collection<UUID> ids) {
        Object wanted = array(ids);
        // Two statements: the second sees the roles as whoever held the lock before has left them.
        return sql.query("SELECT FROM app_user WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", wanted)
                .compose(locked -> sql.list(
                        PersonStore::person,
                        SELECT + "WHERE id = ANY($1) AND erasing_since IS NULL ORDER BY id",
                        wanted));
    }

    Future<?> block(List<Person> people, String reason, Instant at) {
        UUID[] ids = ids(people);
        return sql.query("""
                        UPDATE app_user SET status = 'blocked', blocked_reason = $2, version = version + 1
                        WHERE id = ANY($1)
                        """, ids, reason).compose(blocked -> new SessionStore(sql).endAllOf(ids, at, "blocked"));
    }

    /** A session that was being opened while its person was blocked is no way back in. */
    Future<?> unblock(List<Person> people, Instant at) {
        UUID[] ids = ids(people);
        return sql.query("""
                        UPDATE app_user SET status = 'active', blocked_reason = NULL, version = version + 1
                        WHERE id = ANY($1)
                        """, (Object) ids).compose(unblocked -> new SessionStore(sql).endAllOf(ids, at, "blocked"));
    }

    Future<?> verify(List<Person> people, String by, Instant at) {
        return sql.query(
                        "UPDATE profile SET verified_at = $2, verified_by = $3 WHERE user_id = ANY($1)",
                        ids(people),
                        at,
                        by)
                .compose(verified -> count(people));
    }

    Future<?> unverify(List<Person> people) {
        return sql.query("""
                        UPDATE profile SET verified_at = NULL, verified_by = NULL WHERE user_id = ANY($1)
                        """, (Object) ids(people)).compose(unverified -> count(people));
    }

    Future<?> setRoles(List<Person> people, PersonAct.Roles roles, String by, Instant at) {
        UUID[] ids = ids(people);
        return sql.query("DELETE FROM user_role WHERE user_id = ANY($1) AND role = ANY($2)", ids, names(roles.taken()))
                .compose(taken -> sql.query("""
                        INSERT INTO user_role (user_id, role, granted_by, granted_at)
                        SELECT user_id, role, $3, $4
                        FROM unnest($1::uuid[]) AS user_id CROSS JOIN unnest($2::text[]) AS role
                        ON CONFLICT DO NOTHING
                        """, ids, names(roles.given()), by, at))
                .compose(given -> count(people));
    }

    Future<?> describe(UUID id, String name, String langCode, String timeZone) {
        return sql.query("""
                        WITH described AS (
                            UPDATE profile SET name = $2, lang_code = $3, time_zone = $4 WHERE user_id = $1
                        )
                        UPDATE app_user SET version = version + 1 WHERE id = $1
                        """, id, name, langCode, timeZone);
    }

    private Future<?> count(List<Person> changed) {
        return sql.query("UPDATE app_user SET version = version + 1 WHERE id = ANY($1)", (Object) ids(changed));
    }

    private static UUID[] ids(List<Person> people) {
        return array(people.stream().map(Person::id).toList());
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream().map(Role::name).toArray(String[]::new);
    }

    private static Person person(Row row) {
        return new Person(
                row.getUUID("id"),
                row.getString("login"),
                row.getString("name"),
                row.getString("lang_code"),
                row.getString("time_zone"),
                Arrays.stream(row.getArrayOfStrings("roles")).map(Role::valueOf).toList(),
                Person.Status.of(row.getString("status")),
                row.getString("blocked_reason"),
                Sql.instantOrNull(row, "verified_at"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "last_sign_in_at"),
                row.getLong("version"));
    }
}
