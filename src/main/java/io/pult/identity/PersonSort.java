package io.pult.identity;

import io.pult.bus.Failure;
import io.pult.contract.identity.Person;
import io.pult.infra.Cursor;
import java.util.List;

/** The orders in which people can be listed, each by an index of its own; ties by id, in the same direction. */
enum PersonSort {
    NEWEST("-created_at", "created_at", "%s::text::timestamptz", false),
    OLDEST("created_at", "created_at", "%s::text::timestamptz", true),
    LOGIN("login", PersonSort.LOGIN_KEY, "lower(%s::text)", true),
    LAST_SEEN("-last_sign_in_at", PersonSort.SEEN_KEY, "%s::text::timestamptz", false);

    /** By bytes, whatever the database's locale: what begins alike lies together, and one index serves prefixes too. */
    static final String LOGIN_KEY = "coalesce(lower(login), '') COLLATE \"C\"";

    static final String SEEN_KEY = "coalesce(last_sign_in_at, '-infinity'::timestamptz)";

    private static final String NEVER = "-infinity";

    private final String word;
    private final String column;
    private final String value;
    private final boolean ascending;

    PersonSort(String word, String column, String value, boolean ascending) {
        this.word = word;
        this.column = column;
        this.value = value;
        this.ascending = ascending;
    }

    static PersonSort of(String word) {
        for (PersonSort sort : values()) {
            if (sort.word.equals(word)) {
                return sort;
            }
        }
        throw Failure.invalid(
                "sort.unknown", "People are sorted by -created_at, created_at, login or -last_sign_in_at");
    }

    String word() {
        return word;
    }

    String order() {
        String direction = ascending ? "ASC" : "DESC";
        return "%s %s, id %s".formatted(column, direction, direction);
    }

    /** @param first and {@code id} as arguments of the statement */
    String after(String first, String id) {
        return "(%s, id) %s (%s, %s::uuid)".formatted(column, ascending ? ">" : "<", value.formatted(first), id);
    }

    List<String> key(Person person) {
        return List.of(first(person), person.id().toString());
    }

    private String first(Person person) {
        return switch (this) {
            case NEWEST, OLDEST -> person.createdAt().toString();
            case LOGIN -> person.login() == null ? "" : person.login();
            case LAST_SEEN ->
                person.lastSignInAt() == null ? NEVER : person.lastSignInAt().toString();
        };
    }

    /** The first value of a cursor, which anybody can write. */
    String checked(Cursor cursor) {
        String value = cursor.key().get(0);
        boolean text = this == LOGIN || (this == LAST_SEEN && value.equals(NEVER));
        return text ? value : cursor.instant(0).toString();
    }
}
