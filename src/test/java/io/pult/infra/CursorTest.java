package io.pult.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.bus.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "%%%", "bm9uc2Vuc2U", "W10", "W251bGxd", "WzEsMl0", "WyJjcmVhdGVkX2F0Il0", "eyJhIjoxfQ"})
    void what_is_no_cursor_is_invalid_and_nothing_else(String text) {
        refused(() -> Cursor.decode(text, "created_at", 1));
    }

    @Test
    void a_null_among_the_values_is_invalid() {
        refused(() -> Cursor.decode(base64("[\"created_at\",null]"), "created_at", 1));
    }

    @Test
    void a_value_that_no_column_can_hold_is_invalid() {
        refused(() -> Cursor.decode(new Cursor("created_at", List.of("\u0000")).encode(), "created_at", 1));
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        String cursor = new Cursor("-created_at", List.of("a")).encode();

        refused(() -> Cursor.decode(cursor, "created_at", 1));
    }

    @Test
    void a_cursor_with_another_number_of_values_is_refused() {
        String cursor = new Cursor("created_at", List.of("a", "b")).encode();

        refused(() -> Cursor.decode(cursor, "created_at", 1));
    }

    @Test
    void a_cursor_deeply_nested_is_refused_and_does_not_break_the_stack() {
        refused(() -> Cursor.decode(base64("[".repeat(100_000)), "created_at", 1));
    }

    @Test
    void no_cursor_is_the_first_page() {
        assertThat(Cursor.decode(null, "created_at", 2)).isNull();
    }

    @Test
    void values_come_back_as_they_were() {
        var cursor = new Cursor("created_at,id", List.of("2026-01-01T00:00:00Z", "ключ \" \\"));

        assertThat(Cursor.decode(cursor.encode(), "created_at,id", 2)).isEqualTo(cursor);
    }

    @Test
    void a_full_page_points_to_its_own_last_row_and_the_last_page_to_nothing() {
        var rows = IntStream.rangeClosed(1, 3).boxed().toList();

        var page = Cursor.page(rows, 2, "id", row -> List.of(row.toString()));

        assertThat(page.items()).containsExactly(1, 2);
        assertThat(Cursor.decode(page.next(), "id", 1)).isEqualTo(new Cursor("id", List.of("2")));
        assertThat(Cursor.page(rows, 3, "id", row -> List.of(row.toString())).next())
                .isNull();
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(ThrowingCallable decode) {
        assertThatThrownBy(decode)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("cursor.invalid"));
    }
}
