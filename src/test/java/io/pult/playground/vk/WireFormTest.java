package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireFormTest {
    private static Map<String, String> read(@Nullable String text) {
        Map<String, String> params = new LinkedHashMap<>();
        WireForm.read(text, params);
        return params;
    }

    @Test
    void a_broken_percent_sign_is_refused() {
        assertThatThrownBy(() -> read("a=%zz")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("a=%4")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_odd_is_read_all_the_same() {
        assertThat(read(null)).isEmpty();
        assertThat(read("&&")).isEmpty();
        assertThat(read("a&b=&=c&d=e=f&")).isEqualTo(Map.of("a", "", "b", "", "", "c", "d", "e=f"));
        assertThat(read("a=1&a=2")).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void signs_and_letters_of_any_script_come_through() {
        assertThat(read("q=%D0%B0%26b+c%2Bd&%D1%8F=1")).isEqualTo(Map.of("q", "а&b c+d", "я", "1"));
    }
}
