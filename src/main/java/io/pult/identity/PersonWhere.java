package io.pult.identity;

import io.pult.contract.identity.PersonFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a filter on {@code app_user JOIN profile}, and the arguments of the statement that they stand in.
 *
 * <p>A statement holds the conditions that are asked for and no others: with all of them in it, each switched off by a
 * NULL, one plan would have to serve every question, and that is the plan that reads everybody.
 */
final class PersonWhere {
    /** As the column {@code profile.words} is made, before its letters are lowered. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\x01-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+");

    private final List<@Nullable Object> arguments = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    /** @param arguments that the statement has before those of the filter */
    PersonWhere(PersonFilter filter, Object... arguments) {
        this.arguments.addAll(Arrays.asList(arguments));
        if (filter.q() != null) {
            lookFor(filter.q());
        }
        if (filter.role() != null) {
            add(
                    "EXISTS (SELECT FROM user_role WHERE user_role.user_id = id AND role = %s)",
                    filter.role().name());
        }
        if (filter.status() != null) {
            add("status = %s", filter.status().text());
        }
        if (filter.verified() != null) {
            conditions.add(filter.verified() ? "verified_at IS NOT NULL" : "verified_at IS NULL");
        }
        if (filter.createdAfter() != null) {
            add("created_at >= %s", filter.createdAfter());
        }
        if (filter.createdBefore() != null) {
            add("created_at < %s", filter.createdBefore());
        }
        if (filter.lastSignInBefore() != null) {
            add(PersonSort.SEEN_KEY + " < %s", filter.lastSignInBefore());
        }
    }

    /**
     * Two ranges of two indexes, and nothing that would read everybody. The login is searched from its beginning: between
     * the prefix and the prefix followed by the last of all characters. Of the name each word is searched from its
     * beginning, in an inverted index of words. The inside of a word would need trigrams, an extension that a database of
     * somebody else may not have.
     */
    private void lookFor(String q) {
        String prefix = bind(q);
        String words = bind(query(q));
        conditions.add("""
                id IN (SELECT id FROM app_user WHERE %1$s >= lower(%2$s) AND %1$s < lower(%2$s) || chr(1114111)
                       UNION ALL
                       SELECT user_id FROM profile WHERE words @@ lower(%3$s)::tsquery)""".formatted(PersonSort.LOGIN_KEY, prefix, words));
    }

    /** Every word as a prefix; absent when there is none. Quoted, so that no character of it is an operator. */
    private static @Nullable String query(String q) {
        String query = BETWEEN_WORDS
                .splitAsStream(q)
                .filter(word -> !word.isEmpty())
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
        return query.isEmpty() ? null : query;
    }

    /** @param condition with {@code %s} where the value belongs */
    private void add(String condition, Object value) {
        conditions.add(condition.formatted(bind(value)));
    }

    /** @return the value's name in the statement */
    String bind(@Nullable Object value) {
        arguments.add(value);
        return "$" + arguments.size();
    }

    void and(String condition) {
        conditions.add(condition);
    }

    String text() {
        return conditions.isEmpty() ? "true" : String.join("\nAND ", conditions);
    }

    @Nullable
    Object[] arguments() {
        return arguments.toArray();
    }
}
