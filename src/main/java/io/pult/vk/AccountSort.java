package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders in which accounts can be listed; ties by id, in the same direction. */
enum AccountSort {
    NEWEST("-created_at", "created_at", "timestamptz", false),
    OLDEST("created_at", "created_at", "timestamptz", true),
    LABEL("label", "label", "text", true),
    LABEL_DOWN("-label", "label", "text", false),
    STATUS("status", "status", "text", true),
    STATUS_DOWN("-status", "status", "text", false),
    CHANGED("updated_at", "updated_at", "timestamptz", true),
    CHANGED_LAST("-updated_at", "updated_at", "timestamptz", false),
    ENDING("expires_at", AccountSort.END, "timestamptz", true),
    ENDING_LAST("-expires_at", AccountSort.END, "timestamptz", false);

    /** What does not end comes after everything that does. */
    private static final String END = "coalesce(expires_at, 'infinity')";

    private static final String NEVER = "infinity";

    private final String word;
    private final String column;
    private final String type;
    private final boolean ascending;

    AccountSort(String word, String column, String type, boolean ascending) {
        this.word = word;
        this.column = column;
        this.type = type;
        this.ascending = ascending;
    }

    static AccountSort of(@Nullable String word) {
        if (word == null) {
            return NEWEST;
        }
        for (AccountSort sort : values()) {
            if (sort.word.equals(word)) {
                return sort;
            }
        }
        throw Failure.invalid(
                "sort.unknown",
                "Accounts are sorted by created_at, updated_at, expires_at, label or status, with - for descending");
    }

    String word() {
        return word;
    }

    String column() {
        return column;
    }

    String type() {
        return type;
    }

    String comparison() {
        return ascending ? ">" : "<";
    }

    String direction() {
        return ascending ? "ASC" : "DESC";
    }

    List<String> key(SystemAccount account) {
        return List.of(first(account), account.id().toString());
    }

    private String first(SystemAccount account) {
        return switch (this) {
            case LABEL, LABEL_DOWN -> account.label();
            case STATUS, STATUS_DOWN -> SystemAccountStore.word(account.status());
            case CHANGED, CHANGED_LAST -> account.updatedAt().toString();
            case NEWEST, OLDEST -> account.createdAt().toString();
            case ENDING, ENDING_LAST ->
                account.expiresAt() == null ? NEVER : account.expiresAt().toString();
        };
    }

    /** A key out of a cursor, which anybody can write. */
    String checked(String value) {
        if (type.equals("text") || (column.equals(END) && value.equals(NEVER))) {
            return value;
        }
        return instant(value).toString();
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw badCursor();
        }
    }

    private static Failure badCursor() {
        return Failure.invalid("cursor.invalid", "The cursor is not one of this list in this order; start without it");
    }
}
