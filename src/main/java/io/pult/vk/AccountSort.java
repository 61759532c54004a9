package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.SystemAccount;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The orders in which accounts can be listed; ties by id, in the same direction. */
enum AccountSort {
    NEWEST("-created_at", "created_at", "timestamptz", false),
    OLDEST("created_at", "created_at", "timestamptz", true),
    LABEL("label", "label", "text", true),
    LABEL_DOWN("-label", "label", "text", false);

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
        throw Failure.invalid("sort.unknown", "Accounts are sorted by created_at or label, with - for descending");
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
        String first =
                column.equals("label") ? account.label() : account.createdAt().toString();
        return List.of(first, account.id().toString());
    }

    /** A key out of a cursor, which anybody can write. */
    String checked(String value) {
        return column.equals("label") ? value : instant(value).toString();
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw badCursor();
        }
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    private static Failure badCursor() {
        return Failure.invalid("cursor.invalid", "The cursor is not one of this list in this order; start without it");
    }
}
