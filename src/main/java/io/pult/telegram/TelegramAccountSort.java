package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.TelegramAccount;
import io.pult.infra.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders in which accounts can be listed; ties by id, in the same direction. */
enum TelegramAccountSort {
    NEWEST("-created_at", "a.created_at", false),
    OLDEST("created_at", "a.created_at", true),
    CHANGED("updated_at", "a.updated_at", true),
    CHANGED_LAST("-updated_at", "a.updated_at", false),
    NAME("name", "a.name", true),
    NAME_DOWN("-name", "a.name", false),
    PHONE("phone", TelegramAccountSort.NUMBER, true),
    PHONE_DOWN("-phone", TelegramAccountSort.NUMBER, false);

    private static final String NUMBER = "coalesce(a.phone, '')";

    private final String word;
    private final String column;
    private final boolean ascending;

    TelegramAccountSort(String word, String column, boolean ascending) {
        this.word = word;
        this.column = column;
        this.ascending = ascending;
    }

    static TelegramAccountSort of(@Nullable String word) {
        if (word == null) {
            return NEWEST;
        }
        for (TelegramAccountSort sort : values()) {
            if (sort.word.equals(word)) {
                return sort;
            }
        }
        throw Failure.invalid(
                "sort.unknown", "Accounts are sorted by created_at, updated_at, name or phone, with - for descending");
    }

    String word() {
        return word;
    }

    String column() {
        return column;
    }

    String type() {
        return ofMoments() ? "timestamptz" : "text";
    }

    String comparison() {
        return ascending ? ">" : "<";
    }

    String direction() {
        return ascending ? "ASC" : "DESC";
    }

    List<String> key(TelegramAccount account) {
        return List.of(first(account), account.id().toString());
    }

    private String first(TelegramAccount account) {
        return switch (this) {
            case NEWEST, OLDEST -> account.createdAt().toString();
            case CHANGED, CHANGED_LAST -> account.updatedAt().toString();
            case NAME, NAME_DOWN -> account.name();
            case PHONE, PHONE_DOWN -> account.phone() == null ? "" : account.phone();
        };
    }

    /** The first value of a cursor, which anybody can write. @throws Failure INVALID when it is none of this order */
    String after(Cursor cursor) {
        return ofMoments() ? cursor.instant(0).toString() : cursor.key().get(0);
    }

    private boolean ofMoments() {
        return column.endsWith("_at");
    }
}
